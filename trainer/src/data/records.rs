//! Images in RecordIO files.

use std::{fs::File, path::PathBuf};

use mxnet_formats::record_io::{ImageRecord, RecordError, read_image, read_record};

use super::{ChannelFiles, Entry, ImageFile, ImageSet, OpenFile, Source, relative};
use crate::error::TrainingError;

impl ImageSet {
    /// Goes through all `.rec` files of a channel in the order of their names, and gives `each` every record with its name in
    /// messages. `labels` is the end of the name of the channel with the labels of separate images.
    ///
    /// # Errors
    /// [`TrainingError::Client`] that names the record that cannot be read, and what `each` refuses.
    pub(crate) fn of_records(
        channel: &str,
        files: &ChannelFiles,
        labels: &str,
        mut each: impl FnMut(&ImageRecord<'_>, &str) -> Result<(), TrainingError>,
    ) -> Result<Self, TrainingError> {
        let mut set = Self::new(channel);
        let mut empty = Vec::new();
        for path in record_files(channel, files, labels)? {
            let name = relative(&files.folder, path);
            let failed = |error: std::io::Error| TrainingError::file("Reading", path, &error);
            let file = File::open(path).map_err(failed)?;
            let length = file.metadata().map_err(failed)?.len();
            if length == 0 {
                empty.push(name.clone());
            }
            let file = OpenFile { file, length };
            let mut offset = 0;
            while offset < length {
                let (payload, next) = read_record(&file, offset).map_err(|reason| refuse(channel, &name, offset, &reason))?;
                let record = read_image(&payload).map_err(|reason| refuse(channel, &name, offset, &reason))?;
                each(&record, &place(channel, &name, offset))?;
                set.images.push(Entry { file: set.files.len(), offset });
                offset = next;
            }
            set.files.push(Source::Records(name, file));
        }
        if set.images.is_empty() && !empty.is_empty() {
            return Err(TrainingError::client(format!(
                "Empty .rec file in {channel} channel. There is no byte in {}. Make the file again and upload it.",
                empty.join(", ")
            )));
        }
        Ok(set)
    }
}

fn record_files<'a>(channel: &str, files: &'a ChannelFiles, labels: &str) -> Result<Vec<&'a PathBuf>, TrainingError> {
    let is_record = |path: &&PathBuf| path.extension().is_some_and(|extension| extension == "rec");
    let records: Vec<&PathBuf> = files.files.iter().filter(is_record).collect();
    if records.is_empty() {
        let found: Vec<String> = files.files.iter().take(3).map(|path| relative(&files.folder, path)).collect();
        return Err(TrainingError::client(format!(
            "The channel {channel} holds no .rec file (found: {}). With the content type application/x-recordio, point it at RecordIO \
             files; for separate images, use application/x-image and a channel {channel}{labels}.",
            found.join(", ")
        )));
    }
    Ok(records)
}

/// The image in the record at `offset`.
pub(super) fn read(channel: &str, name: &str, file: &OpenFile, offset: u64) -> Result<ImageFile, TrainingError> {
    let (bytes, _) = read_record(file, offset).map_err(|reason| refuse(channel, name, offset, &reason))?;
    let record = read_image(&bytes).map_err(|reason| refuse(channel, name, offset, &reason))?;
    let start = bytes.len() - record.image.len();
    Ok(ImageFile { bytes, start })
}

/// What a record is called in messages.
pub(super) fn place(channel: &str, name: &str, offset: u64) -> String {
    format!("record at byte {offset} of the file {name} (channel {channel})")
}

fn refuse(channel: &str, name: &str, offset: u64, reason: &RecordError) -> TrainingError {
    TrainingError::client(format!(
        "Unable to parse record. Please make sure input data is in correct recordio format. The {} cannot be read: {reason}. Make the \
         file again, for example with im2rec, or upload it again if it was cut.",
        place(channel, name, offset)
    ))
}
