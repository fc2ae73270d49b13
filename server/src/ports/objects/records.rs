//! Counts the records of a data file while its bytes pass by.

use mxnet_formats::record_io::RecordCounter;

/// Counts one file.
#[derive(Debug)]
pub(super) enum Counter {
    /// RecordIO.
    RecordIo(RecordCounter),
    /// A line for each record; empty lines do not count.
    Lines {
        /// Whether something stands on the line that is being read.
        has_text: bool,
        /// Lines so far.
        records: u64,
    },
}

/// The counter for a file of this name; `None` for formats whose records are not counted.
pub(super) fn counter(key: &str) -> Option<Counter> {
    let is = |ending: &str| key.to_ascii_lowercase().ends_with(ending);
    if is(".rec") || is(".recordio") {
        Some(Counter::RecordIo(RecordCounter::default()))
    } else {
        [".lst", ".jsonl", ".manifest"].into_iter().any(is).then_some(Counter::Lines { has_text: false, records: 0 })
    }
}

impl Counter {
    /// Takes the next bytes; `None` when the file is none of its format.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Option<()> {
        match self {
            Self::Lines { has_text, records } => {
                for byte in bytes {
                    match byte {
                        b'\n' => {
                            *records += u64::from(*has_text);
                            *has_text = false;
                        }
                        byte if !byte.is_ascii_whitespace() => *has_text = true,
                        _ => {}
                    }
                }
            }
            Self::RecordIo(counter) => counter.take(bytes).ok()?,
        }
        Some(())
    }

    /// How many there were; `None` when the file ends inside a record's head.
    pub(super) fn end(self) -> Option<u64> {
        match self {
            Self::Lines { has_text, records } => Some(records + u64::from(has_text)),
            Self::RecordIo(counter) => counter.end().ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use mxnet_formats::record_io::{MAGIC_BYTES, write_record};

    use super::*;

    fn count(key: &str, chunks: &[&[u8]]) -> Option<u64> {
        let mut counter = counter(key)?;
        chunks.iter().try_for_each(|chunk| counter.take(chunk))?;
        counter.end()
    }

    #[test]
    fn records_are_counted_wherever_the_bytes_are_cut() {
        let mut file = Vec::new();
        for payload in [b"abc".to_vec(), [b"head", &MAGIC_BYTES[..], b"end"].concat(), Vec::new()] {
            write_record(&mut file, &payload).expect("memory takes it");
        }
        for cut in 0..file.len() {
            let (left, right) = file.split_at(cut);
            assert_eq!(count("a.rec", &[left, right]), Some(3), "{cut}");
        }
    }

    #[test]
    fn other_files_are_not_counted() {
        assert_eq!(count("a.rec", &[b"this is text"]), None);
        assert_eq!(count("a.jpg", &[]), None);
    }

    #[test]
    fn lines_are_records_of_lists() {
        assert_eq!(count("train.lst", &[b"1\t0\ta.jpg\n2\t1", b"\tb.jpg\n\n3\t0\tc.jpg"]), Some(3));
    }
}
