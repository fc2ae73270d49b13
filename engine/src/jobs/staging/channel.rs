//! The files of one channel.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use domain::mode::{Compression, InputMode, S3DataType};
use domain::wire::Channel;
use domain::{S3Uri, TrainingJobRequest};
use flate2::read::MultiGzDecoder;

use super::manifest::{self, Entry};
use super::path;
use crate::jobs::failure::JobError;
use crate::jobs::run::Run;
use crate::s3::store::blocking;

/// How many objects one look at the index gives.
const PAGE: i64 = 1000;

/// Copies the objects of a channel into its folder; `room` is how many bytes the volume still takes.
pub(super) async fn stage(run: &Run, request: &TrainingJobRequest, channel: &Channel, room: &mut u64) -> Result<(), JobError> {
    let name = channel.channel_name.as_deref().unwrap_or_default();
    let source = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref());
    let source = source.ok_or_else(|| JobError::download(format!("channel {name} has no S3 data source")))?;
    let uri = source.s3_uri.as_deref().unwrap_or_default();
    let uri = S3Uri::parse(uri).map_err(|error| JobError::download(format!("{uri}: {error}")))?;
    let is_gzip = channel.compression_type.as_deref() == Some(Compression::Gzip.as_str());
    tell(run, request, channel, name, is_gzip).await?;

    // The service refuses names like `..` at create; the folder is made from the name, so it is checked here again.
    let folder = path::join(&run.folder.channel(""), name, name)?;
    let target = Target { run, folder, is_gzip };
    let create = target.folder.clone();
    blocking(move || fs::create_dir_all(create)).await?;
    let count = match source.s3_data_type.as_deref() == Some(S3DataType::ManifestFile.as_str()) {
        true => {
            let entries = manifest::read(run.jobs.store(), &uri).await?;
            for entry in &entries {
                target.copy(entry, room).await?;
            }
            entries.len()
        }
        false => stage_prefix(&target, &uri, room).await?,
    };
    if count == 0 {
        return Err(JobError::download(format!("No S3 objects found under S3 URL \"{uri}\"")));
    }
    Ok(())
}

/// Says what is done otherwise than it was asked for.
async fn tell(run: &Run, request: &TrainingJobRequest, channel: &Channel, name: &str, is_gzip: bool) -> Result<(), JobError> {
    let of_job = request.algorithm_specification.as_ref().and_then(|spec| spec.training_input_mode.as_deref());
    let mode = channel.input_mode.as_deref().or(of_job).unwrap_or(InputMode::File.as_str());
    if mode != InputMode::File.as_str() {
        run.note(format!("Channel {name}: the input mode {mode} is served as files, copied before the training.")).await?;
    }
    if is_gzip {
        run.note(format!("Channel {name}: Gzip objects were decompressed into files.")).await?;
    }
    Ok(())
}

async fn stage_prefix(target: &Target<'_>, uri: &S3Uri, room: &mut u64) -> Result<usize, JobError> {
    let store = target.run.jobs.store();
    let mut count = 0;
    let mut after: Option<Vec<u8>> = None;
    loop {
        let page = store.list(uri.bucket(), uri.key(), after.as_deref(), PAGE).await?;
        let Some(last) = page.last() else { return Ok(count) };
        after = Some(last.key.clone());
        for object in &page {
            let key = String::from_utf8_lossy(&object.key).into_owned();
            // Consoles mark a folder by an empty object whose key ends like this.
            if key.ends_with('/') && object.size == 0 {
                continue;
            }
            let relative = path::relative(uri.key(), &key).to_owned();
            target.copy(&Entry { bucket: uri.bucket().to_owned(), key, relative }, room).await?;
            count += 1;
        }
    }
}

struct Target<'a> {
    run: &'a Run,
    folder: PathBuf,
    is_gzip: bool,
}

impl Target<'_> {
    async fn copy(&self, entry: &Entry, room: &mut u64) -> Result<(), JobError> {
        if self.run.is_stopping().await? {
            return Err(JobError::Stopping);
        }
        let Entry { bucket, key, relative } = entry;
        let relative = if self.is_gzip { relative.strip_suffix(".gz").unwrap_or(relative) } else { relative };
        let path = path::join(&self.folder, key, relative)?;
        let found = self.run.jobs.store().open_object(bucket, key).await?;
        let (_, file) =
            found.ok_or_else(|| JobError::download(format!("Unable to download object s3://{bucket}/{key} (NoSuchKey)")))?;
        let (is_gzip, limit) = (self.is_gzip, *room);
        let copied = blocking(move || match is_gzip {
            true => write(&path, MultiGzDecoder::new(file), limit),
            false => copy_file(&path, file, limit),
        });
        let size = copied.await.map_err(|error| describe(error, bucket, key))?;
        *room = room.saturating_sub(size);
        Ok(())
    }
}

fn copy_file(path: &Path, mut source: File, limit: u64) -> io::Result<u64> {
    if source.metadata()?.len() > limit {
        return Err(io::ErrorKind::StorageFull.into());
    }
    // Between two files the kernel copies by itself.
    io::copy(&mut source, &mut create(path)?)
}

fn write(path: &Path, source: impl Read, limit: u64) -> io::Result<u64> {
    let size = io::copy(&mut source.take(limit.saturating_add(1)), &mut create(path)?)?;
    match size > limit {
        true => Err(io::ErrorKind::StorageFull.into()),
        false => Ok(size),
    }
}

fn create(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(path)
}

fn describe(error: io::Error, bucket: &str, key: &str) -> JobError {
    match error.kind() {
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
