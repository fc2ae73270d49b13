//! Objects as files of the container contract.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicU64},
};

use console::data::evaluation::EvaluationFailure;
use domain::{
    S3Uri,
    evaluation::{MAX_EVALUATED_BYTES, MAX_EVALUATED_IMAGES},
};
use mxnet_formats::record_io::RecordCounter;
use tokio_util::sync::CancellationToken;

use super::{
    failure::{of_disk, of_target},
    listing::ChannelFile,
};
use crate::{
    artifact::object_reader::{ObjectReader, Outcome},
    aws::{Aws, objects::Version},
};

/// Bytes of one write.
const COPY_BYTES: usize = 256 * 1024;

/// What still may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    pub(super) images: u64,
    pub(super) bytes: u64,
}

impl Room {
    /// At the beginning.
    pub(super) const FULL: Self = Self { images: MAX_EVALUATED_IMAGES, bytes: MAX_EVALUATED_BYTES };

    /// Whether nothing more is read.
    pub(super) fn is_used_up(self) -> bool {
        self.images == 0 || self.bytes == 0
    }
}

/// Copies objects into files.
#[derive(Clone)]
pub(super) struct Downloads {
    pub(super) aws: Aws,
    /// Ends a copy.
    pub(super) cancel: CancellationToken,
    /// Bytes that were read of all objects.
    pub(super) read: Arc<AtomicU64>,
}

impl Downloads {
    /// Copies a whole object.
    pub(super) async fn whole(&self, object: &S3Uri, version: &Version, path: PathBuf) -> Result<(), EvaluationFailure> {
        let cancel = self.cancel.clone();
        self.copy(object, version, move |reader| {
            let mut file = create(&path)?;
            each_chunk(reader, &cancel, |chunk| file.write_all(chunk).map(|()| true))?;
            file.flush()
        })
        .await
    }

    /// Copies a RecordIO file as far as there is room: what is copied ends with a whole record. Gives the room that is left.
    pub(super) async fn records(&self, from: &ChannelFile, path: PathBuf, room: Room) -> Result<Room, EvaluationFailure> {
        let cancel = self.cancel.clone();
        self.copy(&from.uri, &from.version, move |reader| copy_records(reader, &path, room, &cancel)).await
    }

    /// Runs a copy on a thread of its own, since it waits for the disk.
    async fn copy<T: Send + 'static>(
        &self,
        object: &S3Uri,
        version: &Version,
        copy: impl FnOnce(&mut ObjectReader) -> io::Result<T> + Send + 'static,
    ) -> Result<T, EvaluationFailure> {
        let (aws, uri, etag) = (self.aws.clone(), object.clone(), version.etag.clone());
        let (mut reader, outcome): (ObjectReader, Outcome) = ObjectReader::start(aws, uri, etag, version.size, self.read.clone());
        let copied = tokio::task::spawn_blocking(move || copy(&mut reader)).await.map_err(io::Error::other);
        if let Some(failure) = outcome.failure() {
            return Err(of_target(failure, object));
        }
        copied.and_then(|copied| copied).map_err(|error| of_disk(&error))
    }
}

fn copy_records(reader: &mut impl Read, path: &Path, room: Room, cancel: &CancellationToken) -> io::Result<Room> {
    let mut file = create(path)?;
    let (mut counter, mut written, mut is_record_io) = (RecordCounter::default(), 0_u64, true);
    let is_whole = each_chunk(reader, cancel, |chunk| {
        file.write_all(chunk)?;
        written += chunk.len() as u64;
        // What is no RecordIO file is copied as it is: the trainer says what is wrong with it.
        is_record_io = is_record_io && counter.take(chunk).is_ok();
        Ok(counter.whole().0 < room.images && written < room.bytes)
    })?;
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    let (images, end) = counter.whole();
    if !is_whole && is_record_io {
        file.set_len(end)?;
        written = end;
    }
    Ok(Room {
        images: room.images.saturating_sub(images),
        // A record that is larger than the room would be tried again with each further file.
        bytes: if is_whole { room.bytes.saturating_sub(written) } else { 0 },
    })
}

/// Calls `take` with what arrives until it says that it has enough; whether everything arrived before.
fn each_chunk(
    reader: &mut impl Read,
    cancel: &CancellationToken,
    mut take: impl FnMut(&[u8]) -> io::Result<bool>,
) -> io::Result<bool> {
    let mut buffer = vec![0; COPY_BYTES];
    loop {
        if cancel.is_cancelled() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        match reader.read(&mut buffer)? {
            0 => return Ok(true),
            length => {
                if !take(buffer.get(..length).unwrap_or_default())? {
                    // The last byte may have been the object's last as well.
                    return Ok(reader.read(&mut buffer)? == 0);
                }
            }
        }
    }
}

fn create(path: &Path) -> io::Result<BufWriter<File>> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(BufWriter::with_capacity(COPY_BYTES, File::create_new(path)?))
}

#[cfg(test)]
mod tests {
    use mxnet_formats::record_io::write_record;

    use super::*;

    fn records(count: usize) -> Vec<u8> {
        let mut file = Vec::new();
        (0..count).for_each(|_| write_record(&mut file, &[7; 1000]).expect("memory takes it"));
        file
    }

    /// The bytes that were copied, and the room that is left.
    fn copied(bytes: &[u8], room: Room) -> (Vec<u8>, Room) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("channel/a.rec");
        let left = copy_records(&mut &*bytes, &path, room, &CancellationToken::new()).expect("a copy");
        (fs::read(path).expect("a file"), left)
    }

    #[test]
    fn a_file_is_cut_behind_a_whole_record() {
        let one = records(1).len() as u64;
        let many = records(3_000);
        let (bytes, left) = copied(&many, Room { images: 10, bytes: MAX_EVALUATED_BYTES });
        // What has arrived is kept, which is more than what is evaluated.
        assert!(bytes.len() < many.len() && (bytes.len() as u64).is_multiple_of(one) && bytes.len() as u64 >= 10 * one);
        assert!(left.is_used_up());
        let (bytes, left) = copied(&many, Room { images: 5_000, bytes: 300_000 });
        assert!((bytes.len() as u64).is_multiple_of(one) && left.bytes == 0, "{}", bytes.len());
        let (bytes, left) = copied(&records(3), Room { images: 10, bytes: MAX_EVALUATED_BYTES });
        assert_eq!((bytes, left), (records(3), Room { images: 7, bytes: MAX_EVALUATED_BYTES - 3 * one }));
        let text = vec![b'x'; 1000];
        assert_eq!(copied(&text, Room::FULL).0, text);
    }

    #[test]
    fn a_copy_ends_when_it_is_cancelled() {
        let folder = tempfile::tempdir().expect("a folder");
        let cancel = CancellationToken::new();
        cancel.cancel();
        let error = copy_records(&mut &*records(3), &folder.path().join("a.rec"), Room::FULL, &cancel).expect_err("cancelled");
        assert_eq!(error.kind(), io::ErrorKind::Interrupted);
    }
}
