//! The bytes of objects: immutable, encrypted files with random names.
//!
//! - [`chunks`] — how the bytes are encrypted; [`content`] — reads them
//!
//! New bytes are written under their final name. When they are complete and verified, the file is synced, and then its folder,
//! which has little left to write: journals make a new name durable together with the file. Only then may a row of the index
//! name them. A blob that nobody keeps is deleted with its reception, and after a crash by the next start, which deletes every
//! blob that no row names.

mod chunks;
mod content;

use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use s3s::{
    checksum::ChecksumHasher,
    crypto::{Checksum as _, Md5},
};

use super::checksum::hasher;
use crate::{
    atomic_write,
    data_folder::DataFolder,
    db::records::{ChecksumAlgorithm, Checksums, Encryption},
    random,
    secret_key::SecretKey,
};
use chunks::ChunkWriter;

pub(crate) use content::Content;

/// Bytes of one read for a digest.
const DIGEST_BYTES: usize = 256 * 1024;

/// The folders of blobs. All methods block the thread.
#[derive(Debug, Clone)]
pub(crate) struct Blobs {
    folder: PathBuf,
    temporary: PathBuf,
}

/// How a blob that is to be written is encrypted.
#[derive(Debug, Clone)]
pub(crate) struct Seal {
    pub(crate) key: SecretKey,
    /// With the key, sealed.
    pub(crate) encryption: Encryption,
}

/// Bytes that are complete and not yet kept. A drop deletes them.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) size: u64,
    pub(crate) md5: [u8; 16],
    pub(crate) checksums: Checksums,
    pub(crate) encryption: Encryption,
    file: File,
    blob: NewBlob,
}

/// Bytes that arrive through [`Write`].
pub(crate) struct Receiver {
    size: u64,
    md5: Md5,
    checksums: ChecksumHasher,
    encryption: Encryption,
    chunks: ChunkWriter,
    file: File,
    blob: NewBlob,
}

/// A blob that is deleted with this value unless it was kept.
#[derive(Debug)]
struct NewBlob {
    name: String,
    path: PathBuf,
    is_kept: bool,
}

impl Drop for NewBlob {
    fn drop(&mut self) {
        if !self.is_kept {
            // When it fails, the next start deletes the file.
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Blobs {
    pub(crate) fn new(folder: &DataFolder) -> Self {
        Self { folder: folder.blobs(), temporary: folder.uploads() }
    }

    /// Begins to receive bytes. They are encrypted, and their MD5 and the given checksums are computed, while they arrive.
    pub(crate) fn receive(&self, algorithms: &[ChecksumAlgorithm], seal: Seal) -> io::Result<Receiver> {
        let name = random::hexadecimal(16)?;
        let path = self.prepare(&name)?;
        let file = File::create_new(&path)?;
        let blob = NewBlob { name, path, is_kept: false };
        let chunks = ChunkWriter::new(&seal.key)?;
        let (md5, checksums, encryption) = (Md5::new(), hasher(algorithms), seal.encryption);
        Ok(Receiver { size: 0, md5, checksums, encryption, chunks, file, blob })
    }

    /// Makes received bytes durable and returns the name of their blob.
    pub(crate) fn keep(&self, mut received: Received) -> io::Result<String> {
        received.file.sync_all()?;
        atomic_write::sync_parent(&received.blob.path)?;
        received.blob.is_kept = true;
        Ok(received.blob.name.clone())
    }

    /// Gives a blob a second name, so that each object owns its blob. Its data key stays.
    pub(crate) fn duplicate(&self, name: &str) -> io::Result<String> {
        let copy = random::hexadecimal(16)?;
        let path = self.prepare(&copy)?;
        fs::hard_link(self.path(name), &path)?;
        atomic_write::sync_parent(&path)?;
        Ok(copy)
    }

    /// Gives a blob a second name outside the store, which is of use if it is not encrypted. It is only read there and outlives
    /// its object.
    pub(crate) fn link(&self, name: &str, to: &Path) -> io::Result<()> {
        fs::hard_link(self.path(name), to)
    }

    /// Opens a blob. `NotFound` when its object was replaced or deleted in the meantime.
    pub(crate) fn open(&self, name: &str) -> io::Result<File> {
        File::open(self.path(name))
    }

    /// Deletes a blob that no row names any more. A failure is logged: the next start deletes it.
    pub(crate) fn delete(&self, name: &str) {
        if let Err(error) = fs::remove_file(self.path(name)) {
            tracing::warn!(blob = name, %error, "a blob could not be deleted");
        }
    }

    /// Deletes what earlier versions left of unfinished uploads, and all blobs that are not `in_use`. Called before the store is used.
    pub(crate) fn sweep(&self, in_use: &HashSet<String>) -> io::Result<()> {
        for entry in fs::read_dir(&self.temporary)? {
            fs::remove_file(entry?.path())?;
        }
        for folder in fs::read_dir(&self.folder)? {
            for entry in fs::read_dir(folder?.path())? {
                let entry = entry?;
                if !entry.file_name().to_str().is_some_and(|name| in_use.contains(name)) {
                    fs::remove_file(entry.path())?;
                }
            }
        }
        Ok(())
    }

    /// The path of a new blob, whose folder is made durable first.
    fn prepare(&self, name: &str) -> io::Result<PathBuf> {
        let path = self.path(name);
        if let Some(folder) = path.parent()
            && !folder.exists()
        {
            fs::create_dir_all(folder)?;
            atomic_write::sync_parent(folder)?;
        }
        Ok(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name.get(..2).unwrap_or("00")).join(name)
    }
}

impl Receiver {
    /// Ends the reception.
    pub(crate) fn finish(mut self) -> io::Result<Received> {
        self.chunks.finish(&mut self.file)?;
        Ok(Received {
            size: self.size,
            md5: self.md5.finalize(),
            checksums: self.checksums.finalize().into(),
            encryption: self.encryption,
            file: self.file,
            blob: self.blob,
        })
    }
}

impl Write for Receiver {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.chunks.write(bytes, &mut self.file)?;
        self.md5.update(bytes);
        self.checksums.update(bytes);
        self.size += bytes.len() as u64;
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The MD5 of bytes, and their checksums of the given algorithms.
pub(crate) fn digest(mut content: impl Read, algorithms: &[ChecksumAlgorithm]) -> io::Result<([u8; 16], Checksums)> {
    let (mut md5, mut checksums) = (Md5::new(), hasher(algorithms));
    let mut buffer = vec![0; DIGEST_BYTES];
    loop {
        let read = content.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        md5.update(bytes);
        checksums.update(bytes);
    }
    Ok((md5.finalize(), checksums.finalize().into()))
}
