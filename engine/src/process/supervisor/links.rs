//! FastFile mode: a channel's files are second names of the object store's files, so the program must not change them. It sees
//! them on a read-only mount, or it gets copies on systems that allow no mount.

use std::{fs, io, os::unix::fs::MetadataExt, path::Path};

use super::root::{self, ML};
use crate::process::folder::JobFolder;

/// Protects the files of `channels`. `base` is the job's `/opt/ml` as the program sees it.
pub(super) fn protect(channels: &[String], base: &Path, folder: &JobFolder) -> io::Result<()> {
    for channel in channels {
        let data = base.join("input").join("data").join(channel);
        if base != Path::new(ML) || root::protect(&data).is_err() {
            fs::create_dir_all(folder.scratch())?;
            copy(&folder.channel(channel), &folder.scratch().join("copy"))?;
        }
    }
    Ok(())
}

/// Replaces all links below a folder by copies. Each copy is written to `scratch` first.
fn copy(folder: &Path, scratch: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        if metadata.is_dir() {
            copy(&entry.path(), scratch)?;
        } else if metadata.nlink() > 1 {
            fs::copy(entry.path(), scratch)?;
            fs::rename(scratch, entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::copy;

    #[test]
    fn a_copy_can_be_changed_without_changing_the_object() {
        let folder = tempfile::tempdir().expect("a folder");
        let (object, channel) = (folder.path().join("object"), folder.path().join("channel"));
        fs::create_dir_all(channel.join("deep")).expect("folders");
        fs::write(&object, "the object").expect("an object");
        let link = channel.join("deep").join("file");
        fs::hard_link(&object, &link).expect("a link");
        copy(&channel, &folder.path().join("scratch")).expect("copied");
        assert_eq!(fs::read_to_string(&link).expect("the copy"), "the object");
        fs::write(&link, "changed").expect("it is writable");
        assert_eq!(fs::read_to_string(&object).expect("the object"), "the object");
    }
}
