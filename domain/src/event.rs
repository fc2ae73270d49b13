//! What the console saw of a job or did with it.

use serde::{Deserialize, Serialize};

use crate::{description::Actor, timestamp::Timestamp};

/// One entry of a job's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobEvent {
    /// Its number; later events have larger ones.
    pub id: i64,
    /// The job's name.
    pub job: String,
    /// When it was seen or done.
    pub at: Timestamp,
    /// What happened.
    pub kind: EventKind,
    /// Who did it.
    pub actor: Actor,
    /// More about it, for people; may be empty.
    pub message: String,
    /// The service's number of the call, where there was one.
    pub request_id: Option<String>,
}

/// What kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EventKind {
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
    /// The job's tags changed.
    Tagged,
    /// The model was found in S3.
    ArtifactFound,
    /// The model was there and is no longer, or is another one.
    ArtifactChanged,
    /// The job was deleted from this console.
    DeleteRequested,
    /// The target no longer knows the job.
    Vanished,
    /// The record came from another console's export.
    Imported,
    /// A job with its settings was created after it failed; the message is that job's name.
    Relaunched,
    /// It was created with the settings of a job that failed; the message is that job's name.
    RelaunchOf,
}

impl EventKind {
    /// All kinds.
    pub const ALL: [Self; 15] = [
        Self::Submitted,
        Self::Accepted,
        Self::Refused,
        Self::Settled,
        Self::Discovered,
        Self::StopRequested,
        Self::StatusChanged,
        Self::Tagged,
        Self::ArtifactFound,
        Self::ArtifactChanged,
        Self::DeleteRequested,
        Self::Vanished,
        Self::Imported,
        Self::Relaunched,
        Self::RelaunchOf,
    ];

    /// The word that is stored, for example `stop-requested`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Settled => "settled",
            Self::Discovered => "discovered",
            Self::StopRequested => "stop-requested",
            Self::StatusChanged => "status-changed",
            Self::Tagged => "tagged",
            Self::ArtifactFound => "artifact-found",
            Self::ArtifactChanged => "artifact-changed",
            Self::DeleteRequested => "delete-requested",
            Self::Vanished => "vanished",
            Self::Imported => "imported",
            Self::Relaunched => "relaunched",
            Self::RelaunchOf => "relaunch-of",
        }
    }

    /// The kind of a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What it says to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Submitted => "Request stored and sent",
            Self::Accepted => "Accepted by the service",
            Self::Refused => "Refused by the service",
            Self::Settled => "Lost answer settled",
            Self::Discovered => "Found at the service",
            Self::StopRequested => "Stop requested",
            Self::StatusChanged => "Status changed",
            Self::Tagged => "Tags changed",
            Self::ArtifactFound => "Model found in S3",
            Self::ArtifactChanged => "Model in S3 changed",
            Self::DeleteRequested => "Deleted",
            Self::Vanished => "Not found at the service",
            Self::Imported => "Imported from another console",
            Self::Relaunched => "Relaunched as another job",
            Self::RelaunchOf => "Created as a relaunch of a failed job",
        }
    }
}
