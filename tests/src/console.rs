//! A running console.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{
    command::command,
    http::{Answer, Request},
};

/// How long the program may take to print its addresses.
const START: Duration = Duration::from_secs(60);

/// `baton serve` with an embedded engine, on free ports; killed when dropped.
pub struct Console {
    /// Where the pages are, for example `127.0.0.1:43211`.
    pub address: String,
    /// Where the engine is.
    pub engine: String,
    process: Child,
    data: TempDir,
}

impl Console {
    /// Starts the program on a new data folder and waits until it has printed its addresses.
    pub fn start() -> Self {
        Self::start_in(TempDir::new().expect("a temporary folder"))
    }

    fn start_in(data: TempDir) -> Self {
        let folder = data.path().to_str().expect("the folder's name is text").to_owned();
        let mut process = command(&["serve", "--listen", "127.0.0.1:0", "--engine-listen", "127.0.0.1:0", "--data", &folder])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the executable starts");
        let lines = lines_of(&mut process);
        let mut address = None;
        let mut engine = None;
        let end = Instant::now() + START;
        while address.is_none() || engine.is_none() {
            match lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    address = address.or(after(&line, "Baton console: http://"));
                    engine = engine.or(after(&line, "Local engine: http://"));
                }
                Err(RecvTimeoutError::Timeout) => panic!("the program printed no addresses in {START:?}"),
                Err(RecvTimeoutError::Disconnected) => panic!("the program ended: {:?}", process.wait()),
            }
        }
        Self { address: address.unwrap(), engine: engine.unwrap(), process, data }
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Ends the program at once, as a power cut would, and starts it again on the same data.
    #[must_use]
    pub fn restarted(mut self) -> Self {
        self.kill();
        let data = std::mem::replace(&mut self.data, TempDir::new().expect("a temporary folder"));
        Self::start_in(data)
    }

    /// A page.
    pub fn get(&self, path: &str) -> Answer {
        Request::get(path).send(&self.address)
    }

    fn kill(&mut self) {
        // An error means that it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The lines of standard output, read by a thread for as long as there are any, so that the program never waits for a reader.
fn lines_of(process: &mut Child) -> Receiver<String> {
    let output = process.stdout.take().expect("standard output is piped");
    let (sender, lines) = channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // Nobody listens any more once the addresses are known.
            let _ = sender.send(line);
        }
    });
    lines
}

fn after(line: &str, start: &str) -> Option<String> {
    line.trim().strip_prefix(start).map(|address| address.trim_end_matches('/').to_owned())
}
