//! Gzip, unpacked as a stream with a limit.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

/// What any archive may unpack to, in bytes.
const MIN_LIMIT: u64 = 1 << 30;
/// How often larger than packed a large archive may be. Weights shrink by a tenth; zeros a thousand times.
const MAX_RATIO: u64 = 100;
/// What no archive may unpack to, in bytes.
const MAX_LIMIT: u64 = 256 << 30;

/// The unpacked bytes of a gzip stream, which may consist of several that were joined.
pub(super) struct LimitedGunzip<R> {
    state: State<R>,
    limit: u64,
    read: u64,
}

enum State<R> {
    Inside(GzDecoder<R>),
    /// Behind the last stream: what is left is no gzip.
    Behind(R),
    /// Only while the state changes.
    Between,
}

/// Why there is no more to read, as an error inside an [`io::Error`].
#[derive(Debug, thiserror::Error)]
#[error("it unpacks to a hundred times its own size and more, as an archive does that is made to fill disks")]
pub(super) struct TooLarge;

impl<R: BufRead> LimitedGunzip<R> {
    /// Unpacks an object of this size in bytes.
    pub(super) fn new(input: R, size: u64) -> Self {
        let limit = size.saturating_mul(MAX_RATIO).clamp(MIN_LIMIT, MAX_LIMIT);
        Self { state: State::Inside(GzDecoder::new(input)), limit, read: 0 }
    }

    /// What it may unpack to, in bytes.
    pub(super) fn limit(&self) -> u64 {
        self.limit
    }

    /// Bytes that were unpacked so far.
    pub(super) fn count(&self) -> u64 {
        self.read
    }

    /// Whether something that is no gzip follows; known once everything was read.
    pub(super) fn is_followed(&mut self) -> bool {
        match &mut self.state {
            State::Behind(input) => input.fill_buf().is_ok_and(|rest| !rest.is_empty()),
            _ => false,
        }
    }
}

impl<R: BufRead> Read for LimitedGunzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let State::Inside(decoder) = &mut self.state else { return Ok(0) };
            let read = decoder.read(buffer)?;
            self.read += read as u64;
            if self.read > self.limit {
                return Err(io::Error::other(TooLarge));
            }
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let State::Inside(decoder) = std::mem::replace(&mut self.state, State::Between) else { return Ok(0) };
            let mut input = decoder.into_inner();
            let is_gzip = input.fill_buf()?.starts_with(&[0x1F, 0x8B]);
            self.state = if is_gzip { State::Inside(GzDecoder::new(input)) } else { State::Behind(input) };
        }
    }
}
