//! Why a job fails, in the service's words.

use std::{
    io::{self, Read},
    path::Path,
};

use sqlite::ErrorKind;

use crate::{
    process::folder::{FAILURE, JobFolder, as_in_container},
    s3::store::StoreError,
};

/// The longest `FailureReason` in characters. Source: shape `FailureReason`.
const MAX_REASON_LENGTH: usize = 1024;

/// Why an attempt ends early.
#[derive(Debug, thiserror::Error)]
pub(super) enum JobError {
    /// The request or its data is wrong.
    #[error("ClientError: {0}")]
    Client(String),
    /// The engine or the computer failed.
    #[error("InternalServerError: {0}")]
    Internal(String),
    /// A fault was injected. The text is the whole reason.
    #[error("{0}")]
    Injected(String),
    /// The disk is full or the database is busy, so a later try may succeed.
    #[error("{reason}")]
    Temporary {
        /// The whole reason of a job that fails with this error.
        reason: String,
        cause: String,
    },
    /// The job was asked to stop.
    #[error("the job was asked to stop")]
    Stopping,
}

impl JobError {
    /// A download that failed.
    pub(super) fn download(reason: impl std::fmt::Display) -> Self {
        Self::Client(format!("Data download failed:{reason}"))
    }

    pub(super) fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    /// Whether the engine itself failed, so that another attempt may succeed.
    pub(super) fn is_internal(&self) -> bool {
        match self {
            Self::Internal(_) => true,
            Self::Injected(reason) | Self::Temporary { reason, .. } => reason.starts_with("InternalServerError:"),
            Self::Client(_) | Self::Stopping => false,
        }
    }

    /// The cause of a failure that may not repeat; `None` for every other failure.
    pub(super) fn temporary_cause(&self) -> Option<&str> {
        if let Self::Temporary { cause, .. } = self { Some(cause) } else { None }
    }

    fn internal_or_temporary(is_temporary: bool, cause: impl std::fmt::Display) -> Self {
        let error = Self::internal(&cause);
        if is_temporary { Self::Temporary { reason: error.to_string(), cause: cause.to_string() } } else { error }
    }

    /// `FailureReason`
    pub(super) fn reason(&self) -> String {
        cut(&self.to_string())
    }
}

impl From<sqlx::Error> for JobError {
    fn from(error: sqlx::Error) -> Self {
        Self::internal_or_temporary(ErrorKind::of(&error).is_temporary(), error)
    }
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        let is_temporary = match &error {
            StoreError::Index(error) => ErrorKind::of(error).is_temporary(),
            StoreError::File(error) => is_full(error),
            StoreError::NoSuchBucket(_) => false,
        };
        Self::internal_or_temporary(is_temporary, error)
    }
}

impl From<io::Error> for JobError {
    fn from(error: io::Error) -> Self {
        if is_full(&error) {
            Self::Temporary { reason: Self::download("Insufficient disk space").to_string(), cause: error.to_string() }
        } else {
            Self::internal(error)
        }
    }
}

/// Whether the disk or the user's quota is full.
fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// The reason that a trainer gives in its failure file, or its exit code.
pub(super) fn of_trainer(folder: &JobFolder, code: Option<i32>, signal: Option<i32>) -> String {
    let end = match (code, signal) {
        (Some(code), _) => format!("exit code: {code}"),
        (None, Some(signal)) => format!("signal: {signal}{}", explain(signal)),
        (None, None) => "no exit code".to_owned(),
    };
    let text = as_in_container(&folder.names(), &read_failure(folder).unwrap_or_default());
    let text = text.trim();
    if text.is_empty() {
        // The service writes this one with capital letters.
        return match code {
            Some(code) => format!("AlgorithmError: Exit Code: {code}"),
            None => format!("AlgorithmError: the training program was ended by {end}"),
        };
    }
    // The log says "Customer Error", the reason says "ClientError".
    let classes = [
        ("Customer Error:", "ClientError:"),
        ("Algorithm Error:", "AlgorithmError:"),
        ("ClientError:", "ClientError:"),
        ("AlgorithmError:", "AlgorithmError:"),
        ("InternalServerError:", "InternalServerError:"),
    ];
    let reason = classes
        .iter()
        .find_map(|(theirs, ours)| text.strip_prefix(theirs).map(|rest| format!("{ours} {}", rest.trim_start())))
        .unwrap_or_else(|| format!("AlgorithmError: {text}"));
    cut(&format!("{reason}, {end}"))
}

/// The usual cause of the two signals that nobody sends on purpose.
fn explain(signal: i32) -> &'static str {
    match signal {
        6 => " (aborted, as when a job may have no more memory)",
        9 => " (killed, as the system does when memory runs out)",
        _ => "",
    }
}

fn read_failure(folder: &JobFolder) -> io::Result<String> {
    let mut bytes = Vec::new();
    let (parent, name) = FAILURE;
    let Some(parent) = folder.open(Path::new(parent))? else { return Ok(String::new()) };
    let Some(file) = parent.file(Path::new(name))? else { return Ok(String::new()) };
    // A character has at most four bytes.
    file.take(4 * MAX_REASON_LENGTH as u64).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).chars().take(MAX_REASON_LENGTH).collect())
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_REASON_LENGTH).collect()
}
