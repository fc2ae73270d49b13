//! Which job of the history is meant: what a name stands for now, or a record that had the name before.

use std::fmt;

use crate::job_name::{JobName, JobNameError};

/// A name, and a record where a later job may have the name: `cats-1`, or `cats-1@12` for record 12.
///
/// The service forgets a job that is deleted and gives its name away; the history keeps both.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct JobKey {
    /// The job's name.
    pub name: JobName,
    /// The record's number in the history; `None` for the job that has the name now.
    pub record: Option<i64>,
}

/// Stands between name and record. No name holds it.
const SIGN: char = '@';

impl JobKey {
    /// Reads `name` or `name@record`.
    ///
    /// # Errors
    /// What is wrong with the name; a record that is no number counts as part of it.
    pub fn parse(text: &str) -> Result<Self, JobNameError> {
        let Some((name, record)) = text.split_once(SIGN) else {
            return JobName::parse(text).map(Self::from);
        };
        let record = record.parse().map_err(|_| JobNameError::Characters)?;
        Ok(Self { name: JobName::parse(name)?, record: Some(record) })
    }
}

impl From<JobName> for JobKey {
    fn from(name: JobName) -> Self {
        Self { name, record: None }
    }
}

impl fmt::Display for JobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.record {
            Some(record) => write!(f, "{}{SIGN}{record}", self.name),
            None => self.name.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_is_written() {
        for text in ["cats-1", "cats-1@12"] {
            assert_eq!(JobKey::parse(text).map(|key| key.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "@1", "cats-1@", "cats-1@x", "cats_1@1"] {
            assert!(JobKey::parse(text).is_err(), "{text}");
        }
    }
}
