//! SageMaker in the JSON protocol: `POST /` with `X-Amz-Target: SageMaker.<Operation>`. One operation a file.
//!
//! - [`create_training_job`], [`describe_training_job`], [`list_training_jobs`], [`stop_training_job`],
//!   [`update_training_job`], [`delete_training_job`], [`search`]
//! - [`create_model`], [`describe_model`] (and `DeleteModel`), [`list_models`]
//! - [`tags`] — `AddTags`, `DeleteTags` and `ListTags`
//! - [`api_model`] — what every input is checked against first; [`refusal`] — broken rules in the service's words;
//!   [`member`] — how members are refused; [`page`] — listings

mod api_model;
mod create_model;
mod create_training_job;
mod delete_training_job;
mod describe_model;
mod describe_training_job;
mod list_models;
mod list_training_jobs;
mod member;
mod page;
mod refusal;
mod search;
mod stop_training_job;
mod tags;
mod update_training_job;

use std::sync::Arc;

use axum::response::Response;
use domain::operations::SAGEMAKER_OPERATIONS;
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::member::refuse;
use crate::account::Account;
use crate::jobs::Jobs;
use crate::rehearsal::Rehearsal;
use crate::wire::{WireError, success};

/// What every unknown name of a resource is answered with. Source: error catalogue, `DescribeTrainingJob`.
const NOT_FOUND: &str = "Requested resource not found.";

/// The service.
pub(crate) struct SageMaker {
    account: Account,
    jobs: Jobs,
    rehearsal: Arc<Rehearsal>,
}

impl SageMaker {
    pub(crate) fn new(jobs: Jobs, rehearsal: Arc<Rehearsal>) -> Self {
        Self { account: jobs.account().clone(), jobs, rehearsal }
    }

    /// Answers a verified request.
    pub(crate) async fn answer(&self, target: &str, body: &[u8]) -> Result<Response, WireError> {
        let Self { account, jobs, rehearsal } = self;
        let operation = target.strip_prefix("SageMaker.").unwrap_or_default();
        let refusals = match SAGEMAKER_OPERATIONS.contains(&operation) {
            true => api_model::check(operation, &serde_json::from_slice(body).map_err(malformed)?)?,
            false => Vec::new(),
        };
        let output = match operation {
            "CreateTrainingJob" => create_training_job::run(jobs, body, refusals).await?,
            _ if !refusals.is_empty() => return Err(refuse(&refusals)),
            "DescribeTrainingJob" => describe_training_job::run(account, read(body)?).await?,
            "ListTrainingJobs" => list_training_jobs::run(account, read(body)?).await?,
            "UpdateTrainingJob" => update_training_job::run(account, read(body)?).await?,
            "Search" => search::run(account, read(body)?).await?,
            "CreateModel" => create_model::run(jobs.store(), body).await?,
            "DescribeModel" => describe_model::run(account, read(body)?).await?,
            "ListModels" => list_models::run(account, read(body)?).await?,
            "AddTags" => tags::add(account, rehearsal, read(body)?).await?,
            "DeleteTags" => tags::delete(account, rehearsal, read(body)?).await?,
            "ListTags" => tags::list(account, read(body)?).await?,
            "StopTrainingJob" => return empty(stop_training_job::run(jobs, read(body)?).await),
            "DeleteTrainingJob" => return empty(delete_training_job::run(account, rehearsal, read(body)?).await),
            "DeleteModel" => return empty(describe_model::delete(account, read(body)?).await),
            _ => {
                let message =
                    format!("This engine does not have the operation \"{target}\". It has {}.", SAGEMAKER_OPERATIONS.join(", "));
                return Err(WireError::new("UnknownOperationException", message));
            }
        };
        Ok(success(Some(&output)))
    }
}

/// The answer of an operation without output.
fn empty(done: Result<(), WireError>) -> Result<Response, WireError> {
    done.map(|()| success(None))
}

/// The input of an operation.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, WireError> {
    serde_json::from_slice::<Value>(body).and_then(serde_json::from_value).map_err(malformed)
}

/// The answer to a body that is no JSON, or whose members have other JSON types than the API's.
fn malformed(error: serde_json::Error) -> WireError {
    WireError::new("SerializationException", format!("The body cannot be read: {error}"))
}
