//! Locations in S3.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub mod folder_name;

/// `s3://bucket/key-or-prefix`, with a bucket name that S3 allows. The key may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct S3Uri {
    bucket: String,
    key: String,
}

/// Why a text is no S3 location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum S3UriError {
    /// It does not start with `s3://`.
    #[error("an S3 location starts with s3://")]
    Scheme,
    /// The API allows 1024 characters.
    #[error("an S3 location has at most 1024 characters")]
    TooLong,
    /// The bucket's name breaks S3's rules.
    #[error("bucket names have 3 to 63 lower-case letters, digits, dots and hyphens")]
    Bucket,
}

impl S3Uri {
    /// The longest location in characters. Source: shape `S3Uri`.
    pub const MAX_LENGTH: usize = 1024;
    /// The API model's pattern, which is wider than what works.
    pub const PATTERN: &str = "(https|s3)://([^/]+)/?(.*)";

    /// Parses `s3://bucket/key`.
    ///
    /// # Errors
    /// The first rule that `text` breaks.
    pub fn parse(text: &str) -> Result<Self, S3UriError> {
        if text.chars().count() > Self::MAX_LENGTH {
            return Err(S3UriError::TooLong);
        }
        let rest = text.strip_prefix("s3://").ok_or(S3UriError::Scheme)?;
        let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
        if !is_bucket_name(bucket) {
            return Err(S3UriError::Bucket);
        }
        Ok(Self { bucket: bucket.to_owned(), key: key.to_owned() })
    }

    /// A location from its parts; the key is taken as it is.
    ///
    /// # Errors
    /// [`S3UriError::Bucket`] when the bucket's name breaks S3's rules.
    pub fn new(bucket: &str, key: &str) -> Result<Self, S3UriError> {
        if !is_bucket_name(bucket) {
            return Err(S3UriError::Bucket);
        }
        Ok(Self { bucket: bucket.to_owned(), key: key.to_owned() })
    }

    /// Whether `text` matches the API model's pattern, whatever its length is.
    pub fn matches_pattern(text: &str) -> bool {
        let Some(rest) = text.strip_prefix("s3://").or_else(|| text.strip_prefix("https://")) else { return false };
        let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
        !bucket.is_empty() && !key.contains('\n')
    }

    /// The bucket's name.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// The key or prefix, without a leading slash; may be empty.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether the key ends in `.tar.gz`, as that of a model archive must. Source: `ModelDataUrl` of CreateModel, and what training
    /// jobs store.
    pub fn is_tar_gz(&self) -> bool {
        self.key.ends_with(".tar.gz")
    }

    /// Whether the key holds `//`, which makes SageMaker's download fail.
    pub fn has_empty_segment(&self) -> bool {
        self.key.contains("//") || self.key.starts_with('/')
    }

    /// The path that an object of a channel with this location has in the channel. When the location names a folder, with or without
    /// its last `/`, it is the rest of the object's key. When it ends within a name, or is the key itself, it is the part of the key
    /// after the location's last `/`. Source: the SageMaker SDK's local mode, `sagemaker.utils.download_folder`.
    pub fn path_in_channel<'a>(&self, key: &'a str) -> &'a str {
        if let Some(below) = key.strip_prefix(&self.key).and_then(|rest| rest.strip_prefix('/')) {
            return below;
        }
        let folder = self.key.rfind('/').map_or(0, |slash| slash + 1);
        key.get(folder..).unwrap_or(key)
    }

    /// What the object is called as a file of its own: the last part of its key. All jobs call their archives alike, so theirs begin
    /// with the job's name: `digits-1-model.tar.gz`.
    pub fn file_name(&self) -> String {
        let path = self.key.trim_end_matches('/');
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let job = folder.strip_suffix("/output").map(|folder| folder.rsplit('/').next().unwrap_or(folder));
        match job.filter(|job| !job.is_empty() && ["model.tar.gz", "output.tar.gz"].contains(&name)) {
            Some(job) => format!("{job}-{name}"),
            None => name.to_owned(),
        }
    }

    /// Where a job stores its model: `<path>/<job>/output/model.tar.gz`; trailing slashes of the path are dropped first.
    #[must_use]
    pub fn model_artifact(&self, job: &str) -> Self {
        let path = self.key.trim_end_matches('/');
        let separator = if path.is_empty() { "" } else { "/" };
        Self { bucket: self.bucket.clone(), key: format!("{path}{separator}{job}/output/model.tar.gz") }
    }
}

impl fmt::Display for S3Uri {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "s3://{}/{}", self.bucket, self.key)
    }
}

impl TryFrom<String> for S3Uri {
    type Error = S3UriError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<S3Uri> for String {
    fn from(uri: S3Uri) -> Self {
        uri.to_string()
    }
}

/// Whether `name` follows S3's rules for general purpose buckets: 3–63 of a–z, 0–9, dot and hyphen, no dots in a row,
/// a letter or digit at both ends, not the shape of an IP address.
pub fn is_bucket_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    let edge = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    (3..=63).contains(&bytes.len())
        && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'.' || *b == b'-')
        && edge(bytes.first())
        && edge(bytes.last())
        && !name.contains("..")
        && name.parse::<std::net::Ipv4Addr>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_keeps_what_follows_the_folder_of_its_channel() {
        let path = |prefix: &str, key: &'static str| {
            let location = S3Uri::new("bucket", prefix).expect("a location");
            location.path_in_channel(key)
        };
        assert_eq!(path("data/train/", "data/train/a/b.rec"), "a/b.rec");
        assert_eq!(path("data/train", "data/train/a/b.rec"), "a/b.rec");
        assert_eq!(path("data", "data/train/a.rec"), "train/a.rec");
        assert_eq!(path("data/tr", "data/train/a.rec"), "train/a.rec");
        assert_eq!(path("data/train", "data/train2/a.rec"), "train2/a.rec");
        assert_eq!(path("job/output/model.tar.gz", "job/output/model.tar.gz"), "model.tar.gz");
        assert_eq!(path("", "a"), "a");
    }

    #[test]
    fn archives_of_jobs_are_told_apart_by_their_files() {
        let name = |text: &str| S3Uri::parse(text).map(|uri| uri.file_name()).ok();
        assert_eq!(name("s3://models-1/models/digits-1/output/model.tar.gz").as_deref(), Some("digits-1-model.tar.gz"));
        assert_eq!(name("s3://models-1/digits-1/output/output.tar.gz").as_deref(), Some("digits-1-output.tar.gz"));
        assert_eq!(name("s3://models-1/output/model.tar.gz").as_deref(), Some("model.tar.gz"));
        assert_eq!(name("s3://models-1/data/train.rec").as_deref(), Some("train.rec"));
    }
}
