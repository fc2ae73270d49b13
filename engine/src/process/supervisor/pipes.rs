//! Pipe mode: a named pipe `<channel>_<epoch>` for each epoch of a channel, filled while the program reads it.
//! Source: developer guide, "Use your own training algorithms", Pipe mode.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    thread,
};

use flate2::read::MultiGzDecoder;
use mxnet_formats::record_io::{MAX_PAYLOAD, write_record};
use nix::{sys::stat::Mode, unistd::mkfifo};

use crate::process::{
    folder::{DATA, JobFolder},
    spec::{Item, Pipe},
    untrusted_dir::Folder,
};

/// The reason why a channel could not be streamed to its end. Clones share it; the first reason stays.
#[derive(Debug, Clone, Default)]
pub(super) struct Failure(Arc<OnceLock<String>>);

impl Failure {
    /// The reason, if there is one. It is set before the program can see its stream end early.
    pub(super) fn reason(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }

    fn set(&self, reason: String) {
        let _ = self.0.set(reason);
    }
}

/// Makes the pipes of the first epoch and starts a thread for each channel. The threads end with the process.
pub(super) fn serve(pipes: &[Pipe], folder: &JobFolder) -> io::Result<Failure> {
    let failure = Failure::default();
    if pipes.is_empty() {
        return Ok(failure);
    }
    fs::create_dir_all(folder.pipes())?;
    let data = Folder::open(&folder.ml(), Path::new(DATA))?.ok_or(io::ErrorKind::NotFound)?;
    let data = Arc::new(data);
    for pipe in pipes {
        let feeder = Feeder { pipe: pipe.clone(), private: folder.pipes(), data: data.clone(), failure: failure.clone() };
        if feeder.make(0) {
            thread::spawn(move || (0..).all(|epoch| feeder.feed(epoch)));
        }
    }
    Ok(failure)
}

/// The state of a channel's thread.
struct Feeder {
    pipe: Pipe,
    /// The folder with the private names of the pipes. Only these are opened, because the program can replace the names in
    /// `data`.
    private: PathBuf,
    data: Arc<Folder>,
    failure: Failure,
}

impl Feeder {
    /// Makes the pipe of an epoch; `false` after a failure.
    fn make(&self, epoch: u64) -> bool {
        let (name, private) = (self.name(epoch), self.private(epoch));
        let made = mkfifo(&private, Mode::S_IRUSR | Mode::S_IWUSR).map_err(io::Error::from);
        match made.and_then(|()| self.data.link(&private, &name)) {
            Ok(()) => true,
            Err(error) => {
                self.failure.set(format!("the pipe {name} cannot be made: {error}"));
                false
            }
        }
    }

    /// Serves one epoch; waits until the program reads. `false` after a failure.
    fn feed(&self, epoch: u64) -> bool {
        let name = self.name(epoch);
        let file = match OpenOptions::new().write(true).open(self.private(epoch)) {
            Ok(file) => file,
            Err(error) => {
                self.failure.set(format!("the pipe {name} cannot be opened: {error}"));
                return false;
            }
        };
        let mut output = BufWriter::with_capacity(1 << 16, file);
        // The program may open the next pipe as soon as this one ends.
        let mut succeeded = self.make(epoch + 1);
        if succeeded && let Err(error) = write(&self.pipe, epoch, &mut output) {
            // A program that closes its pipe has read enough of this epoch.
            succeeded = error.kind() == io::ErrorKind::BrokenPipe;
            if !succeeded {
                self.failure.set(format!("channel {}: {error}", self.pipe.channel));
            }
        }
        let _ = self.data.remove(&name);
        let _ = fs::remove_file(self.private(epoch));
        succeeded
    }

    fn name(&self, epoch: u64) -> String {
        format!("{}_{epoch}", self.pipe.channel)
    }

    fn private(&self, epoch: u64) -> PathBuf {
        self.private.join(self.name(epoch))
    }
}

fn write(pipe: &Pipe, epoch: u64, output: &mut impl Write) -> io::Result<()> {
    let mut groups: Vec<&[Item]> = pipe.items.chunks(pipe.group.max(1)).collect();
    if let Some(seed) = pipe.seed {
        shuffle(&mut groups, seed as u64 ^ epoch.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    }
    for item in groups.into_iter().flatten() {
        match item {
            Item::Text(text) => record(pipe, output, &mut text.as_bytes())?,
            Item::File { path, uri } => {
                let sent = File::open(path).and_then(|mut file| match pipe.is_gzip {
                    true => record(pipe, output, &mut MultiGzDecoder::new(file)),
                    false => record(pipe, output, &mut file),
                });
                sent.map_err(|error| io::Error::new(error.kind(), format!("{uri} cannot be streamed: {error}")))?;
            }
        }
    }
    output.flush()
}

fn record(pipe: &Pipe, output: &mut impl Write, input: &mut impl Read) -> io::Result<()> {
    if !pipe.is_record_io {
        return io::copy(input, output).map(drop);
    }
    let mut payload = Vec::new();
    input.take(MAX_PAYLOAD as u64 + 1).read_to_end(&mut payload)?;
    write_record(output, &payload)
}

/// The same seed gives the same order.
fn shuffle<T>(items: &mut [T], mut state: u64) {
    for last in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(last, (state >> 33) as usize % (last + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::{Item, Pipe, shuffle, write};

    fn pipe(texts: &[&str]) -> Pipe {
        Pipe {
            channel: "train".to_owned(),
            items: texts.iter().map(|text| Item::Text((*text).to_owned())).collect(),
            is_gzip: false,
            is_record_io: false,
            group: 2,
            seed: Some(7),
        }
    }

    #[test]
    fn epochs_have_orders_of_their_own_and_lines_stay_together() {
        let pipe = pipe(&["a", "1", "b", "2", "c", "3", "d", "4"]);
        let epoch = |number: u64| {
            let mut bytes = Vec::new();
            write(&pipe, number, &mut bytes).expect("memory takes it");
            String::from_utf8(bytes).expect("text")
        };
        let orders: Vec<String> = (0..6).map(epoch).collect();
        assert_eq!(orders[0], epoch(0), "the same epoch has the same order");
        assert!(orders.iter().any(|order| *order != orders[0]));
        for order in orders {
            let mut lines: Vec<&str> = (0..4).map(|line| &order[2 * line..2 * line + 2]).collect();
            lines.sort_unstable();
            assert_eq!(lines, ["a1", "b2", "c3", "d4"]);
        }
    }

    #[test]
    fn shuffling_loses_nothing() {
        let mut numbers: Vec<u32> = (0..100).collect();
        shuffle(&mut numbers, 1);
        assert!(!numbers.is_sorted());
        numbers.sort_unstable();
        assert_eq!(numbers, (0..100).collect::<Vec<_>>());
    }
}
