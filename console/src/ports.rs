//! What the pages need from the program that runs them. Server side only; `server` implements these traits.

pub mod artifacts;
pub mod drafts;
pub mod evaluations;
pub mod fault_injection;
mod history;
pub mod models;
pub mod sources;

pub use history::{About, JobHistory};

use std::{pin::Pin, sync::Arc};

use async_trait::async_trait;
use domain::{
    Clock, CreateTrainingJob, JobKey, JobName, LocationFacts, S3Uri,
    description::{LogLine, TrainingJobDetail, TrainingJobSummary},
    incremental::SourceModel,
};

use crate::{
    data::{Bucket, ConsoleSettings, Listing, Reading, object_preview::Preview, upload::Upload},
    error::AppError,
};

/// The jobs of the target, with the history that the console keeps of them.
#[async_trait]
pub trait TrainingJobs: Send + Sync {
    /// Stores the request, sends it, and settles a lost answer by describing the name. Sending one name twice makes one job.
    async fn create(&self, request: CreateTrainingJob) -> Result<JobName, AppError>;
    /// Everything known about a job; `None` when neither the history nor the target knows it.
    async fn describe(&self, job: &JobKey) -> Result<Option<TrainingJobDetail>, AppError>;
    /// All jobs, newest first, from the history: `limit` rows from `offset`, and how many there are in all.
    async fn list(&self, offset: u32, limit: u32) -> Result<(Vec<TrainingJobSummary>, u32), AppError>;
    /// Whether the name is taken, in the history or at the target.
    async fn is_taken(&self, name: &JobName) -> Result<bool, AppError>;
    /// Asks the target to stop the job.
    async fn stop(&self, name: &JobName) -> Result<(), AppError>;
    /// Removes an ended job from the target; what is known of it stays.
    async fn delete(&self, name: &JobName) -> Result<(), AppError>;
    /// How many log lines there are so far; the last one has this number minus one.
    async fn log_length(&self, job: &JobKey) -> Result<u64, AppError>;
    /// Log lines from number `from` on, at most `limit`; fewer where they are long, and none at the end only.
    async fn log(&self, job: &JobKey, from: u64, limit: u32) -> Result<Vec<LogLine>, AppError>;
    /// The last log lines before number `end`, at most `limit`; fewer where they are long.
    async fn log_tail(&self, job: &JobKey, end: u64, limit: u32) -> Result<Vec<LogLine>, AppError>;
    /// What is known about a model by its artifact's location.
    async fn source_model(&self, artifact: &S3Uri) -> Result<SourceModel, AppError>;
}

/// A stream of an object's bytes.
pub type ByteStream = Pin<Box<dyn futures_core::Stream<Item = Result<bytes::Bytes, std::io::Error>> + Send>>;

/// S3, as far as the pages read it.
#[async_trait]
pub trait ObjectStore: Send + Sync {
    /// All buckets.
    async fn buckets(&self) -> Result<Vec<Bucket>, AppError>;
    /// One page of at most 200 of the folders and objects directly below a folder whose keys start with the location.
    async fn list(&self, location: &S3Uri, continuation: Option<String>) -> Result<Listing, AppError>;
    /// What only a look there can tell about a location, with what `reading` asks for besides the listing.
    async fn facts(&self, location: &S3Uri, reading: Reading) -> Result<LocationFacts, AppError>;
    /// An object's size and bytes, for a download; `None` when there is no such object.
    async fn download(&self, object: &S3Uri) -> Result<Option<(u64, ByteStream)>, AppError>;
    /// What can be shown of an object without downloading it; `None` when there is no such object.
    async fn preview(&self, object: &S3Uri) -> Result<Option<Preview>, AppError>;
    /// At most `length` bytes of an object from byte `from` on, and the object's size; `None` when there is no such object.
    async fn part(&self, object: &S3Uri, from: u64, length: u64) -> Result<Option<(u64, bytes::Bytes)>, AppError>;
    /// Makes an empty object whose key ends with a slash, which S3's browsers show as a folder.
    async fn make_folder(&self, folder: &S3Uri) -> Result<(), AppError>;
    /// Removes an object, or the mark of a folder that holds nothing else; one that is gone already is no error.
    async fn delete(&self, object: &S3Uri) -> Result<(), AppError>;
    /// Begins an upload in parts, or goes on with an earlier one that the store still knows.
    async fn begin_upload(&self, object: &S3Uri, size: u64, earlier: Option<String>) -> Result<Upload, AppError>;
    /// Stores one part of an upload; its number counts from 1.
    async fn upload_part(&self, object: &S3Uri, upload: &str, number: i32, bytes: bytes::Bytes) -> Result<(), AppError>;
    /// Makes the object from its parts. Refused when parts are missing.
    async fn complete_upload(&self, object: &S3Uri, upload: &str, size: u64) -> Result<(), AppError>;
    /// Throws an upload away.
    async fn abort_upload(&self, object: &S3Uri, upload: &str) -> Result<(), AppError>;
}

/// Everything that the pages may reach; given by `server` through the context.
#[derive(Clone)]
pub struct Backend {
    /// Jobs.
    pub jobs: Arc<dyn TrainingJobs>,
    /// What is remembered of all jobs.
    pub history: Arc<dyn JobHistory>,
    /// Facts about program and target.
    pub about: Arc<dyn About>,
    /// Objects.
    pub objects: Arc<dyn ObjectStore>,
    /// Drafts of the form.
    pub drafts: Arc<dyn drafts::Drafts>,
    /// Where jobs may start from.
    pub sources: Arc<dyn sources::Sources>,
    /// The inside of archives.
    pub artifacts: Arc<dyn artifacts::Artifacts>,
    /// Evaluations of models.
    pub evaluations: Arc<dyn evaluations::Evaluations>,
    /// Models.
    pub models: Arc<dyn models::Models>,
    /// Failures on purpose.
    pub fault_rules: Arc<dyn fault_injection::FaultRules>,
    /// The program's one clock: pages show times relative to it.
    pub clock: Arc<dyn Clock>,
    /// What every page says about the target, and the wizard's defaults.
    pub settings: Arc<ConsoleSettings>,
}
