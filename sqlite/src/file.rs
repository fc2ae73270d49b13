//! The file of a database: readable by its owner only, and the same one as long as the program runs.

use std::{
    fs, io,
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// The permissions of the file. SQLite gives the files of the write-ahead log the same.
const MODE: u32 = 0o600;
/// The permissions of everybody but the owner.
const OTHERS: u32 = 0o077;

/// A database's file, by its name and by what the name stands for.
pub(crate) struct DatabaseFile {
    path: PathBuf,
    identity: (u64, u64),
}

impl DatabaseFile {
    /// Creates the file unless it is there, and takes the rights of others from it and from the files of its write-ahead log.
    pub(crate) fn prepare(path: &Path) -> io::Result<Self> {
        let file = fs::OpenOptions::new().append(true).create(true).mode(MODE).open(path)?;
        let metadata = file.metadata()?;
        for suffix in ["", "-wal", "-shm"] {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            make_private(Path::new(&name));
        }
        Ok(Self { path: path.to_owned(), identity: (metadata.dev(), metadata.ino()) })
    }

    /// Whether the name still stands for the file.
    pub(crate) fn is_there(&self) -> bool {
        fs::metadata(&self.path).is_ok_and(|metadata| (metadata.dev(), metadata.ino()) == self.identity)
    }
}

/// The owner of a file may be somebody else; the rights then stay as they are.
fn make_private(path: &Path) {
    if let Ok(metadata) = fs::metadata(path)
        && metadata.mode() & OTHERS != 0
    {
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(metadata.mode() & !OTHERS & 0o777));
    }
}
