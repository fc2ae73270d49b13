//! The bytes of an object, decrypted while they are read.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

use super::chunks::ChunkReader;
use crate::secret_key::SecretKey;

/// The bytes of an object from a position on.
pub(crate) struct Content {
    form: Form,
    size: u64,
    position: u64,
}

enum Form {
    /// Bytes of the time before encryption.
    Plain(File),
    Encrypted(Box<ChunkReader>),
}

impl Content {
    /// The content of a blob of `size` bytes; without a key it is stored as it is.
    ///
    /// # Errors
    /// When the file has not the size of that blob.
    pub(crate) fn new(file: File, key: Option<&SecretKey>, size: u64) -> io::Result<Self> {
        let form = match key {
            None => Form::Plain(file),
            Some(key) => Form::Encrypted(Box::new(ChunkReader::new(file, key, size)?)),
        };
        Ok(Self { form, size, position: 0 })
    }

    /// Its number of bytes.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Whether the file holds the bytes as they are.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.form, Form::Plain(_))
    }

    /// Goes to a position.
    pub(crate) fn seek(&mut self, position: u64) -> io::Result<()> {
        self.position = position;
        match &mut self.form {
            Form::Plain(file) => file.seek(SeekFrom::Start(position)).map(drop),
            Form::Encrypted(_) => Ok(()),
        }
    }
}

impl Read for Content {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.form {
            Form::Plain(file) => file.read(buffer),
            Form::Encrypted(chunks) => {
                let length = chunks.at(self.position)?.read(buffer)?;
                self.position += length as u64;
                Ok(length)
            }
        }
    }
}
