//! `StopTrainingJob`

use serde::Deserialize;

use crate::{jobs::Jobs, json_protocol::WireError};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(crate) struct Input {
    training_job_name: String,
}

/// Asks a job to stop; the answer is empty.
pub(crate) async fn run(jobs: &Jobs, input: Input) -> Result<(), WireError> {
    jobs.stop(&input.training_job_name).await
}
