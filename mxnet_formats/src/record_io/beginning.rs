//! The first images of a RecordIO file, of which only the beginning is at hand.

use super::{RecordError, read_image, read_record};

/// Labels of one image that a preview takes: a detection label has a few for each object.
pub const MAX_LABELS: usize = 4096;

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

/// At most `limit` records from the beginning of a file; `bytes` start at `offset` of it. The second value says what is
/// wrong with the record behind them, or that it is cut.
pub fn first_records(bytes: &[u8], offset: u64, limit: usize) -> (Vec<Record>, Option<RecordError>) {
    let mut records = Vec::new();
    let mut at = 0;
    while at < bytes.len() as u64 && records.len() < limit {
        match record(bytes, at, offset) {
            Ok((record, next)) => {
                records.push(record);
                at = next;
            }
            Err(error) => return (records, Some(error)),
        }
    }
    (records, None)
}

fn record(bytes: &[u8], at: u64, offset: u64) -> Result<(Record, u64), RecordError> {
    let (payload, next) = read_record(bytes, at)?;
    let found = match read_image(&payload) {
        // What claims this many labels is no image, whatever follows.
        Err(RecordError::CutLabels(count)) if count as usize > MAX_LABELS => return Err(RecordError::TooManyLabels(count)),
        found => found?,
    };
    let labels = found.labels();
    if labels.len() > MAX_LABELS {
        return Err(RecordError::TooManyLabels(u32::try_from(labels.len()).unwrap_or(u32::MAX)));
    }
    Ok((Record { offset: offset.saturating_add(at), id: found.id, labels, image: found.image.to_vec() }, next))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{image_header, write_record},
        *,
    };

    fn payload(flag: u32, label: f32, rest: &[u8]) -> Vec<u8> {
        [&flag.to_le_bytes()[..], &image_header(label, 7)[4..], rest].concat()
    }

    fn written(payloads: &[Vec<u8>]) -> Vec<u8> {
        let mut file = Vec::new();
        payloads.iter().for_each(|payload| write_record(&mut file, payload).expect("memory takes it"));
        file
    }

    #[test]
    fn a_cut_file_gives_its_whole_records() {
        let first = payload(0, 3.0, b"JPEG");
        let second = written(std::slice::from_ref(&first)).len() as u64;
        let file = written(&[first, payload(2, 0.0, &[&1_f32.to_le_bytes()[..], &2_f32.to_le_bytes(), b"PNG"].concat())]);
        let (records, error) = first_records(&file, 100, 10);
        assert!(error.is_none());
        assert_eq!(
            (records[0].offset, records[0].id, &records[0].labels[..], &records[0].image[..]),
            (100, 7, &[3.0][..], &b"JPEG"[..])
        );
        assert_eq!(
            (records[1].offset, &records[1].labels[..], &records[1].image[..]),
            (100 + second, &[1.0, 2.0][..], &b"PNG"[..])
        );
        let (records, error) = first_records(&file[..file.len() - 8], 0, 10);
        assert!(records.len() == 1 && error.is_some_and(|error| error.is_cut()));
        assert_eq!(first_records(&file, 0, 1).0.len(), 1);
    }

    #[test]
    fn claims_are_not_believed() {
        let error = |file: &[u8]| first_records(file, 0, 10).1;
        let labels = error(&written(&[payload(u32::MAX, 0.0, b"")])).expect("an error");
        assert!(labels.to_string().contains("labels") && !labels.is_cut());
        let many = payload(MAX_LABELS as u32 + 1, 0.0, &[0; 4 * (MAX_LABELS + 1)]);
        assert!(matches!(error(&written(&[many])), Some(RecordError::TooManyLabels(4097))));
        assert!(matches!(error(&written(&[payload(3, 0.0, b"")])), Some(RecordError::CutLabels(3))));
        assert!(error(&[0x0A, 0x23, 0xD7, 0xCE, 0xFF, 0xFF, 0xFF, 0x1F]).is_some_and(|error| error.is_cut()));
        assert!(error(b"not a record").is_some_and(|error| !error.is_cut()));
        assert!(error(b"").is_none() && first_records(b"", 0, 10).0.is_empty());
    }
}
