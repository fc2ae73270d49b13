//! Plain data of drafts.

use domain::Timestamp;
use serde::{Deserialize, Serialize};

/// The version of a form that was never saved.
pub const UNSAVED: i64 = 0;

/// A row of the list of drafts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftSummary {
    /// Its id in addresses.
    pub id: String,
    /// Counts the savings.
    pub version: i64,
    /// The job name that was typed; may be empty.
    pub title: String,
    /// When it was saved last.
    pub changed_at: Timestamp,
}

impl DraftSummary {
    /// What the draft is called.
    pub fn name(&self) -> &str {
        if self.title.is_empty() { "Without a name" } else { &self.title }
    }
}

/// A draft in the list, with what tells it from others of its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedDraft {
    /// Its row.
    pub summary: DraftSummary,
    /// What trains: the word of an algorithm source, and what was chosen or typed there.
    pub algorithm_source: String,
    /// A built-in algorithm's repository, or the image or name that was typed.
    pub algorithm: String,
    /// Location of the model that it starts from; empty for a start from scratch.
    pub source: String,
    /// Locations of its data channels, by their names.
    pub channels: Vec<(String, String)>,
}

/// What became of saving over a version that was read before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Saved {
    /// It is saved; this is the draft now.
    Done(DraftSummary),
    /// Somebody else saved meanwhile, for example another tab; this is the draft now, and nothing was overwritten.
    Conflict(DraftSummary),
    /// The draft was removed meanwhile, for example because its job was created.
    Gone,
}
