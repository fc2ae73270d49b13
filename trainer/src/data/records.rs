//! Channels of RecordIO files.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use mxnet_formats::record_io::{RecordError, read_image, read_record};

use super::{Dataset, ImageFile, OpenFile, Source, decode, relative};
use crate::{error::TrainingError, hyperparameters::Hyperparameters};

/// Goes through all `.rec` files in the order of their names.
pub(super) fn open(
    channel: &str,
    folder: &Path,
    files: &[PathBuf],
    hyperparameters: &Hyperparameters,
) -> Result<Dataset, TrainingError> {
    let records: Vec<&PathBuf> =
        files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "rec")).collect();
    if records.is_empty() {
        let found: Vec<String> = files.iter().take(3).map(|path| relative(folder, path)).collect();
        return Err(TrainingError::client(format!(
            "The channel {channel} holds no .rec file (found: {}). With the content type application/x-recordio, point it at RecordIO \
             files; for separate images, use application/x-image and a channel {channel}_lst.",
            found.join(", ")
        )));
    }
    let mut dataset = Dataset::new(channel, hyperparameters);
    let mut empty = Vec::new();
    for path in records {
        let name = relative(folder, path);
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
            let place = place(channel, &name, offset);
            decode::check(record.image, &place, hyperparameters)?;
            dataset.add(offset, &record.labels(), &place, hyperparameters)?;
            offset = next;
        }
        dataset.files.push(Source::Records(name, file));
    }
    if dataset.images.is_empty() && !empty.is_empty() {
        return Err(TrainingError::client(format!(
            "Empty .rec file in {channel} channel. There is no byte in {}. Make the file again and upload it.",
            empty.join(", ")
        )));
    }
    Ok(dataset)
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
