//! The data folder.

use std::{
    error::Error,
    fs, io,
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::{Path, PathBuf},
};

use crate::config::Data;

/// The permissions of everybody but the owner.
const OTHERS: u32 = 0o077;

/// The data folder; where it is not there yet it is made, for its owner only.
///
/// # Errors
/// When no folder is named and there is no home folder, or it cannot be made.
pub(super) fn prepared(data: &Data) -> Result<PathBuf, Box<dyn Error + Send + Sync>> {
    let folder = named(data)?;
    make(&folder).map_err(|error| format!("the data folder {} cannot be used: {error}", folder.display()))?;
    if let Some(mode) = open_to_others(&folder) {
        tracing::warn!(
            "the data folder {} can be entered by others (mode {mode:o}); it holds what jobs log and what requests say. \
             `chmod 700` makes it private.",
            folder.display()
        );
    }
    Ok(folder)
}

/// The data folder as it is.
///
/// # Errors
/// When no folder is named and there is no home folder.
pub(super) fn named(data: &Data) -> Result<PathBuf, Box<dyn Error + Send + Sync>> {
    Ok(data.folder().ok_or("there is no home folder: name a data folder with --data DIR")?)
}

/// Makes a folder and those above it, unless they are there. The rights of a folder that is there are its owner's decision: it may
/// be shared, or hold more than this program's data.
fn make(folder: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// The permission bits of a folder that others may use.
fn open_to_others(folder: &Path) -> Option<u32> {
    let mode = fs::metadata(folder).ok()?.mode() & 0o7777;
    (mode & OTHERS != 0).then_some(mode)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(folder: &Path) -> u32 {
        fs::metadata(folder).expect("a folder").mode() & 0o7777
    }

    #[test]
    fn only_a_folder_that_is_made_becomes_private() {
        let own = tempfile::tempdir().expect("a folder");
        let shared = own.path().join("shared");
        fs::create_dir(&shared).expect("a folder");
        fs::set_permissions(&shared, fs::Permissions::from_mode(0o2775)).expect("rights");
        make(&shared).expect("the folder is there");
        assert_eq!((mode(&shared), open_to_others(&shared)), (0o2775, Some(0o2775)));
        let made = shared.join("a/b");
        make(&made).expect("a new folder");
        assert_eq!((mode(&made) & 0o777, open_to_others(&made).map(|mode| mode & OTHERS)), (0o700, None));
    }
}
