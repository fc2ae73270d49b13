//! The data of one channel.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use domain::mode::{Compression, InputMode, RecordWrapper, S3DataType};
use domain::wire::Channel;
use domain::{S3Uri, TrainingJobRequest};
use flate2::read::MultiGzDecoder;

use super::augmented::{self, Attribute};
use super::manifest::{self, Entry};
use super::path;
use crate::jobs::failure::JobError;
use crate::jobs::run::Run;
use crate::jobs::spec::{Item, Pipe};
use crate::record_io::write_record;
use crate::s3::store::blocking;

/// How many objects one look at the index gives.
const PAGE: i64 = 1000;

/// How a channel's data reaches the trainer.
pub(super) fn mode(request: &TrainingJobRequest, channel: &Channel) -> InputMode {
    let of_job = request.algorithm_specification.as_ref().and_then(|spec| spec.training_input_mode.as_deref());
    channel.input_mode.as_deref().or(of_job).and_then(InputMode::parse).unwrap_or_default()
}

/// Makes a channel's data ready. A program that wants a pipe gets one; all others get files, for which the volume has `room`
/// bytes.
pub(super) async fn stage(
    run: &Run,
    request: &TrainingJobRequest,
    channel: &Channel,
    is_program: bool,
    room: &mut u64,
) -> Result<Option<Pipe>, JobError> {
    let name = channel.channel_name.as_deref().unwrap_or_default();
    let source = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref());
    let source = source.ok_or_else(|| JobError::download(format!("channel {name} has no S3 data source")))?;
    let uri = source.s3_uri.as_deref().unwrap_or_default();
    let uri = S3Uri::parse(uri).map_err(|error| JobError::download(format!("{uri}: {error}")))?;
    let is_gzip = channel.compression_type.as_deref() == Some(Compression::Gzip.as_str());
    let mode = mode(request, channel);
    let is_piped = is_program && mode == InputMode::Pipe;
    if !is_piped && mode != InputMode::File {
        let mode = mode.as_str();
        run.note(format!("Channel {name}: the input mode {mode} is served as files, copied before the training.")).await?;
    }
    if !is_piped && is_gzip {
        run.note(format!("Channel {name}: Gzip objects were decompressed into files.")).await?;
    }

    // The service refuses names like `..` at create; folders are made from the name, so it is checked here again.
    let folder = path::join(&run.folder.channel(""), name, name)?;
    let folder = if is_piped { run.folder.streams(name) } else { folder };
    let create = folder.clone();
    blocking(move || fs::create_dir_all(create)).await?;
    let mut target = Target { run, folder, is_gzip, is_piped, items: Vec::new() };
    let mut group = 1;
    match source.s3_data_type.as_deref().and_then(S3DataType::parse).unwrap_or_default() {
        S3DataType::ManifestFile => {
            for entry in manifest::read(run.jobs.store(), &uri).await? {
                target.take(&entry, room).await?;
            }
        }
        S3DataType::AugmentedManifestFile => {
            let names = source.attribute_names.clone().unwrap_or_default();
            group = names.len();
            let lines = augmented::read(run.jobs.store(), &uri, &names).await?;
            match (is_piped, is_program) {
                (true, _) => target.take_lines(lines, room).await?,
                (false, true) => {
                    return Err(JobError::download(format!("channel {name}: an augmented manifest is read in Pipe mode only")));
                }
                (false, false) => target.take_labelled(lines, name, room).await?,
            }
        }
        _ => target.take_prefix(&uri, room).await?,
    }
    if target.items.is_empty() {
        return Err(JobError::download(format!("No S3 objects found under S3 URL \"{uri}\"")));
    }
    let wrapper = channel.record_wrapper_type.as_deref();
    Ok(is_piped.then(|| Pipe {
        channel: name.to_owned(),
        items: target.items,
        is_gzip,
        is_record_io: wrapper == Some(RecordWrapper::RecordIo.as_str()),
        group,
        seed: channel.shuffle_config.as_ref().and_then(|shuffle| shuffle.seed),
    }))
}

struct Target<'a> {
    run: &'a Run,
    folder: PathBuf,
    is_gzip: bool,
    is_piped: bool,
    /// What there is, in order.
    items: Vec<Item>,
}

impl Target<'_> {
    async fn take_prefix(&mut self, uri: &S3Uri, room: &mut u64) -> Result<(), JobError> {
        let store = self.run.jobs.store();
        let mut after: Option<Vec<u8>> = None;
        loop {
            let page = store.list(uri.bucket(), uri.key(), after.as_deref(), PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.key.clone());
            for object in &page {
                let key = String::from_utf8_lossy(&object.key).into_owned();
                // Consoles mark a folder by an empty object whose key ends like this.
                if key.ends_with('/') && object.size == 0 {
                    continue;
                }
                let relative = path::relative(uri.key(), &key).to_owned();
                self.take(&Entry { bucket: uri.bucket().to_owned(), key, relative }, room).await?;
            }
        }
    }

    /// The lines of an augmented manifest, for a pipe.
    async fn take_lines(&mut self, lines: Vec<Vec<Attribute>>, room: &mut u64) -> Result<(), JobError> {
        for attribute in lines.into_iter().flatten() {
            match attribute {
                Attribute::Text(text) => self.items.push(Item::Text(text)),
                Attribute::Object(uri) => self.take(&entry(&uri), room).await?,
            }
        }
        Ok(())
    }

    /// The lines of an augmented manifest with an image and its class, as the RecordIO file that image classification reads.
    async fn take_labelled(&mut self, lines: Vec<Vec<Attribute>>, name: &str, room: &mut u64) -> Result<(), JobError> {
        let path = self.folder.join("augmented-manifest.rec");
        self.run.note(format!("Channel {name}: the images of the augmented manifest were copied into a RecordIO file.")).await?;
        let mut output = blocking(move || Ok(BufWriter::new(create(&path)?))).await?;
        for (number, line) in lines.into_iter().enumerate() {
            let mut parts = (None, None);
            for attribute in line {
                match attribute {
                    Attribute::Object(uri) => parts.0 = Some(uri),
                    Attribute::Text(text) => parts.1 = text.parse::<f32>().ok(),
                }
            }
            let (Some(uri), Some(label)) = parts else {
                return Err(JobError::download(format!(
                    "line {} of the augmented manifest has no image and numeric class: AttributeNames must name both",
                    number + 1
                )));
            };
            let (_, file) = self.open(&entry(&uri)).await?;
            let (bytes, returned) = blocking(move || {
                // The framework's header: no further labels, the label, two identities.
                let mut record =
                    [&0_u32.to_le_bytes()[..], &label.to_le_bytes(), &(number as u64).to_le_bytes(), &[0; 8]].concat();
                (&file).read_to_end(&mut record)?;
                write_record(&mut output, &record)?;
                Ok((record.len() as u64, output))
            })
            .await?;
            output = returned;
            *room = room.checked_sub(bytes).ok_or_else(|| JobError::download("Insufficient disk space"))?;
            self.items.push(Item::Text(String::new()));
        }
        Ok(blocking(move || output.flush()).await?)
    }

    async fn open(&self, entry: &Entry) -> Result<(String, File), JobError> {
        if self.run.is_stopping().await? {
            return Err(JobError::Stopping);
        }
        let Entry { bucket, key, .. } = entry;
        let found = self.run.jobs.store().open_object(bucket, key).await?;
        let missing = || JobError::download(format!("Unable to download object s3://{bucket}/{key} (NoSuchKey)"));
        found.map(|(row, file)| (row.blob, file)).ok_or_else(missing)
    }

    async fn take(&mut self, entry: &Entry, room: &mut u64) -> Result<(), JobError> {
        let (blob, file) = self.open(entry).await?;
        let Entry { bucket, key, relative } = entry;
        if self.is_piped {
            let path = self.folder.join(self.items.len().to_string());
            let (blobs, place) = (self.run.jobs.store().blobs.clone(), path.clone());
            blocking(move || blobs.link(&blob, &place).or_else(|_| copy_file(&place, file, u64::MAX).map(drop))).await?;
            self.items.push(Item::File(path));
            return Ok(());
        }
        let relative = if self.is_gzip { relative.strip_suffix(".gz").unwrap_or(relative) } else { relative };
        let path = path::join(&self.folder, key, relative)?;
        let (is_gzip, limit, place) = (self.is_gzip, *room, path.clone());
        let copied = blocking(move || match is_gzip {
            true => write(&place, MultiGzDecoder::new(file), limit),
            false => copy_file(&place, file, limit),
        });
        let size = copied.await.map_err(|error| describe(error, bucket, key))?;
        *room = room.saturating_sub(size);
        self.items.push(Item::File(path));
        Ok(())
    }
}

fn entry(uri: &S3Uri) -> Entry {
    Entry { bucket: uri.bucket().to_owned(), key: uri.key().to_owned(), relative: String::new() }
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
