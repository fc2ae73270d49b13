//! A scan of an archive, and the jobs that concern a location.

use domain::Timestamp;
use serde::{Deserialize, Serialize};

/// A scan that has ended or is under way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ArtifactScan<T> {
    /// What it found.
    Done {
        /// The finding.
        found: T,
        /// The version of the archive, as S3 names it; of a comparison, that of the second.
        etag: String,
        /// When it was found.
        at: Timestamp,
    },
    /// It is under way.
    Running {
        /// Bytes that were read.
        read: u64,
        /// Bytes that there are.
        size: u64,
    },
}

/// Which jobs concern a location.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobsAtLocation {
    /// Jobs that stored something there.
    pub made_by: Vec<String>,
    /// Jobs that read what is there, with the channels; the newest first.
    pub read_by: Vec<(String, Vec<String>)>,
    /// Whether there are more readers than these.
    pub more: bool,
}
