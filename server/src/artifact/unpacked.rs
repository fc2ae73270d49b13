//! Gzip, unpacked as a stream with a limit.

use std::io::{self, BufRead, Read};

use flate2::bufread::MultiGzDecoder;

/// What any archive may unpack to, in bytes.
const ALWAYS_ALLOWED: u64 = 1 << 30;
/// How often larger than packed a large archive may be. Weights shrink by a tenth; zeros a thousand times.
const LARGEST_RATIO: u64 = 100;
/// What no archive may unpack to, in bytes.
const NEVER_ALLOWED: u64 = 256 << 30;

/// The unpacked bytes of a gzip stream.
pub(super) struct Unpacked<R> {
    decoder: MultiGzDecoder<R>,
    limit: u64,
    read: u64,
}

/// Why there is no more to read, as an error inside an [`io::Error`].
#[derive(Debug, thiserror::Error)]
#[error("it unpacks to more than {} MiB, a hundred times its own size and more, as an archive does that is made to fill disks", self.0 >> 20)]
struct TooLarge(u64);

impl<R: BufRead> Unpacked<R> {
    /// Unpacks an object of this size in bytes.
    pub(super) fn new(input: R, size: u64) -> Self {
        let limit = size.saturating_mul(LARGEST_RATIO).max(ALWAYS_ALLOWED).min(NEVER_ALLOWED);
        Self { decoder: MultiGzDecoder::new(input), limit, read: 0 }
    }

    /// Bytes that were unpacked so far.
    pub(super) fn count(&self) -> u64 {
        self.read
    }

    /// The input, wherever unpacking ended.
    pub(super) fn into_input(self) -> R {
        self.decoder.into_inner()
    }
}

impl<R: BufRead> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.decoder.read(buffer)?;
        self.read += read as u64;
        if self.read > self.limit {
            return Err(io::Error::other(TooLarge(self.limit)));
        }
        Ok(read)
    }
}
