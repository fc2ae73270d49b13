//! Counts the records of a data file while its bytes pass by.

/// What every RecordIO record starts with, little-endian.
const MAGIC: [u8; 4] = [0x0A, 0x23, 0xD7, 0xCE];

/// Counts one file.
#[derive(Debug)]
pub(super) enum Counter {
    /// RecordIO: `magic`, `kind << 29 | length`, the payload, zeros up to a multiple of four.
    RecordIo {
        /// The head of the record that is being read, as far as it has come.
        head: Vec<u8>,
        /// Bytes of payload and padding that are still to come.
        skip: u64,
        /// Whole records and first parts so far.
        records: u64,
    },
    /// A line for each record; empty lines do not count.
    Lines {
        /// Whether something stands on the line that is being read.
        begun: bool,
        /// Lines so far.
        records: u64,
    },
}

/// The counter for a file of this name; `None` for formats whose records are not counted.
pub(super) fn counter(key: &str) -> Option<Counter> {
    let is = |ending: &str| key.to_ascii_lowercase().ends_with(ending);
    if is(".rec") || is(".recordio") {
        Some(Counter::RecordIo { head: Vec::new(), skip: 0, records: 0 })
    } else {
        [".lst", ".jsonl", ".manifest"].into_iter().any(is).then_some(Counter::Lines { begun: false, records: 0 })
    }
}

impl Counter {
    /// Takes the next bytes; `None` when the file is none of its format.
    pub(super) fn take(&mut self, mut bytes: &[u8]) -> Option<()> {
        match self {
            Self::Lines { begun, records } => {
                for byte in bytes {
                    match byte {
                        b'\n' => {
                            *records += u64::from(*begun);
                            *begun = false;
                        }
                        byte if !byte.is_ascii_whitespace() => *begun = true,
                        _ => {}
                    }
                }
            }
            Self::RecordIo { head, skip, records } => {
                while !bytes.is_empty() {
                    if *skip > 0 {
                        let passed = usize::try_from(*skip).unwrap_or(usize::MAX).min(bytes.len());
                        *skip -= passed as u64;
                        bytes = bytes.get(passed..)?;
                        continue;
                    }
                    let (first, rest) = bytes.split_first()?;
                    head.push(*first);
                    bytes = rest;
                    if let Some((magic, word)) = head.split_first_chunk::<4>()
                        && let Ok(word) = <[u8; 4]>::try_from(word)
                    {
                        if *magic != MAGIC {
                            return None;
                        }
                        let word = u32::from_le_bytes(word);
                        // A record that was split has kinds 1, 2 … 2, 3; its first part stands for it.
                        *records += u64::from(matches!(word >> 29, 0 | 1));
                        *skip = u64::from(word & 0x1FFF_FFFF).next_multiple_of(4);
                        head.clear();
                    }
                }
            }
        }
        Some(())
    }

    /// How many there were; `None` when the file ends inside a record's head.
    pub(super) fn end(self) -> Option<u64> {
        match self {
            Self::Lines { begun, records } => Some(records + u64::from(begun)),
            Self::RecordIo { head, records, .. } => head.is_empty().then_some(records),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u32, payload: &[u8]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend((kind << 29 | u32::try_from(payload.len()).expect("short")).to_le_bytes());
        bytes.extend(payload);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes
    }

    fn count(key: &str, chunks: &[&[u8]]) -> Option<u64> {
        let mut counter = counter(key)?;
        chunks.iter().try_for_each(|chunk| counter.take(chunk))?;
        counter.end()
    }

    #[test]
    fn records_are_counted_wherever_the_bytes_are_cut() {
        let file = [record(0, b"abc"), record(1, b"start"), record(3, b"end"), record(0, b"")].concat();
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
