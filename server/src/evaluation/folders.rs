//! Where evaluations are below the data folder: the results that are kept, and the work that is being done.

use std::{
    fs, io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    time::SystemTime,
};

use domain::{S3Uri, channel_data::ChannelData, evaluation::Evaluation};
use sha2::{Digest, Sha256};

/// Results that are kept. Source: our own limit; the oldest one goes for the next.
const MAX_KEPT: usize = 200;
/// Counts the forms of what is kept; a higher one makes every evaluation anew.
const FORM: u32 = 1;
/// Bytes of a result that is read: 5,000 wrong images with long lists of classes are smaller.
const MAX_RESULT_SIZE: u64 = 64 << 20;

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

    fn file_name(&self) -> String {
        format!("{}-{}.json", self.model, self.data)
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
    digits.truncate(32);
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

    /// Keeps a result as the newest one, and removes the oldest ones where there are too many.
    pub(super) fn keep(&self, key: &Key, evaluation: &Evaluation) -> io::Result<()> {
        make(&self.kept())?;
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
        files.into_iter().take(surplus).try_for_each(|(_, path)| fs::remove_file(path))
    }

    /// The results with the moments when they were kept.
    fn files(&self) -> Vec<(SystemTime, PathBuf)> {
        let entries = fs::read_dir(self.kept()).into_iter().flatten().flatten();
        let files = entries.filter(|entry| name(&entry.path()).ends_with(".json"));
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
mod tests {
    use super::*;
    use crate::evaluation::tests::made::{evaluation, listed};

    fn artifact() -> S3Uri {
        S3Uri::parse("s3://bucket/model.tar.gz").expect("a location")
    }

    #[test]
    fn results_are_kept_by_the_versions_of_model_and_data() {
        let folder = tempfile::tempdir().expect("a folder");
        let folders = Folders::new(folder.path(), "console-local.db");
        let key = |etag: &str, digest: &str| Key::new(&artifact(), etag, &[listed(digest)]);
        assert_eq!(folders.find(&key("one", "a")), None);
        folders.keep(&key("one", "a"), &evaluation("a", &[1])).expect("kept");
        assert_eq!(folders.find(&key("one", "a")), Some(evaluation("a", &[1])));
        assert_eq!((folders.find(&key("two", "a")), folders.find(&key("one", "b"))), (None, None));
        assert_eq!(folders.newest(&artifact(), "one"), Some(evaluation("a", &[1])));
        assert_eq!(folders.newest(&artifact(), "two"), None);
        fs::write(folders.kept().join(key("one", "a").file_name()), "{").expect("a broken file");
        assert_eq!(folders.find(&key("one", "a")), None);
    }

    #[test]
    fn the_oldest_results_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let folders = Folders::new(folder.path(), "console-local.db");
        for number in 0..MAX_KEPT + 3 {
            folders.keep(&Key::new(&artifact(), &number.to_string(), &[]), &evaluation("a", &[])).expect("kept");
        }
        assert_eq!(folders.files().len(), MAX_KEPT);
        assert!(folders.newest(&artifact(), &(MAX_KEPT + 2).to_string()).is_some());
    }

    #[test]
    fn the_work_of_a_killed_console_is_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let folders = Folders::new(folder.path(), "console-local.db");
        let work = folders.begin_work(7).expect("a folder");
        fs::write(work.join("model.tar.gz"), "half of it").expect("a file");
        assert!(!folders.begin_work(7).expect("the same").join("model.tar.gz").exists());
        folders.clear_work().expect("removed");
        assert!(!work.exists());
        folders.clear_work().expect("nothing there");
    }
}
