//! The name of a training job.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A name that the service accepts: 1–63 letters, digits and inner hyphens.
///
/// Source: shape `TrainingJobName`, pattern `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`, length 1–63.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct JobName(String);

/// Why a text is no job name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum JobNameError {
    /// Nothing was given.
    #[error("the name is empty")]
    Empty,
    /// More than [`JobName::MAX_LENGTH`] characters.
    #[error("the name has {0} characters, at most 63 are allowed")]
    TooLong(usize),
    /// A sign other than a letter, a digit or an inner hyphen.
    #[error("the name may hold letters, digits and inner hyphens only")]
    Characters,
}

impl JobName {
    /// The longest name in characters. Source: shape `TrainingJobName`.
    pub const MAX_LENGTH: usize = 63;
    /// The API model's pattern.
    pub const PATTERN: &str = "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}";

    /// Parses a name; outer white space is the caller's to remove.
    ///
    /// # Errors
    /// The first rule that `text` breaks, in the order length, characters.
    pub fn parse(text: &str) -> Result<Self, JobNameError> {
        if text.is_empty() {
            return Err(JobNameError::Empty);
        }
        let length = text.chars().count();
        if length > Self::MAX_LENGTH {
            return Err(JobNameError::TooLong(length));
        }
        if !Self::matches_pattern(text) {
            return Err(JobNameError::Characters);
        }
        Ok(Self(text.to_owned()))
    }

    /// Whether `text` matches [`Self::PATTERN`]. Hyphens in a row do not count there, so a longer text may match.
    pub fn matches_pattern(text: &str) -> bool {
        Self::has_allowed_characters(text) && text.bytes().filter(|b| *b != b'-').count() <= Self::MAX_LENGTH
    }

    /// Whether every sign of `text` is allowed where it stands, whatever its length is.
    pub fn has_allowed_characters(text: &str) -> bool {
        let alphanumeric = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
        let bytes = text.as_bytes();
        alphanumeric(bytes.first()) && alphanumeric(bytes.last()) && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
    }

    /// The nearest valid name: other signs become hyphens, outer hyphens and what is too long go away.
    ///
    /// `None` when nothing valid remains.
    pub fn nearest(text: &str) -> Option<Self> {
        let replaced: String = text.trim().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let cut: String = replaced.trim_matches('-').chars().take(Self::MAX_LENGTH).collect();
        Self::parse(cut.trim_matches('-')).ok()
    }

    /// The next name of a series: `cats-v1` → `cats-v2`, `cats` → `cats-2`; shortened to fit.
    #[must_use]
    pub fn next(&self) -> Self {
        let stem = self.0.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = self.0[stem.len()..].parse::<u32>().ok().and_then(|n| n.checked_add(1));
        let (stem, suffix) = match number {
            Some(number) if !stem.is_empty() => (stem.to_owned(), number.to_string()),
            _ => (format!("{}-", self.0), "2".to_owned()),
        };
        let room = Self::MAX_LENGTH.saturating_sub(suffix.len());
        let stem: String = stem.chars().take(room).collect();
        Self(format!("{stem}{suffix}"))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for JobName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for JobName {
    type Error = JobNameError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<JobName> for String {
    fn from(name: JobName) -> Self {
        name.0
    }
}
