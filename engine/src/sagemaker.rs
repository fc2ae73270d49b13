//! SageMaker: training jobs and their tags.
//!
//! - [`create`], with [`refusal`] (the rules, in the service's words) and [`input`] (is there data?)
//! - [`describe`], [`list`], [`tags`] — the other operations; stopping needs no more than its job

mod create;
mod describe;
mod input;
mod list;
mod refusal;
mod tags;

use axum::response::Response;
use domain::JobName;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::jobs::Jobs;
use crate::wire::{self, WireError};

/// The service.
pub(crate) struct SageMaker {
    jobs: Jobs,
}

impl SageMaker {
    pub(crate) fn new(jobs: Jobs) -> Self {
        Self { jobs }
    }

    /// Answers a verified request.
    ///
    /// # Errors
    /// What the caller is told.
    pub(crate) async fn answer(&self, target: &str, body: &[u8]) -> Result<Response, WireError> {
        let jobs = &self.jobs;
        let output = match target.strip_prefix("SageMaker.") {
            Some("CreateTrainingJob") => Some(create::create(jobs, body).await?),
            Some("DescribeTrainingJob") => Some(describe::describe(jobs, &parse::<JobInput>(body)?.name()?).await?),
            Some("ListTrainingJobs") => Some(list::list(jobs, parse(body)?).await?),
            Some("StopTrainingJob") => {
                jobs.stop(&parse::<JobInput>(body)?.name()?).await?;
                None
            }
            Some("AddTags") => Some(tags::add(jobs, parse(body)?).await?),
            Some("ListTags") => Some(tags::list(jobs, parse(body)?).await?),
            _ => {
                return Err(WireError::new(
                    "UnknownOperationException",
                    "This engine's SageMaker has CreateTrainingJob, DescribeTrainingJob, ListTrainingJobs, StopTrainingJob, AddTags and ListTags.",
                ));
            }
        };
        Ok(wire::success(output.as_ref()))
    }
}

/// The input of operations on one job.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct JobInput {
    training_job_name: Option<String>,
}

impl JobInput {
    fn name(self) -> Result<String, WireError> {
        let name = self.training_job_name.ok_or_else(|| refusal::members(&["Value null at 'trainingJobName' failed to satisfy constraint: Member must not be null".to_owned()]))?;
        match JobName::parse(&name) {
            Ok(_) => Ok(name),
            Err(_) => {
                let violations = domain::check::job_settings::name(&name);
                Err(refusal::of(&violations).unwrap_or_else(|| WireError::validation("Requested resource not found.")))
            }
        }
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, WireError> {
    serde_json::from_slice(body).map_err(|error| serialization(&error))
}

fn serialization(error: &serde_json::Error) -> WireError {
    WireError::new("SerializationException", format!("The request cannot be read: {error}"))
}
