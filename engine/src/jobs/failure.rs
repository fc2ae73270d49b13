//! Why a job fails, in the service's words.

use std::{
    io::{self, Read},
    path::Path,
};

use nix::errno::Errno;
use sqlite::ErrorKind;

use crate::{
    kms::KeyError,
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
    /// The disk is full, the database is busy or no more files can be opened, so a later try may succeed.
    #[error("{reason}")]
    Temporary {
        /// The whole reason of a job that fails with this error.
        reason: String,
        cause: String,
        /// Whether it is the disk. Input that does not fit does not fit later either.
        is_full: bool,
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

    /// Whether the same work may succeed later although nobody makes room.
    pub(super) fn is_passing(&self) -> bool {
        matches!(self, Self::Temporary { is_full: false, .. })
    }

    fn temporary(cause: impl std::fmt::Display, is_full: bool) -> Self {
        Self::Temporary { reason: Self::internal(&cause).to_string(), cause: cause.to_string(), is_full }
    }

    fn of_database(kind: ErrorKind, cause: impl std::fmt::Display) -> Self {
        match kind.is_temporary() {
            true => Self::temporary(cause, kind == ErrorKind::DiskFull),
            false => Self::internal(cause),
        }
    }

    /// `FailureReason`
    pub(super) fn reason(&self) -> String {
        cut(&self.to_string())
    }
}

impl From<sqlx::Error> for JobError {
    fn from(error: sqlx::Error) -> Self {
        Self::of_database(ErrorKind::of(&error), error)
    }
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Index(cause) => Self::of_database(ErrorKind::of(cause), error),
            StoreError::File(cause) if is_full(cause) || is_out_of_files(cause) => Self::temporary(&error, is_full(cause)),
            StoreError::Key(KeyError::Index(cause)) => Self::of_database(ErrorKind::of(cause), error),
            StoreError::Key(KeyError::Refused { code, message }) => Self::Client(format!("KMS.{code}: {message}")),
            StoreError::CustomerKey(_) => Self::Client(error.to_string()),
            StoreError::File(_) | StoreError::NoSuchBucket(_) | StoreError::Key(_) => Self::internal(error),
        }
    }
}

impl From<io::Error> for JobError {
    fn from(error: io::Error) -> Self {
        if is_full(&error) {
            let reason = Self::download("Insufficient disk space").to_string();
            Self::Temporary { reason, cause: error.to_string(), is_full: true }
        } else if is_out_of_files(&error) {
            Self::temporary(error, false)
        } else {
            Self::internal(error)
        }
    }
}

/// Whether the disk or the user's quota is full.
fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// Whether the process or the system has too many files open, as while many connections are open.
pub(super) fn is_out_of_files(error: &io::Error) -> bool {
    let code = error.raw_os_error().map(Errno::from_raw);
    matches!(code, Some(Errno::EMFILE | Errno::ENFILE))
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
