//! What the trainer may use of the machine. The supervisor takes the limits itself before it starts anything; what it starts
//! inherits them, and it needs little.

use std::{
    collections::HashSet,
    fs, io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    vec,
};

use nix::{
    sched::{CpuSet, sched_setaffinity},
    sys::resource::{Resource, setrlimit},
    unistd::Pid,
};

use crate::process::spec::Spec;

/// Takes the limits, as far as the system allows them.
pub(super) fn apply(spec: &Spec) {
    // A crash of the trainer must not write gigabytes.
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

/// Device and number of a folder, which stay when it is renamed.
pub(super) type Identity = (u64, u64);

/// The identities of folders that are there.
pub(super) fn identities(folders: impl Iterator<Item = PathBuf>) -> HashSet<Identity> {
    folders.filter_map(|folder| fs::symlink_metadata(folder).ok()).map(|metadata| identity(&metadata)).collect()
}

fn identity(metadata: &fs::Metadata) -> Identity {
    (metadata.dev(), metadata.ino())
}

/// Bytes on the disk below a folder, but for the folders `except`. What vanishes meanwhile counts nothing; links are not followed.
pub(super) fn used(folder: &Path, except: &HashSet<Identity>) -> u64 {
    let mut sum = 0;
    let mut open: Vec<vec::IntoIter<fs::DirEntry>> = vec![entries(folder)];
    while let Some(level) = open.last_mut() {
        let Some(entry) = level.next() else {
            open.pop();
            continue;
        };
        if let Ok(metadata) = entry.metadata() {
            sum += 512 * metadata.blocks();
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
