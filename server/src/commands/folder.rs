//! The data folder.

use std::{
    error::Error,
    fs, io,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
};

use crate::config::Data;

/// The data folder, made for its owner only.
///
/// # Errors
/// When no folder is named and there is no home folder, or it cannot be made.
pub(super) fn prepared(data: &Data) -> Result<PathBuf, Box<dyn Error + Send + Sync>> {
    let folder = data.folder().ok_or("there is no home folder: name a data folder with --data DIR")?;
    make(&folder).map_err(|error| format!("the data folder {} cannot be used: {error}", folder.display()))?;
    Ok(folder)
}

fn make(folder: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}
