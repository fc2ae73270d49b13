//! Where evaluations are below the data folder: the results that are kept, and the work that is being done.

use std::{
    fs, io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    time::SystemTime,
};

use domain::{
    S3Uri,
    channel_data::ChannelData,
    evaluation::{Evaluation, Subject},
};
use sha2::{Digest, Sha256};

/// Results that are kept. Source: our own limit; the oldest one goes for the next. With masks they fill 3 GiB at most.
const MAX_KEPT: usize = 200;
/// Counts the forms of what is kept; a higher one makes every evaluation anew.
const FORM: u32 = 1;
/// Bytes of a result that is read: 5,000 wrong images with long lists of classes are smaller.
const MAX_RESULT_SIZE: u64 = 64 << 20;
/// Bytes of a file of masks that is read: two of 512 x 512 pixels are smaller.
const MAX_MASK_SIZE: u64 = 1 << 20;
/// The end of the name of a result, and of the folder with its masks.
const RESULT_END: &str = ".json";
const MASKS_END: &str = ".masks";
/// Characters of each half of a key.
const DIGITS: usize = 32;

/// The folder of one history: two consoles never share it.
#[derive(Debug, Clone)]
pub(super) struct Folders {
    root: PathBuf,
}

/// What a result is of: model and data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    model: String,
    data: String,
}

impl Key {
    /// Of a version of a model on listed data.
    pub(super) fn new(artifact: &S3Uri, etag: &str, channels: &[ChannelData]) -> Self {
        let digests: Vec<&str> = channels.iter().map(|data| data.digest.as_str()).collect();
        Self { model: model(artifact, etag), data: digest(&digests) }
    }

    /// Of an evaluation that was made.
    pub(super) fn of(evaluation: &Evaluation) -> Option<Self> {
        let Subject { artifact, etag, channels, .. } = &evaluation.subject;
        Some(Self::new(&S3Uri::parse(artifact).ok()?, etag, channels))
    }

    /// Reads what [`Self::name`] gives. Nothing else is a key, so that no text from outside becomes a path.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let is_digest = |text: &str| text.len() == DIGITS && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let (model, data) = name.split_once('-').filter(|(model, data)| is_digest(model) && is_digest(data))?;
        Some(Self { model: model.to_owned(), data: data.to_owned() })
    }

    /// Two digests.
    pub(super) fn name(&self) -> String {
        format!("{}-{}", self.model, self.data)
    }

    fn file_name(&self) -> String {
        self.name() + RESULT_END
    }

    fn masks_name(&self) -> String {
        self.name() + MASKS_END
    }
}

fn model(artifact: &S3Uri, etag: &str) -> String {
    digest(&[&FORM.to_string(), &artifact.to_string(), etag])
}

fn digest(texts: &[&str]) -> String {
    let mut sum = Sha256::new();
    for text in texts {
        sum.update((text.len() as u64).to_be_bytes());
        sum.update(text);
    }
    let mut digits = hex::encode(sum.finalize());
    digits.truncate(DIGITS);
    digits
}

impl Folders {
    /// Those of the history in the file of this name.
    pub(super) fn new(data: &Path, history: &str) -> Self {
        Self { root: data.join("evaluations").join(history.trim_end_matches(".db")) }
    }

    fn kept(&self) -> PathBuf {
        self.root.join("kept")
    }

    fn work(&self) -> PathBuf {
        self.root.join("work")
    }

    /// Removes the work of a console that was killed.
    pub(super) fn clear_work(&self) -> io::Result<()> {
        remove(&self.work())
    }

    /// An empty folder for an evaluation, for its owner only.
    pub(super) fn begin_work(&self, record: i64) -> io::Result<PathBuf> {
        let folder = self.work().join(record.to_string());
        remove(&folder)?;
        make(&folder)?;
        Ok(folder)
    }

    /// Removes the folder of an evaluation.
    pub(super) fn end_work(&self, record: i64) -> io::Result<()> {
        remove(&self.work().join(record.to_string()))
    }

    /// The result of a model on these data.
    pub(super) fn find(&self, key: &Key) -> Option<Evaluation> {
        read(&self.kept().join(key.file_name()))
    }

    /// The result of a model that was made last.
    pub(super) fn newest(&self, artifact: &S3Uri, etag: &str) -> Option<Evaluation> {
        let start = format!("{}-", model(artifact, etag));
        let files = self.files().into_iter().filter(|(_, path)| name(path).starts_with(&start));
        files.max().and_then(|(_, path)| read(&path))
    }

    /// A file of masks of a result.
    pub(super) fn mask(&self, key: &Key, number: u32) -> Option<Vec<u8>> {
        let path = self.kept().join(key.masks_name()).join(format!("{number}.png"));
        let found = fs::symlink_metadata(&path).ok()?;
        (found.is_file() && found.len() <= MAX_MASK_SIZE).then(|| fs::read(path).ok())?
    }

    /// Keeps a result as the newest one, with the folder of its masks, and removes the oldest ones where there are too many.
    pub(super) fn keep(&self, key: &Key, evaluation: &Evaluation, masks: Option<&Path>) -> io::Result<()> {
        make(&self.kept())?;
        // Before the result: one that can be read has its masks.
        if let Some(masks) = masks.filter(|masks| masks.exists()) {
            let kept = self.kept().join(key.masks_name());
            remove(&kept)?;
            fs::rename(masks, kept)?;
        }
        let (path, part) = (self.kept().join(key.file_name()), self.kept().join("next.part"));
        let written = fs::write(&part, serde_json::to_vec(evaluation)?).and_then(|()| fs::rename(&part, path));
        if written.is_err() {
            // It would take the room that the next one needs.
            let _ = fs::remove_file(&part);
        }
        written?;
        let mut files = self.files();
        files.sort();
        let surplus = files.len().saturating_sub(MAX_KEPT);
        files.into_iter().take(surplus).try_for_each(|(_, path)| fs::remove_file(path))?;
        self.remove_lone_masks()
    }

    /// Removes masks whose result is gone.
    fn remove_lone_masks(&self) -> io::Result<()> {
        let entries = fs::read_dir(self.kept())?.flatten().map(|entry| entry.path());
        let mut lone = entries.filter(|path| name(path).ends_with(MASKS_END) && !path.with_extension("json").exists());
        lone.try_for_each(|path| remove(&path))
    }

    /// The results with the moments when they were kept.
    fn files(&self) -> Vec<(SystemTime, PathBuf)> {
        let entries = fs::read_dir(self.kept()).into_iter().flatten().flatten();
        let files = entries.filter(|entry| name(&entry.path()).ends_with(RESULT_END));
        files.filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path()))).collect()
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn make(folder: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Removes a folder with all that is in it, if it is there.
fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// What cannot be read any more is made again.
fn read(path: &Path) -> Option<Evaluation> {
    let size = fs::metadata(path).ok()?.len();
    let bytes = (size <= MAX_RESULT_SIZE).then(|| fs::read(path).ok())??;
    serde_json::from_slice(&bytes).ok()
}

#[cfg(test)]
mod tests;
