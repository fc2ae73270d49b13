//! The objects of a channel, in the form that its input mode asks for.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use domain::S3Uri;
use flate2::read::MultiGzDecoder;

use super::{
    augmented::{Attribute, Line},
    manifest::Entry,
    path,
};
use crate::{
    blocking::blocking,
    db::objects::ObjectRow,
    jobs::{
        attempt::Attempt,
        failure::{JobError, is_out_of_files},
    },
    kms::KeyError,
    process::spec::Item,
    s3::{
        blobs::{Blobs, Content},
        store::{Store, StoreError},
    },
};

/// Objects that one query of the index returns.
const PAGE: i64 = 1000;

/// Bytes of one write of a copy.
const COPY_BYTES: usize = 256 * 1024;

/// The form that objects get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::jobs) enum Form {
    /// Files of the job's volume.
    Copied,
    /// Files of the job's volume, decompressed while they are copied.
    Decompressed,
    /// Files beside the job's volume, which are read-only: they take no room of it. Objects of the time before encryption get
    /// second names of the object store's files, all others are decrypted into files.
    Linked,
    /// Items of a pipe, in files as those of [`Self::Linked`].
    Streamed,
}

/// The objects of a channel while they are staged.
pub(super) struct Objects<'a> {
    pub(super) attempt: &'a Attempt,
    pub(super) folder: PathBuf,
    pub(super) form: Form,
    /// The items of the pipe in order.
    pub(super) items: Vec<Item>,
}

impl Objects<'_> {
    /// All objects below a prefix.
    pub(super) async fn take_prefix(&mut self, uri: &S3Uri, room: &mut u64) -> Result<(), JobError> {
        let store = self.attempt.jobs.store();
        let mut after: Option<Vec<u8>> = None;
        loop {
            let page = store.list(uri.bucket(), uri.key(), after.as_deref(), PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.key.clone());
            for object in &page {
                let key = String::from_utf8_lossy(&object.key).into_owned();
                // Consoles mark a folder by an empty object with such a key.
                if key.ends_with('/') && object.size == 0 {
                    continue;
                }
                let relative = uri.path_in_channel(&key).to_owned();
                self.take(&Entry { bucket: uri.bucket().to_owned(), key, relative }, room).await?;
            }
        }
    }

    /// The lines of an augmented manifest, for a pipe.
    pub(super) async fn take_lines(&mut self, lines: Vec<Line>, room: &mut u64) -> Result<(), JobError> {
        for attribute in lines.into_iter().flat_map(|line| line.attributes) {
            match attribute {
                Attribute::Text(text) => self.items.push(Item::Text(text)),
                Attribute::Object(uri) => self.take(&entry(&uri), room).await?,
            }
        }
        Ok(())
    }

    /// The object that a line of the channel's augmented manifest names.
    pub(super) async fn open_named(&self, uri: &S3Uri, line: &Line, channel: &str) -> Result<Content, JobError> {
        let found = self.open(uri.bucket(), uri.key()).await?;
        let missing =
            || line.refuse(channel, format_args!("{}. Upload it, or remove the line", no_such_key(uri.bucket(), uri.key())));
        found.map(|(_, content)| content).ok_or_else(missing)
    }

    async fn open(&self, bucket: &str, key: &str) -> Result<Option<(String, Content)>, JobError> {
        if self.attempt.is_stopping().await? {
            return Err(JobError::Stopping);
        }
        let found = read_object(self.attempt.jobs.store(), bucket, key).await?;
        Ok(found.map(|(row, content)| (row.blob, content)))
    }

    /// One object.
    pub(super) async fn take(&mut self, entry: &Entry, room: &mut u64) -> Result<(), JobError> {
        let Entry { bucket, key, relative } = entry;
        let missing = || JobError::download(no_such_key(bucket, key));
        let (blob, content) = self.open(bucket, key).await?.ok_or_else(missing)?;
        let path = match self.form {
            Form::Streamed => self.folder.join(self.items.len().to_string()),
            Form::Decompressed => path::join(&self.folder, key, relative.strip_suffix(".gz").unwrap_or(relative))?,
            Form::Copied | Form::Linked => path::join(&self.folder, key, relative)?,
        };
        let (form, limit, place) = (self.form, *room, path.clone());
        let blobs = self.attempt.jobs.store().blobs.clone();
        let stored = blocking(move || match form {
            Form::Copied => copy(&place, content, limit),
            Form::Decompressed => write(&place, MultiGzDecoder::new(content), limit),
            Form::Linked | Form::Streamed => link(&blobs, &blob, &place, content),
        });
        let size = stored.await.map_err(|error| describe(error, bucket, key))?;
        *room = room.saturating_sub(size);
        self.items.push(Item::File { path, uri: format!("s3://{bucket}/{key}") });
        Ok(())
    }
}

/// An object for a job.
///
/// # Errors
/// [`JobError::Client`] with the exception of KMS when its key cannot be used, and when only a client has its key.
pub(in crate::jobs) async fn read_object(
    store: &Store,
    bucket: &str,
    key: &str,
) -> Result<Option<(ObjectRow, Content)>, JobError> {
    match store.read_object(bucket, key).await {
        Err(StoreError::Key(KeyError::Refused { code, message })) => {
            Err(JobError::download(format!("Unable to download object s3://{bucket}/{key} (KMS.{code}: {message})")))
        }
        Err(StoreError::CustomerKey(error)) => {
            Err(JobError::download(format!("Unable to download object s3://{bucket}/{key}: {error}")))
        }
        found => Ok(found?),
    }
}

fn no_such_key(bucket: &str, key: &str) -> String {
    format!("Unable to download object s3://{bucket}/{key} (NoSuchKey)")
}

fn entry(uri: &S3Uri) -> Entry {
    Entry { bucket: uri.bucket().to_owned(), key: uri.key().to_owned(), relative: String::new() }
}

/// A second name for a blob that is not encrypted, which takes no room; a copy of others and on file systems without second names.
fn link(blobs: &Blobs, blob: &str, path: &Path, source: Content) -> io::Result<u64> {
    create_folder_of(path)?;
    if !source.is_plain() {
        return copy(path, source, u64::MAX).map(|_| 0);
    }
    match blobs.link(blob, path) {
        // Two objects of one name are an error in any form.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) => copy(path, source, u64::MAX).map(|_| 0),
        Ok(()) => Ok(0),
    }
}

fn copy(path: &Path, mut source: Content, limit: u64) -> io::Result<u64> {
    if source.size() > limit {
        return Err(io::ErrorKind::StorageFull.into());
    }
    let mut target = BufWriter::with_capacity(COPY_BYTES, create(path)?);
    let size = io::copy(&mut source, &mut target)?;
    target.flush()?;
    Ok(size)
}

/// Writes a new file of `limit` bytes at most, and returns its size.
pub(super) fn write(path: &Path, source: impl Read, limit: u64) -> io::Result<u64> {
    let size = io::copy(&mut source.take(limit.saturating_add(1)), &mut create(path)?)?;
    match size > limit {
        true => Err(io::ErrorKind::StorageFull.into()),
        false => Ok(size),
    }
}

pub(super) fn create(path: &Path) -> io::Result<File> {
    create_folder_of(path)?;
    OpenOptions::new().write(true).create_new(true).open(path)
}

fn create_folder_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Why an object could not be written as a file.
pub(super) fn describe(error: io::Error, bucket: &str, key: &str) -> JobError {
    match error.kind() {
        _ if is_out_of_files(&error) => error.into(),
        io::ErrorKind::StorageFull => JobError::download("Insufficient disk space"),
        // `a` and `a/b` can both be objects, but not both files.
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => {
            JobError::download(format!("s3://{bucket}/{key} and another object of the channel need the same file name"))
        }
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            JobError::download(format!("s3://{bucket}/{key} cannot be decompressed: {error}"))
        }
        _ => JobError::internal(error),
    }
}
