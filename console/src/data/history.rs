//! What the history answers besides the facts of one job.

use domain::{
    Timestamp,
    continuation::Continuation,
    description::{Artifact, LogLine, TrainedEpochs, TrainingJobSummary},
};
use serde::{Deserialize, Serialize};

/// One page of the list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JobsFound {
    /// The page's rows.
    pub rows: Vec<TrainingJobSummary>,
    /// How many jobs the question finds; exact.
    pub total: u32,
    /// How many jobs there are in all.
    pub all: u32,
    /// When the rows were read.
    pub read_at: Timestamp,
}

/// What keeps the history from being brought up to date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// What it is and what to do, as a sentence.
    pub sentence: String,
    /// The last moment at which the history was up to date; `None` while it is, but for what the target refuses to tell.
    pub since: Option<Timestamp>,
}

/// What the list's stream of events says of one change, as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobChange {
    /// The job's name; empty when so much changed that everything has to be read again.
    pub name: String,
    /// The job as it is now; `None` when it is gone, or the name is empty.
    pub row: Option<TrainingJobSummary>,
}

/// A question to the list that was saved under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterSet {
    /// Its name.
    pub name: String,
    /// The question as the query of an address; see `domain::JobQuery::from_address`.
    pub query: String,
    /// When it was saved.
    pub saved_at: Timestamp,
}

/// What was sent to the service and what it said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// The body of `CreateTrainingJob`, as JSON; for a job made elsewhere, what the description tells of it.
    pub request: String,
    /// Whether the request is the one that this console sent.
    pub is_as_sent: bool,
    /// The service's answer to it, as JSON.
    pub answer: Option<String>,
    /// The service's number of that call.
    pub request_id: Option<String>,
    /// The last answer of `DescribeTrainingJob`, as JSON.
    pub description: Option<String>,
    /// When that came.
    pub described_at: Option<Timestamp>,
}

/// A value of a metric that a job defines.
#[derive(Debug, Clone, PartialEq)]
pub struct StepValue {
    /// The metric's name.
    pub metric: String,
    /// The count of the metric's values up to this one, from 1.
    pub step: u32,
    /// The value.
    pub value: f64,
    /// When its line was written.
    pub at: Timestamp,
}

/// What is looked for in a log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogQuery {
    /// Words, or a regular expression.
    pub text: String,
    /// Whether it is a regular expression of the crate `regex`. Upper and lower case are the same either way.
    pub is_expression: bool,
}

/// Lines of a log in which something was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogMatches {
    /// The lines, in order.
    pub lines: Vec<LogLine>,
    /// Number of the line to go on from; `None` when the end was reached.
    pub next: Option<u64>,
    /// How many lines match in all, counted up to [`LogMatches::MAX_COUNTED_MATCHES`].
    pub total: u32,
}

impl LogMatches {
    /// Matches that are counted; more are "more than".
    pub const MAX_COUNTED_MATCHES: u32 = 10_000;
}

/// What a stopped job left, or what one that is stopped now would leave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StopOutcome {
    /// How much was trained; `None` where nothing tells.
    pub trained: Option<TrainedEpochs>,
    /// Epochs that were asked for.
    pub epochs: Option<u32>,
    /// The model in S3, looked for just now; `None` while the job runs.
    pub artifact: Option<Artifact>,
    /// What is saved, as a sentence for people.
    pub sentence: String,
    /// How to go on; `None` when `obstacle` says why not.
    pub continuation: Option<Continuation>,
    /// Why nothing can be continued, as a sentence for people.
    pub obstacle: Option<String>,
}

/// What the settings page says about the program and its target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Who the target takes the console for (`sts get-caller-identity`); the reason when it does not say.
    pub identity: Result<Identity, String>,
    /// Where the credentials came from and until when they last; never the secret. The reason when there are none.
    pub credentials: Result<CredentialFacts, String>,
    /// For example `us-west-2`.
    pub region: String,
    /// The endpoint, when it is not Amazon's own.
    pub endpoint: Option<String>,
    /// The folder that everything is written to.
    pub data_folder: String,
    /// What is in it: name and bytes of each file or folder at its top.
    pub files: Vec<(String, u64)>,
    /// The history's database, by its file name.
    pub database: String,
    /// How many jobs, measurements and log lines the history holds.
    pub counts: Counts,
    /// Name and version of the program and of what it is made of.
    pub versions: Vec<(String, String)>,
}

/// An answer of `sts get-caller-identity`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The account's twelve digits.
    pub account: String,
    /// The caller's ARN.
    pub arn: String,
    /// The caller's id.
    pub user_id: String,
}

/// The facts about credentials that may be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialFacts {
    /// The access key's id, which is no secret.
    pub access_key_id: String,
    /// The provider in the chain that gave them, for example `EnvironmentVariable`.
    pub source: String,
    /// When they expire; `None` when they do not.
    pub expires_at: Option<Timestamp>,
}

/// How much the history holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Jobs.
    pub jobs: u64,
    /// Measured values.
    pub metric_points: u64,
    /// Log lines.
    pub log_lines: u64,
    /// Events.
    pub events: u64,
}
