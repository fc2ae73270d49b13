//! Room on the disk for the exit file. Without this file the training is lost.

use std::{fs, io, path::PathBuf, thread, time::Duration};

use crate::process::{folder::JobFolder, spec::Exit};

/// The room that is kept. The file is small, but file systems allocate whole blocks, and some for the folder and the journal.
const RESERVED_BYTES: usize = 64 * 1024;
/// The pause before a write to a full disk is tried again.
const INTERVAL: Duration = Duration::from_millis(500);

/// A file that takes room until the exit file needs it.
pub(super) struct Reserve(PathBuf);

impl Reserve {
    /// Takes the room. Waits while the disk is full, because the training has not begun yet. `None` when the job is asked to
    /// stop meanwhile.
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

    /// Frees the room and writes the exit file. Repeats this until it succeeds or the job's folder is gone, because nobody else
    /// knows how the trainer ended.
    pub(super) fn write(self, exit: &Exit, folder: &JobFolder) -> io::Result<()> {
        let _ = fs::remove_file(&self.0);
        let mut is_reported = false;
        loop {
            match exit.write(folder) {
                Err(error) if folder.path().exists() => {
                    if !is_reported {
                        eprintln!("the end of the training cannot be written yet: {error}");
                    }
                    is_reported = true;
                    thread::sleep(INTERVAL);
                }
                done => return done,
            }
        }
    }
}
