//! Counts the records of a file while its bytes pass by.

use super::{FIRST, HEAD_LENGTH, Head, LAST, RecordError, WHOLE};

/// Counts the records of one file, which arrives in pieces of any length.
#[derive(Debug, Default)]
pub struct RecordCounter {
    /// The head of the part that is being read, as far as it has come.
    head: [u8; HEAD_LENGTH],
    /// Bytes of it that have come.
    head_length: usize,
    /// Bytes of the part and its padding that are still to come.
    skip: u64,
    /// Whole records and first parts so far.
    records: u64,
    /// Bytes so far.
    taken: u64,
    /// Whether the part that is being read ends its record.
    is_last: bool,
    /// Records that are whole with their padding, and the bytes up to the end of the last of them.
    whole: (u64, u64),
}

impl RecordCounter {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`RecordError::NoMagic`] when the file is not RecordIO.
    pub fn take(&mut self, mut bytes: &[u8]) -> Result<(), RecordError> {
        loop {
            let skipped = usize::try_from(self.skip).unwrap_or(usize::MAX).min(bytes.len());
            self.skip -= skipped as u64;
            self.taken += skipped as u64;
            bytes = bytes.get(skipped..).unwrap_or_default();
            if self.skip == 0 && self.head_length == 0 && self.is_last {
                self.whole = (self.records, self.taken);
            }
            let Some((first, rest)) = bytes.split_first() else { return Ok(()) };
            if let Some(byte) = self.head.get_mut(self.head_length) {
                *byte = *first;
            }
            self.head_length += 1;
            self.taken += 1;
            bytes = rest;
            if self.head_length == HEAD_LENGTH {
                let head = Head::parse(self.head)?;
                // The first part of a record that was split stands for it.
                self.records += u64::from(matches!(head.kind, WHOLE | FIRST));
                self.is_last = matches!(head.kind, WHOLE | LAST);
                self.skip = head.padded_length();
                self.head_length = 0;
            }
        }
    }

    /// How many records are whole, and where the last of them ends: a file that is cut there has these records.
    pub fn whole(&self) -> (u64, u64) {
        self.whole
    }

    /// How many records there were.
    ///
    /// # Errors
    /// [`RecordError::CutHead`] when the file ends inside the head of a part.
    pub fn end(self) -> Result<u64, RecordError> {
        if self.head_length == 0 { Ok(self.records) } else { Err(RecordError::CutHead) }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{MAGIC_BYTES, write_record},
        *,
    };

    fn count(pieces: &[&[u8]]) -> Result<u64, RecordError> {
        let mut counter = RecordCounter::default();
        pieces.iter().try_for_each(|piece| counter.take(piece))?;
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
            assert_eq!(count(&[left, right]).ok(), Some(3), "{cut}");
        }
    }

    #[test]
    fn a_file_can_be_cut_behind_its_whole_records() {
        let (mut file, mut ends) = (Vec::new(), vec![0]);
        for payload in [b"abcde".to_vec(), [b"head", &MAGIC_BYTES[..], b"end"].concat(), Vec::new()] {
            write_record(&mut file, &payload).expect("memory takes it");
            ends.push(file.len());
        }
        for cut in 0..=file.len() {
            let mut counter = RecordCounter::default();
            counter.take(&file[..cut]).expect("records");
            let whole = ends.iter().filter(|end| **end <= cut).count() - 1;
            assert_eq!(counter.whole(), (whole as u64, ends[whole] as u64), "{cut}");
        }
    }

    #[test]
    fn other_files_and_cut_heads_are_told() {
        assert!(matches!(count(&[b"this is text"]), Err(RecordError::NoMagic(_))));
        assert!(matches!(count(&[&MAGIC_BYTES]), Err(RecordError::CutHead)));
        assert_eq!(count(&[&Head { kind: LAST, length: 1 << 28 }.to_bytes()]).ok(), Some(0));
    }
}
