//! The history: everything that is asked of the jobs besides creating, showing and stopping one.

use async_trait::async_trait;
use domain::{
    JobKey, JobName,
    channel_data::ChannelComparison,
    description::{TrainingJobDetail, TrainingJobSummary},
    event::JobEvent,
    job_query::{JobQuery, Property},
    lineage::Lineage,
    warm_start::Proof,
    wire::Channel,
};

use crate::{
    data::{
        comparison::Comparison,
        history::{Exchange, Facts, FilterSet, JobsFound, LogMatches, LogQuery, StepValue, StopOutcome, Trouble},
    },
    error::AppError,
};

/// What the console remembers of all jobs it ever saw.
#[async_trait]
pub trait JobHistory: Send + Sync {
    /// One page of the jobs that a question finds, and how many it finds.
    async fn find(&self, query: &JobQuery) -> Result<JobsFound, AppError>;
    /// Values of a property that contain `part`, at most 20, for the person who types a filter; those that begin with it come
    /// first.
    async fn values(&self, property: &Property, part: &str) -> Result<Vec<String>, AppError>;
    /// Keys of all tags, at most 200.
    async fn tag_keys(&self) -> Result<Vec<String>, AppError>;

    /// All saved questions, by name.
    async fn filter_sets(&self) -> Result<Vec<FilterSet>, AppError>;
    /// Saves a question; one of the same name is replaced.
    async fn save_filter_set(&self, name: &str, query: &JobQuery) -> Result<(), AppError>;
    /// Forgets a saved question; a name that is none is fine.
    async fn remove_filter_set(&self, name: &str) -> Result<(), AppError>;

    /// What was seen of a job and done with it, newest first: at most `limit` events that are older than event `before`.
    async fn events(&self, job: &JobKey, before: Option<i64>, limit: u32) -> Result<Vec<JobEvent>, AppError>;
    /// The request and the service's answers; `None` when nobody knows the job.
    async fn exchange(&self, job: &JobKey) -> Result<Option<Exchange>, AppError>;
    /// Deleted jobs whose name belongs to a later job, newest first.
    async fn earlier(&self, name: &JobName) -> Result<Vec<TrainingJobSummary>, AppError>;
    /// A job by its record, deleted ones too; asks the history alone.
    async fn record(&self, record: i64) -> Result<Option<TrainingJobDetail>, AppError>;

    /// Ancestors and descendants by the locations of their models; `None` when nobody knows the job.
    async fn lineage(&self, job: &JobKey) -> Result<Option<Lineage>, AppError>;
    /// Whether the job really went on from its parent's weights; `None` when it has no model channel or nobody knows it.
    async fn warm_start(&self, job: &JobKey) -> Result<Option<Proof>, AppError>;
    /// What a stop leaves, and how to go on from it; looks for the model just now. `None` when nobody knows the job.
    async fn stop_outcome(&self, job: &JobKey) -> Result<Option<StopOutcome>, AppError>;
    /// Jobs side by side, at most [`crate::data::comparison::MAX_COMPARED_JOBS`]; more are left out.
    async fn compare(&self, jobs: &[JobKey]) -> Result<Comparison, AppError>;
    /// Whether the channels of a new job hold the same data as those of an earlier one: they are listed just now. Empty when nobody
    /// knows the earlier job.
    async fn data_since(&self, earlier: &JobKey, channels: &[Channel]) -> Result<Vec<ChannelComparison>, AppError>;
    /// Values of the metrics that a job defines, by metric and step: at most `limit` after the metric and the step of `after`.
    async fn defined_values(&self, job: &JobKey, after: (&str, u32), limit: u32) -> Result<Vec<StepValue>, AppError>;
    /// Remembers that a job was created with the settings of another one, where that one failed.
    async fn note_relaunch(&self, failed: &JobKey, created: &JobName) -> Result<(), AppError>;
    /// Lines from number `from` on that match, without regard to the case of Latin letters, at most `limit`.
    async fn search_log(&self, job: &JobKey, query: &LogQuery, from: u64, limit: u32) -> Result<LogMatches, AppError>;

    /// What keeps the history from being brought up to date; `None` while nothing does.
    fn trouble(&self) -> Option<Trouble>;

    /// Sets tags of a job at the target and removes others by their keys.
    async fn tag(&self, name: &JobName, set: &[(String, String)], remove: &[String]) -> Result<(), AppError>;
}

/// Facts for the settings page.
#[async_trait]
pub trait About: Send + Sync {
    /// Asks the target who the console is, and looks at the data folder. What cannot be told carries its reason.
    async fn facts(&self) -> Result<Facts, AppError>;
}
