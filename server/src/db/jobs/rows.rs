//! The rows of jobs, as they are read and written.

use domain::{Timestamp, job_status::TrainingJobStatus};
use sqlx::FromRow;

use super::words::{LogState, Origin};
use crate::db::timestamp_columns::{NullableTimestampColumn, TimestampColumn};

/// A row of `training_job`. Its bodies are in [`crate::db::documents`].
#[derive(Debug, Clone, PartialEq, FromRow)]
pub(crate) struct JobRow {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) origin: Origin,
    pub(crate) status: String,
    pub(crate) secondary_status: String,
    #[sqlx(try_from = "TimestampColumn")]
    pub(crate) created_at: Timestamp,
    #[sqlx(try_from = "NullableTimestampColumn")]
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) training_seconds: Option<i64>,
    pub(crate) billable_seconds: Option<i64>,
    pub(crate) algorithm: Option<String>,
    pub(crate) instance_type: Option<String>,
    pub(crate) validation_accuracy: Option<f64>,
    pub(crate) best_validation_accuracy: Option<f64>,
    pub(crate) best_epoch: Option<i64>,
    pub(crate) change: Option<f64>,
    pub(crate) parent: Option<i64>,
    pub(crate) parent_name: Option<String>,
    #[sqlx(try_from = "NullableTimestampColumn")]
    pub(crate) vanished_at: Option<Timestamp>,
    #[sqlx(try_from = "NullableTimestampColumn")]
    pub(crate) superseded_at: Option<Timestamp>,
    pub(crate) arn: Option<String>,
    pub(crate) failure_reason: Option<String>,
    pub(crate) model_source: Option<String>,
    pub(crate) artifact: Option<String>,
    pub(crate) artifact_size: Option<i64>,
    pub(crate) artifact_etag: Option<String>,
    pub(crate) artifact_sha256: Option<String>,
    #[sqlx(try_from = "NullableTimestampColumn")]
    pub(crate) artifact_looked_at: Option<Timestamp>,
    pub(crate) artifact_replaced: bool,
    pub(crate) metrics_abandoned: bool,
    pub(crate) loaded_sha256: Option<String>,
    #[sqlx(try_from = "NullableTimestampColumn")]
    pub(crate) channels_listed_at: Option<Timestamp>,
    #[sqlx(try_from = "NullableTimestampColumn")]
    pub(crate) described_at: Option<Timestamp>,
    pub(crate) log_state: LogState,
    pub(crate) progress_epoch: Option<i64>,
    pub(crate) progress_batch: Option<i64>,
    #[sqlx(try_from = "NullableTimestampColumn")]
    pub(crate) progress_at: Option<Timestamp>,
}

impl JobRow {
    /// The state; a word of a newer version counts as in progress.
    pub(crate) fn status(&self) -> TrainingJobStatus {
        TrainingJobStatus::parse(&self.status).unwrap_or(TrainingJobStatus::InProgress)
    }

    /// Whether the request was stored and no answer to it is known.
    pub(crate) fn is_submitting(&self) -> bool {
        self.arn.is_none() && self.vanished_at.is_none()
    }
}

/// A job that is about to be submitted, or was found at the target.
#[derive(Debug, Clone)]
pub(crate) struct NewJob<'a> {
    pub(crate) name: &'a str,
    pub(crate) origin: Origin,
    pub(crate) request: &'a str,
    pub(crate) algorithm: &'a str,
    pub(crate) instance_type: Option<&'a str>,
    pub(crate) created_at: Timestamp,
    pub(crate) model_source: Option<&'a str>,
    pub(crate) artifact: Option<&'a str>,
    pub(crate) log_state: LogState,
}

/// What `DescribeTrainingJob` said.
#[derive(Debug, Clone)]
pub(crate) struct Described<'a> {
    pub(crate) arn: &'a str,
    pub(crate) status: TrainingJobStatus,
    pub(crate) secondary_status: &'a str,
    pub(crate) failure_reason: Option<&'a str>,
    pub(crate) created_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) training_seconds: Option<i64>,
    pub(crate) billable_seconds: Option<i64>,
    pub(crate) validation_accuracy: Option<f64>,
    pub(crate) artifact: Option<&'a str>,
    pub(crate) body: &'a str,
    pub(crate) at: Timestamp,
}

/// What a look for the artifact found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ArtifactProbe<'a> {
    /// `None` when there was none.
    pub(crate) size: Option<i64>,
    pub(crate) etag: Option<&'a str>,
    /// Where the store tells it; a digest that is known of the same object stays.
    pub(crate) sha256: Option<&'a str>,
}
