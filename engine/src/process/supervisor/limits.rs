//! The limits of the trainer. The supervisor sets them on itself before it starts the trainer, which inherits them.

use std::{
    collections::HashSet,
    fs, io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    vec,
};

use nix::{
    sched::{CpuSet, sched_setaffinity},
    sys::{
        resource::{Resource, setrlimit},
        signal::{SigSet, Signal},
    },
    unistd::Pid,
};

use crate::process::spec::Spec;

/// Sets the limits on this process, as far as the system allows them.
pub(super) fn apply(spec: &Spec) {
    // A crash of the trainer must not write gigabytes of core dump.
    let _ = setrlimit(Resource::RLIMIT_CORE, 0, 0);
    if let Some(memory) = spec.memory {
        let _ = setrlimit(Resource::RLIMIT_DATA, memory, memory);
    }
    if !spec.processors.is_empty() {
        let mut set = CpuSet::new();
        if spec.processors.iter().all(|processor| set.set(*processor).is_ok()) {
            let _ = sched_setaffinity(Pid::from_raw(0), &set);
        }
    }
}

/// The signal that ends a process whose file grows beyond its limit.
pub(super) fn file_size_signal() -> SigSet {
    let mut set = SigSet::empty();
    set.add(Signal::SIGXFSZ);
    set
}

/// Device and inode number of a folder, which stay when it is renamed.
pub(super) type Identity = (u64, u64);

/// The identities of the folders that exist.
pub(super) fn identities(folders: impl Iterator<Item = PathBuf>) -> HashSet<Identity> {
    folders.filter_map(|folder| fs::symlink_metadata(folder).ok()).map(|metadata| identity(&metadata)).collect()
}

fn identity(metadata: &fs::Metadata) -> Identity {
    (metadata.dev(), metadata.ino())
}

/// Bytes of the files below a folder, as large as they are or as the blocks that they take, without the folders `except`. Files that vanish meanwhile do not count, and links are not
/// followed.
pub(super) fn used(folder: &Path, except: &HashSet<Identity>) -> u64 {
    let mut sum = 0;
    let mut open: Vec<vec::IntoIter<fs::DirEntry>> = vec![entries(folder)];
    while let Some(level) = open.last_mut() {
        let Some(entry) = level.next() else {
            open.pop();
            continue;
        };
        if let Ok(metadata) = entry.metadata() {
            // A file with holes takes fewer blocks than it says; on the way to S3 it has its whole size.
            let size = if metadata.is_file() { metadata.len() } else { 0 };
            sum = u64::saturating_add(sum, size.max(512 * metadata.blocks()));
            if metadata.is_dir() && !except.contains(&identity(&metadata)) {
                open.push(entries(&entry.path()));
            }
        }
    }
    sum
}

fn entries(folder: &Path) -> vec::IntoIter<fs::DirEntry> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    entries.unwrap_or_default().into_iter()
}
