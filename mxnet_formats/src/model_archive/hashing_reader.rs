//! A reader that counts and digests what passes.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

/// A reader that digests what passes through.
pub struct HashingReader<R> {
    input: R,
    digest: Sha256,
    read: u64,
}

impl<R: Read> HashingReader<R> {
    /// Digests what is read from `input` on.
    pub fn new(input: R) -> Self {
        Self { input, digest: Sha256::new(), read: 0 }
    }

    /// Bytes that passed so far.
    pub fn count(&self) -> u64 {
        self.read
    }

    /// The digest in hexadecimal digits, and of how many bytes.
    pub fn finish(self) -> (String, u64) {
        (hex::encode(self.digest.finalize()), self.read)
    }
}

impl<R: Read> Read for HashingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.digest.update(buffer.get(..read).unwrap_or_default());
        self.read += read as u64;
        Ok(read)
    }
}
