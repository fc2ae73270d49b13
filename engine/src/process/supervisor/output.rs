//! The trainer's output. Both streams go through one pipe, so that their lines keep their order.

use std::{
    io::{self, BufRead, BufReader, PipeReader, PipeWriter, Read},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use crate::{
    clock::{Clock, SystemClock},
    log_file::{LogFile, MAX_LINE_LENGTH},
    process::folder::{JobFolder, as_in_container},
};

/// The thread that writes the log.
pub(super) struct Output(Receiver<()>);

impl Output {
    /// Opens the log and returns the pipe whose lines are copied into it.
    pub(super) fn open(folder: &JobFolder) -> io::Result<(Self, PipeWriter)> {
        let log = LogFile::open(&folder.log())?;
        let names = folder.names();
        let (reader, writer) = io::pipe()?;
        let (done, ended) = mpsc::channel();
        thread::spawn(move || {
            // An error of the disk must not end the training, so the pipe is emptied in any case.
            if let Err(error) = copy(reader, log, &names) {
                eprintln!("the log cannot be written: {error}");
            }
            let _ = done.send(());
        });
        Ok((Self(ended), writer))
    }

    /// Waits until all lines are written. The wait is limited, because a process that the trainer left behind may hold the pipe
    /// open.
    pub(super) fn finish(self, timeout: Duration) {
        let _ = self.0.recv_timeout(timeout);
    }
}

fn copy(reader: PipeReader, mut log: LogFile, names: &[String]) -> io::Result<()> {
    let mut reader = BufReader::new(reader);
    let mut line = Vec::new();
    let mut failed = None;
    loop {
        line.clear();
        let count = (&mut reader).take(MAX_LINE_LENGTH as u64).read_until(b'\n', &mut line)?;
        if count == 0 {
            return failed.map_or(Ok(()), Err);
        }
        while line.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            line.pop();
        }
        let now = SystemClock.now().milliseconds();
        if let Err(error) = log.append(now, &as_in_container(names, &String::from_utf8_lossy(&line))) {
            failed = Some(error);
        }
    }
}
