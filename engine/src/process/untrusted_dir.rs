//! Folders that a trainer may write, read without following a link. A trainer can put links to anywhere, pipes and devices in
//! the place of its files and of their folders, also while they are read. A folder that is open stays the one that was opened.

use std::{
    ffi::OsStr,
    fs::File,
    io,
    os::{fd::OwnedFd, unix::ffi::OsStrExt},
    path::{Component, Path, PathBuf},
    time::{Duration, SystemTime},
};

use nix::{
    dir::Dir,
    errno::Errno,
    fcntl::{AT_FDCWD, AtFlags, OFlag, open, openat},
    sys::stat::{FileStat, Mode, SFlag, fstatat},
    unistd::{UnlinkatFlags, linkat, unlinkat},
};

/// Paths with more bytes are not walked: nobody could open them by name either. Source: `PATH_MAX` of Linux.
const LONGEST_PATH: usize = 4096;
const FOLDER: OFlag = OFlag::O_RDONLY.union(OFlag::O_DIRECTORY).union(OFlag::O_NOFOLLOW).union(OFlag::O_CLOEXEC);
/// Without waiting: who opens a pipe otherwise waits for somebody to write.
const FILE: OFlag = OFlag::O_RDONLY.union(OFlag::O_NONBLOCK).union(OFlag::O_NOFOLLOW).union(OFlag::O_CLOEXEC);

/// An open folder.
#[derive(Debug)]
pub(crate) struct Folder(OwnedFd);

/// A regular file or a folder, as it was when it was listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Relative to the folder that was listed.
    pub(crate) path: PathBuf,
    pub(crate) is_folder: bool,
    /// Who may read, write and execute it; no other bits.
    pub(crate) mode: u32,
    /// In bytes.
    pub(crate) size: u64,
    pub(crate) modified: SystemTime,
}

impl Folder {
    /// Opens the folder `path` below `base`, which itself is not the trainer's to replace; `None` when it is not there.
    ///
    /// # Errors
    /// `NotADirectory` when a part of the path is a link or anything else that is no folder; errors of the file system.
    pub(crate) fn open(base: &Path, path: &Path) -> io::Result<Option<Self>> {
        match open(base, FOLDER, Mode::empty()) {
            Ok(base) => Self(base).folder(path),
            Err(Errno::ENOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a regular file for reading; `None` when it is not there, or is something else, or behind a link.
    pub(crate) fn file(&self, path: &Path) -> io::Result<Option<File>> {
        let (Some(name), Some(parent)) = (path.file_name(), path.parent()) else { return Ok(None) };
        let folder = match self.folder(parent) {
            Ok(Some(folder)) => folder,
            Err(error) if error.kind() != io::ErrorKind::NotADirectory => return Err(error),
            _ => return Ok(None),
        };
        // Opening a device may do something, so what is no file is left alone.
        if !matches!(fstatat(&folder.0, name, AtFlags::AT_SYMLINK_NOFOLLOW), Ok(stat) if kind(&stat) == SFlag::S_IFREG) {
            return Ok(None);
        }
        let file = match openat(&folder.0, name, FILE, Mode::empty()) {
            Ok(file) => File::from(file),
            // It was replaced since.
            Err(Errno::ENOENT | Errno::ELOOP | Errno::ENXIO) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        Ok(file.metadata()?.is_file().then_some(file))
    }

    /// The regular files and folders in it and below, by path; and what else is there.
    pub(crate) fn list(&self) -> io::Result<(Vec<Found>, Vec<PathBuf>)> {
        let (mut kept, mut others) = (Vec::new(), Vec::new());
        let mut folders = vec![PathBuf::new()];
        while let Some(relative) = folders.pop() {
            let folder = match self.folder(&relative) {
                Ok(Some(folder)) => folder,
                Err(error) if error.kind() != io::ErrorKind::NotADirectory => return Err(error),
                // It was replaced since it was listed.
                _ => continue,
            };
            for entry in Dir::openat(&folder.0, ".", FOLDER, Mode::empty())?.iter() {
                let entry = entry?;
                let name = OsStr::from_bytes(entry.file_name().to_bytes());
                if name == "." || name == ".." {
                    continue;
                }
                let Ok(stat) = fstatat(&folder.0, name, AtFlags::AT_SYMLINK_NOFOLLOW) else { continue };
                let path = relative.join(name);
                match kind(&stat) {
                    SFlag::S_IFDIR if path.as_os_str().len() <= LONGEST_PATH => {
                        kept.push(found(path.clone(), &stat));
                        folders.push(path);
                    }
                    SFlag::S_IFREG => kept.push(found(path, &stat)),
                    _ => others.push(path),
                }
            }
        }
        kept.sort_by(|one, other| one.path.cmp(&other.path));
        others.sort();
        Ok((kept, others))
    }

    /// Gives the file `from`, which is not the trainer's to replace, a second name in this folder.
    ///
    /// # Errors
    /// `AlreadyExists` when something has the name; errors of the file system.
    pub(crate) fn link(&self, from: &Path, name: &str) -> io::Result<()> {
        Ok(linkat(AT_FDCWD, from, &self.0, name, AtFlags::empty())?)
    }

    /// Takes a name out of this folder.
    pub(crate) fn remove(&self, name: &str) -> io::Result<()> {
        Ok(unlinkat(&self.0, name, UnlinkatFlags::NoRemoveDir)?)
    }

    /// Opens a folder below; each part of the path in the one before.
    fn folder(&self, path: &Path) -> io::Result<Option<Self>> {
        let mut folder = self.0.try_clone()?;
        for part in path.components() {
            let Component::Normal(name) = part else { return Err(io::ErrorKind::InvalidInput.into()) };
            folder = match openat(&folder, name, FOLDER, Mode::empty()) {
                Ok(folder) => folder,
                Err(Errno::ENOENT) => return Ok(None),
                Err(Errno::ELOOP | Errno::ENOTDIR) => return Err(io::ErrorKind::NotADirectory.into()),
                Err(error) => return Err(error.into()),
            };
        }
        Ok(Some(Self(folder)))
    }
}

/// The permission bits of a mode. What sets users and groups belongs into no archive.
pub(crate) fn permissions(mode: u32) -> u32 {
    mode & 0o777
}

fn kind(stat: &FileStat) -> SFlag {
    SFlag::from_bits_truncate(stat.st_mode) & SFlag::S_IFMT
}

fn found(path: PathBuf, stat: &FileStat) -> Found {
    let (seconds, nanoseconds) = (u64::try_from(stat.st_mtime), u32::try_from(stat.st_mtime_nsec));
    let age = Duration::from_secs(seconds.unwrap_or_default()) + Duration::from_nanos(nanoseconds.unwrap_or_default().into());
    let modified = SystemTime::UNIX_EPOCH.checked_add(age).unwrap_or(SystemTime::UNIX_EPOCH);
    let size = u64::try_from(stat.st_size).unwrap_or_default();
    Found { path, is_folder: kind(stat) == SFlag::S_IFDIR, mode: permissions(stat.st_mode), size, modified }
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        io::{ErrorKind, Read},
        os::unix::fs::symlink,
        path::Path,
    };

    use nix::{sys::stat::Mode, unistd::mkfifo};

    use super::Folder;

    #[test]
    fn only_regular_files_in_real_folders_are_read() {
        let place = tempfile::tempdir().expect("a folder");
        let (outside, base) = (place.path().join("outside"), place.path().join("base"));
        for folder in [outside.as_path(), &base.join("model/deep")] {
            fs::create_dir_all(folder).expect("a folder");
            fs::write(folder.join("file"), "text").expect("a file");
        }
        symlink(&outside, base.join("linked")).expect("a link");
        symlink(&outside, base.join("model/linked")).expect("a link");
        symlink(outside.join("file"), base.join("model/other")).expect("a link");
        mkfifo(&base.join("model/pipe"), Mode::S_IRWXU).expect("a pipe");

        for hidden in ["linked", "linked/deep", "model/deep/file"] {
            let error = Folder::open(&base, Path::new(hidden)).expect_err(hidden);
            assert_eq!(error.kind(), ErrorKind::NotADirectory, "{hidden}");
        }
        assert!(Folder::open(&base, Path::new("../outside")).is_err(), "above");
        assert!(Folder::open(&base, Path::new("absent")).expect("no error").is_none());
        let model = Folder::open(&base, Path::new("model")).expect("no error").expect("a folder");
        let (files, others) = model.list().expect("a list");
        let found: Vec<_> = files.iter().map(|file| (file.path.as_path(), file.is_folder)).collect();
        assert_eq!(found, [(Path::new("deep"), true), (Path::new("deep/file"), false)]);
        assert_eq!(files[1].size, 4);
        assert_eq!(others, ["linked", "other", "pipe"].map(Path::new));
        assert_eq!(Some(files[1].modified), fs::metadata(base.join("model/deep/file")).and_then(|file| file.modified()).ok());
        for hidden in ["linked/file", "other", "pipe", "deep", "absent", "deep/file/x", ""] {
            assert!(model.file(Path::new(hidden)).expect("no error").is_none(), "{hidden}");
        }
        let mut text = String::new();
        let mut file = model.file(Path::new("deep/file")).expect("no error").expect("a file");
        file.read_to_string(&mut text).expect("it can be read");
        assert_eq!(text, "text");
    }
}
