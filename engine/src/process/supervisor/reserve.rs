//! Room on the disk for the file that says how the trainer ended: a training whose end nobody can read is lost.

use std::{fs, io, path::PathBuf, thread, time::Duration};

use crate::process::{folder::JobFolder, spec::Exit};

/// What is kept free: the file itself is small, but file systems give whole blocks, and want some for the folder and the journal.
const RESERVED_BYTES: usize = 64 * 1024;
/// How often a full disk is tried again.
const INTERVAL: Duration = Duration::from_millis(500);

/// A file that takes room until the last word needs it.
pub(super) struct Reserve(PathBuf);

impl Reserve {
    /// Takes the room. Waits while the disk is full: nothing has begun that could be lost. `None` when the job is asked to stop
    /// meanwhile.
    pub(super) fn take(folder: &JobFolder) -> io::Result<Option<Self>> {
        loop {
            match fs::write(folder.reserve(), vec![0; RESERVED_BYTES]) {
                Ok(()) => return Ok(Some(Self(folder.reserve()))),
                Err(error) if !matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) => {
                    return Err(error);
                }
                Err(_) if folder.stop().exists() => return Ok(None),
                Err(_) => thread::sleep(INTERVAL),
            }
        }
    }

    /// Frees the room and writes how the trainer ended. Tries again until it is written, whatever the reason, unless the job's
    /// folder is gone: nobody else knows how the trainer ended.
    pub(super) fn write(self, exit: &Exit, folder: &JobFolder) -> io::Result<()> {
        let _ = fs::remove_file(&self.0);
        let mut is_told = false;
        loop {
            match exit.write(folder) {
                Err(error) if folder.path().exists() => {
                    if !is_told {
                        eprintln!("the end of the training cannot be written yet: {error}");
                    }
                    is_told = true;
                    thread::sleep(INTERVAL);
                }
                done => return done,
            }
        }
    }
}
