//! From an object's key to a path below a channel's folder. Clients choose the keys, so they may hold `..` or `/etc`.

use std::path::{Path, PathBuf};

use crate::jobs::failure::JobError;

/// The longest name of a file or folder in bytes. Source: `NAME_MAX` of Linux.
const MAX_NAME_LENGTH: usize = 255;

/// The place of the object `key`, whose path inside the channel is `relative`.
///
/// # Errors
/// `ClientError` for a path that leaves the folder or that no file can have.
pub(in crate::jobs) fn join(folder: &Path, key: &str, relative: &str) -> Result<PathBuf, JobError> {
    let refuse = |reason: &str| Err(JobError::download(format!("Failed to download data. S3 key: {key} {reason}")));
    if key.contains("//") {
        return refuse("has an illegal char sub-sequence '//' in it");
    }
    let mut path = folder.to_path_buf();
    for name in relative.split('/') {
        if name.is_empty() || name == "." || name == ".." || name.contains('\0') {
            return refuse("cannot be a file name: it has an empty, '.' or '..' part");
        }
        if name.len() > MAX_NAME_LENGTH {
            return refuse("has a part that is longer than the 255 bytes that a file name may have");
        }
        path.push(name);
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::join;

    #[test]
    fn no_key_leaves_the_folder() {
        let folder = Path::new("/job/train");
        for hostile in ["../x", "a/../../x", "/etc/passwd", "a//b", "..", ".", "", "a/", "a\0b", &"k".repeat(256)] {
            assert!(join(folder, hostile, hostile).is_err(), "{hostile:?}");
        }
        let error = join(folder, "data//x", "/x").expect_err("a double slash");
        assert!(error.to_string().ends_with("S3 key: data//x has an illegal char sub-sequence '//' in it"), "{error}");
        let path = join(folder, "k", "a/..b/c...").expect("dots inside names are names");
        assert_eq!(path, Path::new("/job/train/a/..b/c..."));
    }
}
