//! Reads the records of data files: how many there are, and what their images are like.

use bytes::Bytes;
use domain::{S3Uri, image_facts::ImageFacts};
use futures::{Stream, StreamExt};
use mxnet_formats::{model_archive::is_shadow_file, record_io::RecordCounter};

use super::{Aws, Failure, image_survey::ImageSurvey};

/// Most bytes that are read to count records: a look must not cost more than a moment.
const MAX_COUNTED_BYTES: u64 = 32 << 20;

/// What the records of a channel are like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Records {
    /// How many there are.
    pub(crate) count: u64,
    /// Their images; `None` where they are no images that can be read.
    pub(crate) images: Option<ImageFacts>,
}

impl Aws {
    /// The records of the files with these keys and sizes in a location's bucket; `None` where they cannot be counted: files
    /// of other formats, damaged ones, or more than [`MAX_COUNTED_BYTES`] together.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn read_records(&self, location: &S3Uri, keys: &[(String, u64)]) -> Result<Option<Records>, Failure> {
        let keys = data_files(keys);
        if keys.iter().fold(0_u64, |sum, (_, size)| sum.saturating_add(*size)) > MAX_COUNTED_BYTES {
            return Ok(None);
        }
        let mut total = None;
        let mut survey = ImageSurvey::default();
        for (key, size) in keys {
            let Some(counter) = counter(key) else { return Ok(None) };
            let Ok(object) = S3Uri::new(location.bucket(), key) else { return Ok(None) };
            let Some((_, stream)) = self.get(&object).await? else { return Ok(None) };
            let has_images = matches!(counter, Counter::RecordIo(_));
            let Some((records, bytes)) = count_file(stream, counter, *size).await else { return Ok(None) };
            total = Some(total.unwrap_or(0_u64).saturating_add(records));
            // Thousands of images take a moment, which the other tasks must not wait for.
            survey = match tokio::task::spawn_blocking(move || survey.with_file(&bytes, has_images)).await {
                Ok(survey) => survey,
                Err(_) => ImageSurvey::failed(),
            };
        }
        Ok(total.map(|count| Records { count, images: survey.facts() }))
    }
}

/// The files that a job reads: beside RecordIO files only those, and never what macOS writes beside a file.
fn data_files(keys: &[(String, u64)]) -> Vec<&(String, u64)> {
    let is_data = |(key, size): &&(String, u64)| *size > 0 && !key.ends_with('/') && !is_shadow_file(key);
    let (records, others): (Vec<_>, Vec<_>) = keys.iter().filter(is_data).partition(|(key, _)| is_record_io(key));
    if records.is_empty() { others } else { records }
}

/// The records of one file and its bytes; `None` when it is none of its format, or has grown beyond what may be read.
async fn count_file<E>(stream: impl Stream<Item = Result<Bytes, E>>, mut counter: Counter, size: u64) -> Option<(u64, Vec<u8>)> {
    let mut stream = std::pin::pin!(stream);
    let mut read = 0_u64;
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.ok()?;
        read = read.saturating_add(chunk.len() as u64);
        if read > size.max(MAX_COUNTED_BYTES) {
            return None;
        }
        counter.take(&chunk)?;
        bytes.extend_from_slice(&chunk);
    }
    Some((counter.end()?, bytes))
}

/// Counts one file.
#[derive(Debug)]
enum Counter {
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
fn counter(key: &str) -> Option<Counter> {
    let is = |ending: &str| key.to_ascii_lowercase().ends_with(ending);
    if is_record_io(key) {
        Some(Counter::RecordIo(RecordCounter::default()))
    } else {
        [".lst", ".jsonl", ".manifest"].into_iter().any(is).then_some(Counter::Lines { has_text: false, records: 0 })
    }
}

fn is_record_io(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.ends_with(".rec") || key.ends_with(".recordio")
}

impl Counter {
    /// Takes the next bytes; `None` when the file is none of its format.
    fn take(&mut self, bytes: &[u8]) -> Option<()> {
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
    fn end(self) -> Option<u64> {
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

    #[test]
    fn what_lies_beside_records_is_not_counted() {
        let keys = ["a/train.rec", "a/._train.rec", "a/train.lst", "a/train.idx", "a/.DS_Store", "a/", "a/empty.rec"];
        let keys: Vec<(String, u64)> = keys.iter().map(|key| ((*key).to_owned(), u64::from(!key.contains("empty")))).collect();
        let names = |keys: Vec<&(String, u64)>| keys.into_iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
        assert_eq!(names(data_files(&keys)), ["a/train.rec"]);
        assert_eq!(names(data_files(&keys[2..3])), ["a/train.lst"]);
    }
}
