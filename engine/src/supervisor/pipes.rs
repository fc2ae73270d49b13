//! Pipe mode: a named pipe `<channel>_<epoch>` for each epoch of a channel, filled while the program reads it.
//! Source: developer guide, "Use your own training algorithms", Pipe mode.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::thread;

use flate2::read::MultiGzDecoder;
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use crate::jobs::spec::{Item, Pipe};
use crate::record_io::{LONGEST, write_record};

/// Makes the pipes of the first epoch and starts a thread for each channel. The threads end with the process.
pub(super) fn serve(pipes: &[Pipe], folder: &Path) -> io::Result<()> {
    for pipe in pipes {
        make(&place(folder, pipe, 0))?;
        let (pipe, folder) = (pipe.clone(), folder.to_owned());
        thread::spawn(move || {
            for epoch in 0.. {
                if let Err(error) = feed(&pipe, &folder, epoch) {
                    eprintln!("the pipe {} failed in epoch {epoch}: {error}", pipe.channel);
                    return;
                }
            }
        });
    }
    Ok(())
}

fn place(folder: &Path, pipe: &Pipe, epoch: u64) -> PathBuf {
    folder.join(format!("{}_{epoch}", pipe.channel))
}

fn make(path: &Path) -> io::Result<()> {
    Ok(mkfifo(path, Mode::from_bits_truncate(0o600))?)
}

/// Serves one epoch; waits until somebody reads.
fn feed(pipe: &Pipe, folder: &Path, epoch: u64) -> io::Result<()> {
    let path = place(folder, pipe, epoch);
    let file = OpenOptions::new().write(true).open(&path)?;
    // The program may open the next pipe as soon as this one ends.
    make(&place(folder, pipe, epoch + 1))?;
    let result = write(pipe, epoch, &mut BufWriter::with_capacity(1 << 16, file));
    let _ = fs::remove_file(path);
    match result {
        // It has read enough of this epoch.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
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
            Item::File(path) => match pipe.is_gzip {
                true => record(pipe, output, &mut MultiGzDecoder::new(File::open(path)?))?,
                false => record(pipe, output, &mut File::open(path)?)?,
            },
        }
    }
    output.flush()
}

fn record(pipe: &Pipe, output: &mut impl Write, input: &mut impl Read) -> io::Result<()> {
    if !pipe.is_record_io {
        return io::copy(input, output).map(drop);
    }
    let mut payload = Vec::new();
    input.take(LONGEST as u64 + 1).read_to_end(&mut payload)?;
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
