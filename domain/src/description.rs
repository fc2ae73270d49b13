//! What is known about a job after it was created: what `DescribeTrainingJob`, the logs and the history give together.

use serde::{Deserialize, Serialize};

use crate::{
    algorithm::MODEL_CHANNEL,
    channel_data::{ChannelComparison, ChannelData, Identity, Listed, VALIDATION_CHANNEL, compare},
    job_status::TrainingJobStatus,
    timestamp::Timestamp,
    wire::TrainingJobRequest,
};

mod action;
mod metric;
mod trained_epochs;

pub use metric::{DefinedMetric, FinalMetric, Metric, MetricPoint};
pub use trained_epochs::{EpochEvidence, PartialEpoch, TrainedEpochs, ordinal};

/// One row of the list of jobs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TrainingJobSummary {
    /// The history's number of the job: a name may have belonged to an earlier job that was deleted.
    pub record: i64,
    /// The job's name.
    pub name: String,
    /// Its state.
    pub status: TrainingJobStatus,
    /// The service's finer state, for example `Downloading`.
    pub secondary_status: String,
    /// The algorithm's name for people, or the image.
    pub algorithm: String,
    /// The job whose model it started from, where that is known; the artifact's location otherwise.
    pub parent: Option<Parent>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// The last validation accuracy after an epoch of training, from 0 to 1.
    pub validation_accuracy: Option<f64>,
    /// The best validation accuracy after an epoch of training, and that epoch, counted from 1.
    pub best: Option<(f64, u32)>,
    /// How much the validation score rose from the model that it started from to the one that it stored, both on the same data;
    /// `None` where the two cannot be compared.
    pub change: Option<f64>,
    /// The last values of the metrics that it defines and of those that the service reports, by name.
    #[serde(default)]
    pub last_values: Vec<(String, f64)>,
    /// The kind of machine, for example `ml.p3.2xlarge`.
    pub instance_type: Option<String>,
    /// Keys and values of its tags, by key.
    pub tags: Vec<(String, String)>,
    /// Seconds that are billed.
    pub billable_seconds: Option<u64>,
    /// Who made it: this console, or somebody else.
    pub origin: Actor,
    /// When it was noticed that the target no longer has it.
    pub deleted_at: Option<Timestamp>,
    /// Whether the name belongs to a later job now: links by name lead there.
    pub superseded: bool,
}

impl TrainingJobSummary {
    /// How addresses and questions name the job; see [`JobKey`](crate::JobKey).
    pub fn key(&self) -> String {
        key(&self.name, self.superseded.then_some(self.record))
    }
}

/// A job's name, with its record where a later job has the name; see [`JobKey`](crate::JobKey).
fn key(name: &str, record: Option<i64>) -> String {
    record.map_or_else(|| name.to_owned(), |record| format!("{name}@{record}"))
}

/// Who did something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Actor {
    /// A person at this console.
    #[default]
    Console,
    /// The service by itself.
    Service,
    /// Somebody with another client of the same account.
    Elsewhere,
}

impl Actor {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Console, Self::Service, Self::Elsewhere];

    /// The word that is stored, for example `elsewhere`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Service => "service",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// The actor of a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|actor| actor.word() == word)
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Console => "This console",
            Self::Service => "The service",
            Self::Elsewhere => "Another client",
        }
    }
}

/// Where a job's first weights came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parent {
    /// The job that made the model, where it is known.
    pub job: Option<String>,
    /// Its record in the history: the name may belong to a later job.
    #[serde(default)]
    pub record: Option<i64>,
    /// Whether the name belongs to a later job now: links by name lead there.
    #[serde(default)]
    pub is_superseded: bool,
    /// The artifact's location.
    pub artifact: String,
}

impl Parent {
    /// How people call it: the job's name, or the artifact's location when no known job made it.
    pub fn name(&self) -> &str {
        self.job.as_deref().unwrap_or(&self.artifact)
    }

    /// How addresses name the job, where it is known.
    pub fn key(&self) -> Option<String> {
        let later = self.record.filter(|_| self.is_superseded);
        self.job.as_ref().map(|name| key(name, later))
    }
}

/// One entry of `SecondaryStatusTransitions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// For example `Downloading`.
    pub status: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// The service's sentence.
    pub message: Option<String>,
}

/// How far a job has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Epochs that are done.
    pub epochs_done: u32,
    /// Epochs that were asked for.
    pub epochs: u32,
    /// Share of the whole training that is done, 0 to 1.
    pub fraction: f64,
    /// Estimate of the training time that remains, in seconds; `None` before there is one.
    pub remaining_seconds: Option<u64>,
}

/// The artifact of a job, as found in S3.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artifact {
    /// Where it is or will be.
    pub uri: String,
    /// Its size in bytes when it was found; `None` when there is no such object; outer `None` in [`TrainingJobDetail`] when nobody looked.
    pub size: Option<u64>,
    /// The object's entity tag when it was found: it changes when the object does.
    pub etag: Option<String>,
    /// SHA-256 of its bytes in hexadecimal digits, where the store says it or somebody read the whole object.
    pub sha256: Option<String>,
    /// Whether another object lies in its place now. Size and digest stay those of the job's own object, which is gone.
    pub is_replaced: bool,
    /// When it was looked for.
    pub looked_at: Timestamp,
}

/// Everything the job page shows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TrainingJobDetail {
    /// The row of the list.
    pub summary: TrainingJobSummary,
    /// The service's name of the job; `None` until it is accepted.
    pub arn: Option<String>,
    /// The request as it was sent.
    pub request: TrainingJobRequest,
    /// All secondary statuses so far.
    pub transitions: Vec<Transition>,
    /// All measured values so far.
    pub metrics: Vec<MetricPoint>,
    /// Metrics that the job defines, by name.
    #[serde(default)]
    pub defined_metrics: Vec<DefinedMetric>,
    /// Whether the expressions of the defined metrics took too long on the job's log, so that none of their values is known.
    #[serde(default)]
    pub are_metrics_abandoned: bool,
    /// The last values that the service reports, by name.
    #[serde(default)]
    pub final_metrics: Vec<FinalMetric>,
    /// How far the training has come.
    pub progress: Option<Progress>,
    /// How much was trained; `None` where nothing tells.
    #[serde(default)]
    pub trained: Option<TrainedEpochs>,
    /// Why it failed, in the service's words.
    pub failure_reason: Option<String>,
    /// The artifact; `None` when nobody looked.
    pub artifact: Option<Artifact>,
    /// Seconds that are billed.
    pub billable_seconds: Option<u64>,
    /// Seconds that training took.
    pub training_seconds: Option<u64>,
    /// What the channels held when they were listed; empty when nobody listed them.
    pub channels: Vec<ChannelData>,
    /// SHA-256 in hexadecimal digits of the archive that the trainer loaded from the channel `model`, where its log says so.
    pub loaded_digest: Option<String>,
    /// Jobs that started from this one's model.
    pub children: Vec<String>,
    /// Whether this console deleted it; otherwise the target only does not know it any more.
    #[serde(default)]
    pub was_deleted: bool,
    /// The failed job with whose settings this console created it.
    #[serde(default)]
    pub relaunch_of: Option<String>,
    /// Jobs that this console created with its settings after it failed, the first one first.
    #[serde(default)]
    pub relaunched_as: Vec<String>,
    /// When the service was last asked.
    pub updated_at: Timestamp,
    /// Why the console cannot reach the service right now, for people.
    pub trouble: Option<String>,
}

/// When a job began to read its data, by its transitions; `None` before it did.
pub fn reading_started_at(transitions: &[Transition]) -> Option<Timestamp> {
    let began = |status: &str| transitions.iter().find(|transition| transition.status == status);
    began("Downloading").or_else(|| began("Training")).map(|transition| transition.started_at)
}

impl TrainingJobDetail {
    /// What is known of the data in a channel.
    pub fn listed(&self, channel: &str) -> Listed<'_> {
        Listed {
            job: &self.summary.name,
            data: self.channels.iter().find(|data| data.channel == channel),
            started_at: reading_started_at(&self.transitions),
            ended_at: self.summary.ended_at,
        }
    }

    /// Whether this job had the same data as an earlier one, by channel: those of its own, without the model.
    pub fn data_since(&self, earlier: &Self) -> Vec<ChannelComparison> {
        let names = self.request.input_data_config.iter().flatten().filter_map(|channel| channel.channel_name.as_deref());
        let comparison = |name: &str| ChannelComparison {
            channel: name.to_owned(),
            identity: compare(earlier.listed(name), self.listed(name)),
        };
        names.filter(|name| *name != MODEL_CHANNEL).map(comparison).collect()
    }

    /// Whether this job validated on the same data as an earlier one; `None` is a job that nobody knows.
    pub fn validation_data_since(&self, earlier: Option<&Self>) -> Identity {
        match earlier {
            Some(earlier) => compare(earlier.listed(VALIDATION_CHANNEL), self.listed(VALIDATION_CHANNEL)),
            None => Identity::NotKnown("the job that made the model is not known".to_owned()),
        }
    }
}

/// A line of a job's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Its place in the log, from 0.
    pub number: u64,
    /// When it was written.
    pub at: Timestamp,
    /// The text, without a line end.
    pub text: String,
}
