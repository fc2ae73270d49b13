//! A reader that digests what passes.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

pub(super) struct HashingReader<R> {
    input: R,
    digest: Sha256,
}

impl<R> HashingReader<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, digest: Sha256::new() }
    }

    /// SHA-256 of everything that was read, in hexadecimal digits.
    pub(super) fn digest(self) -> String {
        hex::encode(self.digest.finalize())
    }
}

impl<R: Read> Read for HashingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.digest.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}
