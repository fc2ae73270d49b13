//! Plain data that the pages show and that is no fact of a training job.

pub mod artifact_scan;
pub mod comparison;
pub mod drafts;
pub mod evaluation;
pub mod history;
pub mod models;
pub mod object_preview;
mod suggestions;
pub mod upload;

use domain::{Timestamp, description::TrainingJobSummary};
use serde::{Deserialize, Serialize};

pub use suggestions::Suggestions;

/// Which SageMaker the console talks to, and the defaults that follow from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsoleSettings {
    /// Whether jobs run in the embedded engine.
    pub is_local: bool,
    /// The account's twelve digits, when it is known.
    pub account: Option<String>,
    /// For example `us-west-2`.
    pub region: String,
    /// A role that works at this target; the embedded engine offers one.
    pub role: Option<String>,
    /// Where models go unless another path is typed, for example `s3://sagemaker-us-west-2-000000000000/output`.
    pub output_path: Option<String>,
    /// Where the sample data is, for example `s3://sagemaker-us-west-2-000000000000/samples/`; the embedded engine has it.
    pub samples: Option<String>,
    /// The program's version.
    pub version: String,
}

/// A job whose model may be the start of another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The job.
    pub job: TrainingJobSummary,
    /// Why its model cannot be used; `None` when it can.
    pub reason: Option<String>,
}

/// A bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// When it was made.
    pub created_at: Option<Timestamp>,
}

/// One page of what is directly below a prefix.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Prefixes that end with a slash, complete from the bucket's root.
    pub folders: Vec<String>,
    /// Objects.
    pub objects: Vec<ObjectSummary>,
    /// Asks for the next page; `None` on the last.
    pub continuation: Option<String>,
}

/// One object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectSummary {
    /// Its key, complete from the bucket's root.
    pub key: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was written.
    pub modified_at: Option<Timestamp>,
    /// Its storage class, where the store says one.
    pub storage_class: Option<String>,
}

/// What is read at a location besides the listing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reading {
    /// Nothing more.
    #[default]
    Listing,
    /// Whether the object is a manifest.
    Manifest,
    /// How many records the files have, where that is quickly known.
    Records,
    /// What else would be downloaded with a model's archive, and the key that encrypts it.
    Artifact,
    /// The job that keeps its checkpoints there, by the history and not by the store.
    Checkpoints,
}
