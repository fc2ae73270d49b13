//! How an attempt and a job end, and the objects that a job leaves.

use domain::{S3Uri, TrainingJobRequest};

use crate::db::{objects::ObjectRow, records::JobStep};

/// How an attempt ends.
pub(super) enum Outcome {
    /// The job ends with it.
    End(JobEnd, Vec<Output>),
    /// Another attempt follows.
    Retry {
        step: JobStep,
        /// The pause before the next attempt.
        wait_milliseconds: i64,
    },
}

/// How a job ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum JobEnd {
    Completed,
    Stopped,
    MaxRuntimeExceeded,
    MaxWaitTimeExceeded,
    /// With its `FailureReason`.
    Failed(String),
}

impl JobEnd {
    pub(super) fn step(&self) -> JobStep {
        match self {
            Self::Completed => JobStep::Completed,
            Self::Stopped => JobStep::Stopped,
            Self::MaxRuntimeExceeded => JobStep::MaxRuntimeExceeded,
            Self::MaxWaitTimeExceeded => JobStep::MaxWaitTimeExceeded,
            Self::Failed(_) => JobStep::Failed,
        }
    }
}

/// An object whose bytes are stored and that the index does not list yet.
pub(super) type Output = ObjectRow;

/// The location of the output.
pub(crate) struct Destination {
    pub(super) uri: S3Uri,
    pub(super) is_compressed: bool,
    /// The name of the key of KMS that encrypts the output.
    pub(super) kms_key: Option<String>,
}

impl Destination {
    /// The destination that a request names; `None` when its path cannot be read.
    pub(crate) fn of(request: &TrainingJobRequest) -> Option<Self> {
        let output = request.output_data_config.as_ref()?;
        let name = request.training_job_name.as_deref()?;
        let uri = S3Uri::parse(output.s3_output_path.as_deref()?).ok()?.model_artifact(name);
        let kms_key = output.kms_key_id.clone().filter(|key| !key.is_empty());
        Some(Self { uri, is_compressed: output.compression_type.as_deref() != Some("NONE"), kms_key })
    }

    /// `S3ModelArtifacts`
    pub(crate) fn model(&self) -> String {
        match self.is_compressed {
            true => self.uri.to_string(),
            false => format!("s3://{}/{}", self.uri.bucket(), self.sibling("model/")),
        }
    }

    /// The bucket of the output.
    pub(super) fn bucket(&self) -> &str {
        self.uri.bucket()
    }

    /// The key of another object beside `model.tar.gz`.
    pub(super) fn sibling(&self, name: &str) -> String {
        let key = self.uri.key();
        format!("{}{name}", key.strip_suffix("model.tar.gz").unwrap_or(key))
    }
}
