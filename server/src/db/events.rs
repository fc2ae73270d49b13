//! What the console saw or did, by job.

use sqlx::{Result, SqliteExecutor};

/// What kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The request was stored and is about to be sent.
    Submitted,
    /// The target accepted it.
    Accepted,
    /// The target refused it.
    Refused,
    /// The answer was lost, and asking for the name found the job, or found that it never arrived.
    Settled,
    /// The job was found at the target, made by somebody else.
    Discovered,
    /// The job was asked to stop.
    StopRequested,
    /// The job's state changed.
    StatusChanged,
    /// The target no longer knows the job.
    Vanished,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Settled => "settled",
            Self::Discovered => "discovered",
            Self::StopRequested => "stop-requested",
            Self::StatusChanged => "status-changed",
            Self::Vanished => "vanished",
        }
    }
}

/// Adds an event.
pub(crate) async fn insert(executor: impl SqliteExecutor<'_>, job: &str, at: i64, kind: Kind, message: &str) -> Result<()> {
    sqlx::query("INSERT INTO event (job, at, kind, message) VALUES (?, ?, ?, ?)")
        .bind(job)
        .bind(at)
        .bind(kind.word())
        .bind(message)
        .execute(executor)
        .await?;
    Ok(())
}
