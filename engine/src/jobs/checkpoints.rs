//! `CheckpointConfig`: files that are copied between S3 and the job's folder. The engine reads them before each attempt and
//! stores changes and deletions while the attempt runs. The next attempt or the next job continues from them, however the job
//! ended.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::{Duration, Instant, SystemTime},
};

use domain::{S3Uri, TrainingJobRequest, wire::CheckpointConfig};
use tokio::sync::Mutex;

use super::{
    attempt::Attempt,
    failure::JobError,
    staging::{path, read_object},
};
use crate::{
    blocking::{Cancellable, blocking, cancellable},
    db::records::{Attributes, ChecksumAlgorithm},
};

/// The pause between two searches for changes.
const INTERVAL: Duration = Duration::from_secs(2);
/// The trainer may still write into a file that is newer than this. The next search stores it.
const SETTLED: Duration = Duration::from_secs(1);
/// Objects that one query of the index returns.
const PAGE: i64 = 1000;

/// Size and time of a file when it was equal to its object.
type Stamp = (u64, SystemTime);

/// The checkpoints of a job that has a `CheckpointConfig`.
pub(super) struct Checkpoints {
    bucket: String,
    /// Ends with a slash, or is empty.
    prefix: String,
    /// The folder's path below `/opt/ml`.
    below: PathBuf,
    /// The files that are stored, by path below the folder.
    known: BTreeMap<PathBuf, Stamp>,
    looked: Instant,
    has_complained: bool,
}

impl Checkpoints {
    /// The checkpoints that a request asks for.
    ///
    /// # Errors
    /// `ClientError` for a place that does not exist or a path outside `/opt/ml`.
    pub(super) async fn of(attempt: &Attempt, request: &TrainingJobRequest) -> Result<Option<Self>, JobError> {
        let Some(config) = &request.checkpoint_config else { return Ok(None) };
        let text = config.s3_uri.as_deref().unwrap_or_default();
        let uri = S3Uri::parse(text).map_err(|error| JobError::Client(format!("Checkpoint location {text}: {error}")))?;
        let local = config.local_path.as_deref().unwrap_or(CheckpointConfig::DEFAULT_LOCAL_PATH);
        let below = local.strip_prefix("/opt/ml/").map(|below| below.trim_end_matches('/'));
        let below = below.filter(|below| path::join(Path::new(""), below, below).is_ok()).map(Path::new);
        // The files of a channel may belong to the object store.
        let below = below.filter(|below| !below.starts_with("input")).ok_or_else(|| {
            JobError::Client(format!(
                "CheckpointConfig.LocalPath is {local}; this engine keeps checkpoints below /opt/ml/ and not in /opt/ml/input."
            ))
        })?;
        if !attempt.jobs.store().has_bucket(uri.bucket()).await? {
            return Err(JobError::Client(format!("The bucket \"{}\" of CheckpointConfig.S3Uri does not exist.", uri.bucket())));
        }
        let key = uri.key().trim_end_matches('/');
        Ok(Some(Self {
            bucket: uri.bucket().to_owned(),
            prefix: if key.is_empty() { String::new() } else { format!("{key}/") },
            below: below.to_owned(),
            known: BTreeMap::new(),
            looked: Instant::now(),
            has_complained: false,
        }))
    }

    /// Creates the folder and copies the stored objects into it.
    pub(super) async fn restore(&mut self, attempt: &Attempt) -> Result<(), JobError> {
        let store = attempt.jobs.store();
        let folder = attempt.folder.ml().join(&self.below);
        let create = folder.clone();
        blocking(move || fs::create_dir_all(create)).await?;
        let mut after: Option<Vec<u8>> = None;
        loop {
            let page = store.list(&self.bucket, &self.prefix, after.as_deref(), PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.key.clone());
            for object in &page {
                let key = String::from_utf8_lossy(&object.key).into_owned();
                let relative = key.strip_prefix(&self.prefix).unwrap_or(&key);
                if relative.is_empty() || relative.ends_with('/') {
                    continue;
                }
                let place = path::join(&folder, &key, relative)?;
                let Some((_, mut source)) = read_object(store, &self.bucket, &key).await? else { continue };
                let stamp = blocking(move || {
                    fs::create_dir_all(place.parent().unwrap_or(&place))?;
                    let mut file = File::create_new(&place)?;
                    io::copy(&mut source, &mut file)?;
                    let metadata = file.metadata()?;
                    Ok((metadata.len(), metadata.modified()?))
                });
                self.known.insert(PathBuf::from(relative), stamp.await?);
            }
        }
    }

    /// Stores changes, at most once in [`INTERVAL`]. The log names only the first failure; each call tries again.
    pub(super) async fn keep_up(&mut self, attempt: &Attempt) {
        if self.looked.elapsed() < INTERVAL {
            return;
        }
        self.looked = Instant::now();
        if let Err(error) = self.sync(attempt, false).await
            && !std::mem::replace(&mut self.has_complained, true)
        {
            tracing::warn!(job = %attempt.job.name, %error, "checkpoints cannot be stored");
            let _ = attempt.note(format!("Checkpoints cannot be stored in s3://{}/{}: {error}", self.bucket, self.prefix)).await;
        }
    }

    /// Stores all changes when the trainer has ended. Waits while the disk is full.
    pub(super) async fn finish(&mut self, attempt: &Attempt) -> Result<(), JobError> {
        let checkpoints = Mutex::new(self);
        attempt.until_there_is_room(|| async { checkpoints.lock().await.sync(attempt, true).await }).await
    }

    /// Stores all changes. The last call also stores files that are new, because nobody writes any more.
    async fn sync(&mut self, attempt: &Attempt, is_last: bool) -> Result<(), JobError> {
        let (job, below) = (attempt.folder.clone(), self.below.clone());
        let found = blocking(move || {
            // A trainer may have deleted the folder.
            let Some(folder) = job.open(&below)? else { return Ok(BTreeMap::new()) };
            let files = folder.list()?.entries.into_iter().filter(|entry| !entry.is_folder).map(|file| {
                let is_settled = file.modified.elapsed().is_ok_and(|age| age >= SETTLED);
                (file.path, ((file.size, file.modified), is_settled))
            });
            Ok(files.collect())
        });
        let found: BTreeMap<PathBuf, (Stamp, bool)> = match found.await {
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                if !std::mem::replace(&mut self.has_complained, true) {
                    attempt
                        .note(format!("/opt/ml/{} is a link or no folder; no checkpoint is stored.", self.below.display()))
                        .await?;
                }
                return Ok(());
            }
            found => found?,
        };
        let mut is_complete = true;
        for (file, (stamp, is_settled)) in &found {
            if self.known.get(file) == Some(stamp) {
                continue;
            }
            if *is_settled || is_last {
                self.store(attempt, file).await?;
                self.known.insert(file.clone(), *stamp);
            } else {
                is_complete = false;
            }
        }
        if !is_complete {
            // A file that waits may replace a deleted one.
            return Ok(());
        }
        let gone: Vec<PathBuf> = self.known.keys().filter(|file| !found.contains_key(*file)).cloned().collect();
        for file in gone {
            attempt.jobs.store().delete(&self.bucket, &self.key(&file)).await?;
            self.known.remove(&file);
        }
        Ok(())
    }

    async fn store(&self, attempt: &Attempt, file: &Path) -> Result<(), JobError> {
        let store = attempt.jobs.store();
        let key = self.key(file);
        let choice = store.default_encryption(&self.bucket).await?;
        let seal = store.new_seal(&self.bucket, key.as_bytes(), &choice.into()).await?;
        let (blobs, job, below, path) = (store.blobs.clone(), attempt.folder.clone(), self.below.clone(), file.to_owned());
        let received = cancellable(move |token| {
            let file = job.open(&below)?.map(|folder| folder.file(&path)).transpose()?;
            // The trainer may have deleted the file since it was listed.
            let Some(source) = file.flatten() else { return Ok(None) };
            let mut receiver = blobs.receive(&[ChecksumAlgorithm::Crc64Nvme], seal)?;
            io::copy(&mut Cancellable { reader: source, token }, &mut receiver)?;
            receiver.finish().map(Some)
        });
        let Some(received) = received.await? else { return Ok(()) };
        let attributes = Attributes::with_content_type(Attributes::DEFAULT_CONTENT_TYPE);
        Ok(store.put(&self.bucket, &key, received, attributes).await?)
    }

    fn key(&self, file: &Path) -> String {
        format!("{}{}", self.prefix, file.display())
    }
}
