//! The master key of a data folder. It seals the keys of KMS and the data keys of objects.

use std::{
    fs::{self, Permissions},
    io,
    os::unix::fs::PermissionsExt,
};

use crate::{atomic_write, data_folder::DataFolder, secret_key::SecretKey};

/// Reads the master key of a data folder; `None` when it has none yet. Other users lose access to a file that they could read.
///
/// # Errors
/// Any error of the file system; `InvalidData` for a file that is no key.
pub(crate) fn read(folder: &DataFolder) -> io::Result<Option<SecretKey>> {
    let path = folder.master_key();
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        text => text?,
    };
    fs::set_permissions(&path, Permissions::from_mode(0o600))?;
    let key = hex::decode(text.trim()).ok().and_then(|bytes| SecretKey::of(&bytes));
    key.map(Some).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "master.key is not 64 hexadecimal digits"))
}

/// Makes and stores the master key of a new data folder.
///
/// # Errors
/// Any error of the file system.
pub(crate) fn create(folder: &DataFolder) -> io::Result<SecretKey> {
    let key = SecretKey::random()?;
    atomic_write::write(&folder.master_key(), hex::encode(key.bytes()).as_bytes(), 0o600)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_alone_reads_the_key_which_stays_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = DataFolder::new(folder.path());
        folder.create().expect("the folders");
        assert!(read(&folder).expect("no key").is_none());
        let key = create(&folder).expect("a key");
        let mode = |folder: &DataFolder| fs::metadata(folder.master_key()).expect("the file").permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o600);
        fs::set_permissions(folder.master_key(), Permissions::from_mode(0o644)).expect("changed");
        assert_eq!(read(&folder).expect("a key").expect("a key").bytes(), key.bytes());
        assert_eq!(mode(&folder), 0o600);
        fs::write(folder.master_key(), "short").expect("written");
        assert_eq!(read(&folder).expect_err("no key").kind(), io::ErrorKind::InvalidData);
    }
}
