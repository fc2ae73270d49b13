//! Encrypted bytes of a blob: chunks that can be read one by one.
//!
//! ```text
//! bytes   | 65,536 bytes          | 65,536 bytes          | the rest        |
//! file    | chunk 0, its tag (16) | chunk 1, its tag (16) | chunk 2, tag    |
//! nonce     0 … 0 | 0 | more        0 … 0 | 1 | more        0 … 0 | 2 | last
//! ```
//!
//! Each blob has a data key of its own, and a chunk's nonce is its number and whether it is the last one. So no chunk can be
//! changed, moved or taken from another blob, and nothing can be cut off: each of these makes the tag wrong. No key seals two
//! texts with one nonce, because a blob is written once. An empty blob has one empty chunk. Source: Hoang, Reyhanitabar, Rogaway,
//! Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance" (2015), the STREAM construction.

use std::{
    fs::File,
    io::{self, Write},
    os::unix::fs::FileExt,
};

use aws_lc_rs::aead::{Aad, LessSafeKey, NONCE_LEN, Nonce};

use crate::secret_key::SecretKey;

/// Bytes of a chunk before it is encrypted.
const CHUNK_BYTES: usize = 64 * 1024;
/// Bytes of a chunk's tag.
const TAG_BYTES: usize = 16;

/// Encrypts the bytes of a blob on their way into its file.
pub(super) struct ChunkWriter {
    cipher: LessSafeKey,
    number: u64,
    chunk: Vec<u8>,
}

impl ChunkWriter {
    pub(super) fn new(key: &SecretKey) -> io::Result<Self> {
        Ok(Self { cipher: key.cipher()?, number: 0, chunk: Vec::with_capacity(CHUNK_BYTES + TAG_BYTES) })
    }

    pub(super) fn write(&mut self, mut bytes: &[u8], file: &mut File) -> io::Result<()> {
        while !bytes.is_empty() {
            // The last chunk is known as such only at the end.
            if self.chunk.len() == CHUNK_BYTES {
                self.put(file, false)?;
            }
            let (now, later) = bytes.split_at(bytes.len().min(CHUNK_BYTES - self.chunk.len()));
            self.chunk.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    /// Writes the last chunk.
    pub(super) fn finish(mut self, file: &mut File) -> io::Result<()> {
        self.put(file, true)
    }

    fn put(&mut self, file: &mut File, is_last: bool) -> io::Result<()> {
        let nonce = nonce(self.number, is_last)?;
        self.cipher.seal_in_place_append_tag(nonce, Aad::empty(), &mut self.chunk).map_err(io::Error::other)?;
        file.write_all(&self.chunk)?;
        self.chunk.clear();
        self.number += 1;
        Ok(())
    }
}

/// Decrypts the chunks of a blob in any order.
pub(super) struct ChunkReader {
    file: File,
    cipher: LessSafeKey,
    /// Bytes of the blob.
    size: u64,
    /// The chunk that was read last, with its number.
    chunk: Vec<u8>,
    number: Option<u64>,
}

impl ChunkReader {
    /// # Errors
    /// When the file has another size than that of an encrypted blob of `size` bytes.
    pub(super) fn new(file: File, key: &SecretKey, size: u64) -> io::Result<Self> {
        let chunks = size.div_ceil(CHUNK_BYTES as u64).max(1);
        match file.metadata()?.len() == size + chunks * TAG_BYTES as u64 {
            true => Ok(Self { file, cipher: key.cipher()?, size, chunk: Vec::new(), number: None }),
            false => Err(changed()),
        }
    }

    /// The decrypted bytes from a position to the end of its chunk; empty at the end of the blob.
    pub(super) fn at(&mut self, position: u64) -> io::Result<&[u8]> {
        // The chunk of an empty blob is verified, too.
        let last = self.size.saturating_sub(1) / CHUNK_BYTES as u64;
        let number = (position / CHUNK_BYTES as u64).min(last);
        if self.number != Some(number) {
            self.load(number, number == last)?;
        }
        let offset = usize::try_from(position - number * CHUNK_BYTES as u64).unwrap_or(usize::MAX);
        Ok(self.chunk.get(offset..).unwrap_or_default())
    }

    fn load(&mut self, number: u64, is_last: bool) -> io::Result<()> {
        let first = number * CHUNK_BYTES as u64;
        let length = usize::try_from((self.size - first).min(CHUNK_BYTES as u64)).map_err(io::Error::other)?;
        self.number = None;
        self.chunk.resize(length + TAG_BYTES, 0);
        self.file.read_exact_at(&mut self.chunk, number * (CHUNK_BYTES + TAG_BYTES) as u64)?;
        let opened = self.cipher.open_in_place(nonce(number, is_last)?, Aad::empty(), &mut self.chunk);
        let length = opened.map_err(|_| changed())?.len();
        self.chunk.truncate(length);
        self.number = Some(number);
        Ok(())
    }
}

fn nonce(number: u64, is_last: bool) -> io::Result<Nonce> {
    let mut nonce = [0; NONCE_LEN];
    if let Some((last, rest)) = nonce.split_last_mut()
        && let Some(place) = rest.last_chunk_mut()
    {
        *place = number.to_be_bytes();
        *last = u8::from(is_last);
    }
    Ok(Nonce::assume_unique_for_key(nonce))
}

fn changed() -> io::Error {
    io::Error::other("the stored bytes of an object are not those that were written: its file was changed or is damaged")
}

#[cfg(test)]
mod tests {
    use std::fs::OpenOptions;

    use tempfile::NamedTempFile;

    use super::*;

    const SIZES: [usize; 8] = [0, 1, 100, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES + 5];

    fn bytes(size: usize) -> Vec<u8> {
        (0..size).map(|place| u8::try_from(place * 31 % 251).unwrap_or_default()).collect()
    }

    fn written(key: &SecretKey, bytes: &[u8], pieces: usize) -> NamedTempFile {
        let temporary = NamedTempFile::new().expect("a file");
        let mut file = temporary.reopen().expect("a file");
        let mut writer = ChunkWriter::new(key).expect("a cipher");
        bytes.chunks(pieces).for_each(|piece| writer.write(piece, &mut file).expect("written"));
        writer.finish(&mut file).expect("written");
        temporary
    }

    fn read(file: &NamedTempFile, key: &SecretKey, size: usize) -> io::Result<Vec<u8>> {
        let mut reader = ChunkReader::new(file.reopen()?, key, size as u64)?;
        let mut read = Vec::new();
        loop {
            let more = reader.at(read.len() as u64)?;
            if more.is_empty() {
                return Ok(read);
            }
            read.extend_from_slice(more);
        }
    }

    #[test]
    fn what_was_written_is_read_from_every_place() {
        let key = SecretKey::random().expect("a key");
        for size in SIZES {
            let bytes = bytes(size);
            for pieces in [1000, CHUNK_BYTES, 100_000] {
                let file = written(&key, &bytes, pieces);
                assert!(read(&file, &key, size).expect("read") == bytes, "{size} in pieces of {pieces}");
                let mut reader = ChunkReader::new(file.reopen().expect("a file"), &key, size as u64).expect("a reader");
                for place in
                    [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, size].into_iter().filter(|place| *place <= size)
                {
                    let found = reader.at(place as u64).expect("read").first().copied();
                    assert_eq!(found, bytes.get(place).copied(), "{place} of {size}");
                }
            }
        }
    }

    #[test]
    fn nothing_of_the_bytes_is_on_the_disk() {
        let key = SecretKey::random().expect("a key");
        let file = written(&key, &b"secret ".repeat(20_000), 1000);
        let stored = std::fs::read(file.path()).expect("read");
        assert!(!stored.windows(6).any(|window| window == b"secret"));
    }

    #[test]
    fn another_key_and_a_changed_file_are_noticed() {
        let (key, other) = (SecretKey::random().expect("a key"), SecretKey::random().expect("a key"));
        let size = 2 * CHUNK_BYTES + 5;
        let stored = |change: &dyn Fn(&mut Vec<u8>)| {
            let file = written(&key, &bytes(size), 1000);
            let mut stored = std::fs::read(file.path()).expect("read");
            change(&mut stored);
            std::fs::write(file.path(), stored).expect("written");
            file
        };
        assert!(read(&stored(&|_| ()), &other, size).is_err(), "another key");
        for place in [0, CHUNK_BYTES, CHUNK_BYTES + TAG_BYTES, 2 * CHUNK_BYTES + 3 * TAG_BYTES] {
            assert!(read(&stored(&|stored| stored[place] ^= 1), &key, size).is_err(), "{place}");
        }
        let whole = CHUNK_BYTES + TAG_BYTES;
        assert!(read(&stored(&|stored| stored.truncate(whole)), &key, size).is_err(), "cut off");
        assert!(read(&stored(&|stored| stored.truncate(whole)), &key, CHUNK_BYTES).is_err(), "cut off with its size");
        assert!(read(&stored(&|stored| stored.push(0)), &key, size).is_err(), "longer");
        let swap = |stored: &mut Vec<u8>| {
            let (first, rest) = stored.split_at_mut(whole);
            first.swap_with_slice(&mut rest[..whole]);
        };
        assert!(read(&stored(&swap), &key, size).is_err(), "in another order");
        let empty = written(&key, b"", 1);
        OpenOptions::new().write(true).open(empty.path()).and_then(|file| file.write_all_at(b"x", 3)).expect("written");
        assert!(read(&empty, &key, 0).is_err(), "an empty blob");
    }
}
