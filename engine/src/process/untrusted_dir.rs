//! Folders that a trainer may write, read without following a link. A trainer can put links to anywhere, pipes and devices in
//! the place of its files and of their folders, also while they are read.
//!
//! The kernel resolves a path in one call, `openat2(2)`, and refuses links and everything outside of the folder. Kernels before
//! 5.6 do not have the call, and some sandboxes forbid it. There each part of the path is opened in the folder before it; an open
//! folder stays the one that was opened, wherever its name leads afterwards.

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

/// The longest path of a folder in bytes: the kernel takes no longer one. Source: `PATH_MAX` of Linux, without the final zero.
const MAX_PATH_LENGTH: usize = 4095;
const FOLDER: OFlag = OFlag::O_RDONLY.union(OFlag::O_DIRECTORY).union(OFlag::O_NOFOLLOW).union(OFlag::O_CLOEXEC);
/// Without waiting: the opening of a pipe otherwise waits for a writer.
const FILE: OFlag = OFlag::O_RDONLY.union(OFlag::O_NONBLOCK).union(OFlag::O_NOFOLLOW).union(OFlag::O_CLOEXEC);

/// Opens a folder below another one. The path has normal components only.
type Resolver = fn(&OwnedFd, &Path) -> nix::Result<OwnedFd>;

/// An open folder.
#[derive(Debug)]
pub(crate) struct Folder {
    descriptor: OwnedFd,
    resolver: Resolver,
}

/// The content of a folder and of all folders below it, by path.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pub(crate) entries: Vec<Entry>,
    /// Links, pipes, devices, and folders with a path that is too long.
    pub(crate) excluded: Vec<PathBuf>,
}

/// A regular file or a folder, as it was when it was listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Relative to the folder that was listed.
    pub(crate) path: PathBuf,
    pub(crate) is_folder: bool,
    /// The permission to read, write and execute; no other bits.
    pub(crate) mode: u32,
    /// In bytes.
    pub(crate) size: u64,
    pub(crate) modified: SystemTime,
}

impl Folder {
    /// Opens the folder `path` below `base`; `None` when it is not there. The trainer cannot replace `base` itself.
    ///
    /// # Errors
    /// `NotADirectory` when a part of the path is a link or anything else that is no folder; errors of the file system.
    pub(crate) fn open(base: &Path, path: &Path) -> io::Result<Option<Self>> {
        Self::open_with(resolve, base, path)
    }

    fn open_with(resolver: Resolver, base: &Path, path: &Path) -> io::Result<Option<Self>> {
        match open(base, FOLDER, Mode::empty()) {
            Ok(descriptor) => Self { descriptor, resolver }.folder(path),
            Err(Errno::ENOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a regular file for reading; `None` when it is not there, or is something else, or behind a link.
    pub(crate) fn file(&self, path: &Path) -> io::Result<Option<File>> {
        let (Some(name), Some(parent)) = (path.file_name(), path.parent()) else { return Ok(None) };
        let Some(folder) = self.folder_or_none(parent)? else { return Ok(None) };
        // The opening of a device may do something, so only a regular file is opened.
        let stat = fstatat(&folder.descriptor, name, AtFlags::AT_SYMLINK_NOFOLLOW);
        if !stat.is_ok_and(|stat| kind(&stat) == SFlag::S_IFREG) {
            return Ok(None);
        }
        let file = match openat(&folder.descriptor, name, FILE, Mode::empty()) {
            Ok(file) => File::from(file),
            // The trainer has replaced it since.
            Err(Errno::ENOENT | Errno::ELOOP | Errno::ENXIO) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        Ok(file.metadata()?.is_file().then_some(file))
    }

    /// Lists this folder and all folders below it.
    pub(crate) fn list(&self) -> io::Result<Listing> {
        let mut listing = Listing::default();
        let mut folders = vec![PathBuf::new()];
        while let Some(relative) = folders.pop() {
            // The trainer may have replaced the folder since it was listed.
            let Some(folder) = self.folder_or_none(&relative)? else { continue };
            for entry in Dir::openat(&folder.descriptor, ".", FOLDER, Mode::empty())?.iter() {
                let entry = entry?;
                let name = OsStr::from_bytes(entry.file_name().to_bytes());
                if name == "." || name == ".." {
                    continue;
                }
                let Ok(stat) = fstatat(&folder.descriptor, name, AtFlags::AT_SYMLINK_NOFOLLOW) else { continue };
                let path = relative.join(name);
                match kind(&stat) {
                    SFlag::S_IFDIR if path.as_os_str().len() <= MAX_PATH_LENGTH => {
                        listing.entries.push(Entry::new(path.clone(), &stat));
                        folders.push(path);
                    }
                    SFlag::S_IFREG => listing.entries.push(Entry::new(path, &stat)),
                    _ => listing.excluded.push(path),
                }
            }
        }
        listing.entries.sort_by(|one, other| one.path.cmp(&other.path));
        listing.excluded.sort();
        Ok(listing)
    }

    /// Gives the file `from` a second name in this folder. The trainer cannot replace `from`.
    ///
    /// # Errors
    /// `AlreadyExists` when something has the name; errors of the file system.
    pub(crate) fn link(&self, from: &Path, name: &str) -> io::Result<()> {
        Ok(linkat(AT_FDCWD, from, &self.descriptor, name, AtFlags::empty())?)
    }

    /// Removes a name from this folder.
    pub(crate) fn remove(&self, name: &str) -> io::Result<()> {
        Ok(unlinkat(&self.descriptor, name, UnlinkatFlags::NoRemoveDir)?)
    }

    /// Opens a folder below.
    fn folder(&self, path: &Path) -> io::Result<Option<Self>> {
        if path.components().any(|part| !matches!(part, Component::Normal(_))) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        match (self.resolver)(&self.descriptor, path) {
            Ok(descriptor) => Ok(Some(Self { descriptor, resolver: self.resolver })),
            Err(Errno::ENOENT) => Ok(None),
            Err(Errno::ELOOP | Errno::ENOTDIR) => Err(io::ErrorKind::NotADirectory.into()),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a folder below; `None` also when it is something else.
    fn folder_or_none(&self, path: &Path) -> io::Result<Option<Self>> {
        match self.folder(path) {
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(None),
            opened => opened,
        }
    }
}

impl Entry {
    fn new(path: PathBuf, stat: &FileStat) -> Self {
        let (seconds, nanoseconds) = (u64::try_from(stat.st_mtime), u32::try_from(stat.st_mtime_nsec));
        let age = Duration::from_secs(seconds.unwrap_or_default()) + Duration::from_nanos(nanoseconds.unwrap_or_default().into());
        let modified = SystemTime::UNIX_EPOCH.checked_add(age).unwrap_or(SystemTime::UNIX_EPOCH);
        let size = u64::try_from(stat.st_size).unwrap_or_default();
        Self { path, is_folder: kind(stat) == SFlag::S_IFDIR, mode: permissions(stat.st_mode), size, modified }
    }
}

/// The permission bits of a mode. The bits that set users and groups belong into no archive.
pub(crate) fn permissions(mode: u32) -> u32 {
    mode & 0o777
}

fn kind(stat: &FileStat) -> SFlag {
    SFlag::from_bits_truncate(stat.st_mode) & SFlag::S_IFMT
}

/// By the kernel where it can, else part by part.
fn resolve(base: &OwnedFd, path: &Path) -> nix::Result<OwnedFd> {
    match resolve_in_kernel(base, path) {
        // An old kernel does not know the call. A sandbox that does not know it answers EPERM.
        Err(Errno::ENOSYS | Errno::EPERM) => resolve_part_by_part(base, path),
        resolved => resolved,
    }
}

#[cfg(target_os = "linux")]
fn resolve_in_kernel(base: &OwnedFd, path: &Path) -> nix::Result<OwnedFd> {
    use nix::fcntl::{OpenHow, ResolveFlag, openat2};

    let inside = ResolveFlag::RESOLVE_BENEATH | ResolveFlag::RESOLVE_NO_SYMLINKS | ResolveFlag::RESOLVE_NO_MAGICLINKS;
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    openat2(base, path, OpenHow::new().flags(FOLDER).resolve(inside))
}

/// Other systems do not have the call.
#[cfg(not(target_os = "linux"))]
fn resolve_in_kernel(_base: &OwnedFd, _path: &Path) -> nix::Result<OwnedFd> {
    Err(Errno::ENOSYS)
}

/// Opens each part of the path in the one before.
fn resolve_part_by_part(base: &OwnedFd, path: &Path) -> nix::Result<OwnedFd> {
    let own = openat(base, ".", FOLDER, Mode::empty())?;
    path.iter().try_fold(own, |folder, name| openat(&folder, name, FOLDER, Mode::empty()))
}

#[cfg(test)]
mod tests;
