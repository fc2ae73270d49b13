//! The first images of a RecordIO file, of which only the beginning is at hand.

use crate::formats::record_io::{ReadAt, read_record};

const HEADER: usize = 24;
/// Labels of one image: a detection label has a few for each object.
const MOST_LABELS: u32 = 4096;

/// An image in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Where it starts in the file.
    pub offset: u64,
    /// Its number in the header.
    pub id: u64,
    /// Its labels: one for classification, more for detection.
    pub labels: Vec<f32>,
    /// The image's bytes.
    pub image: Vec<u8>,
}

struct Beginning<'a>(&'a [u8]);

impl ReadAt for Beginning<'_> {
    fn length(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> std::io::Result<()> {
        let end = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
        let start = usize::try_from(offset).map_err(|_| end())?;
        let part = start.checked_add(buffer.len()).and_then(|stop| self.0.get(start..stop)).ok_or_else(end)?;
        buffer.copy_from_slice(part);
        Ok(())
    }
}

/// At most `limit` records from the beginning of a file; `bytes` start at `offset` of it. The second value says what is
/// wrong with the record behind them, or that it is cut.
pub fn first_records(bytes: &[u8], offset: u64, limit: usize) -> (Vec<Record>, Option<String>) {
    let mut records = Vec::new();
    let mut at = 0;
    while at < bytes.len() as u64 && records.len() < limit {
        let read = read_record(&Beginning(bytes), at)
            .and_then(|(payload, next)| image(&payload, offset + at).map(|record| (record, next)));
        match read {
            Ok((record, next)) => {
                records.push(record);
                at = next;
            }
            Err(reason) => return (records, Some(reason)),
        }
    }
    (records, None)
}

fn image(payload: &[u8], offset: u64) -> Result<Record, String> {
    let Some((header, rest)) = payload.split_first_chunk::<HEADER>() else {
        return Err(format!("the record has {} bytes, less than the image header", payload.len()));
    };
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, ..] = *header;
    let (flag, label) = (u32::from_le_bytes([a, b, c, d]), f32::from_le_bytes([e, f, g, h]));
    let id = u64::from_le_bytes([i, j, k, l, m, n, o, p]);
    if flag == 0 {
        return Ok(Record { offset, id, labels: vec![label], image: rest.to_vec() });
    }
    if flag > MOST_LABELS {
        return Err(format!("the image claims to have {flag} labels"));
    }
    let (labels, image) = rest.split_at_checked(flag as usize * 4).ok_or("the labels are cut")?;
    let labels = labels.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    Ok(Record { offset, id, labels, image: image.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::record_io::write_record;

    fn payload(flag: u32, label: f32, rest: &[u8]) -> Vec<u8> {
        [&flag.to_le_bytes()[..], &label.to_le_bytes(), &7_u64.to_le_bytes(), &[0; 8], rest].concat()
    }

    #[test]
    fn a_cut_file_gives_its_whole_records() {
        let mut file = Vec::new();
        write_record(&payload(0, 3.0, b"JPEG"), &mut file);
        let second = file.len() as u64;
        write_record(&payload(2, 0.0, &[&1_f32.to_le_bytes()[..], &2_f32.to_le_bytes(), b"PNG"].concat()), &mut file);
        let (records, trouble) = first_records(&file, 100, 10);
        assert_eq!(trouble, None);
        assert_eq!(
            (records[0].offset, records[0].id, &records[0].labels[..], &records[0].image[..]),
            (100, 7, &[3.0][..], &b"JPEG"[..])
        );
        assert_eq!(
            (records[1].offset, &records[1].labels[..], &records[1].image[..]),
            (100 + second, &[1.0, 2.0][..], &b"PNG"[..])
        );
        let (records, trouble) = first_records(&file[..file.len() - 8], 0, 10);
        assert!(records.len() == 1 && trouble.is_some());
        assert_eq!(first_records(&file, 0, 1).0.len(), 1);
    }

    #[test]
    fn claims_are_not_believed() {
        let mut file = Vec::new();
        write_record(&payload(u32::MAX, 0.0, b""), &mut file);
        assert!(first_records(&file, 0, 10).1.is_some_and(|reason| reason.contains("labels")));
        let huge = [0x0A, 0x23, 0xD7, 0xCE, 0xFF, 0xFF, 0xFF, 0x1F];
        assert!(first_records(&huge, 0, 10).1.is_some());
        assert!(first_records(b"not a record", 0, 10).1.is_some());
        assert_eq!(first_records(b"", 0, 10), (vec![], None));
    }
}
