//! SageMaker in the JSON protocol: `POST /` with `X-Amz-Target: SageMaker.<Operation>`. [`OPERATIONS`] is the table of the
//! operations.
//!
//! - [`training_jobs`], [`models`] — the operations of a resource, one a file
//! - [`search`] — `Search` over training jobs; [`tags`] — `AddTags`, `DeleteTags` and `ListTags`
//! - [`api_model`] — the first check of every input; [`refusal`] — broken rules in the service's words; [`member`] — messages
//!   about members; [`pagination`] — tokens and times of listings; [`regions`] — ARNs of callers in other Regions

mod api_model;
mod member;
mod models;
mod pagination;
mod refusal;
mod regions;
mod search;
mod tags;
mod training_jobs;

use std::sync::Arc;

use axum::response::Response;
use futures::future::BoxFuture;
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::member::{Refusal, refuse};
use crate::{
    account::Account,
    fault_injection::FaultInjection,
    jobs::Jobs,
    json_protocol::{WireError, success},
};

/// The answer to an unknown name of a resource. Source: docs/errors.md, `DescribeTrainingJob`.
const NOT_FOUND: &str = "Requested resource not found.";

/// The service.
pub(crate) struct SageMaker {
    account: Account,
    jobs: Jobs,
    faults: Arc<FaultInjection>,
}

/// The body of a request, and the refusals of the API model.
struct RawInput<'a> {
    body: &'a [u8],
    value: Value,
    refusals: Vec<Refusal>,
}

impl RawInput<'_> {
    /// The members, unless the API model refuses one.
    fn read<T: DeserializeOwned>(self) -> Result<T, WireError> {
        if !self.refusals.is_empty() {
            return Err(refuse(&self.refusals));
        }
        serde_json::from_value(self.value).map_err(malformed)
    }
}

/// Answers a request; the output is `None` for operations without one.
type Operation = for<'a> fn(&'a SageMaker, RawInput<'a>) -> BoxFuture<'a, Result<Option<Value>, WireError>>;

/// Each operation with its function. Tests compare the names with the API model, with the script that makes it, and with the
/// operations that a fault can be set for (`domain::operations`), in this order.
const OPERATIONS: &[(&str, Operation)] = &[
    ("CreateTrainingJob", |service, input| Box::pin(async { training_jobs::create::run(&service.jobs, input).await.map(Some) })),
    ("DescribeTrainingJob", |service, input| {
        Box::pin(async { training_jobs::describe::run(&service.account, input.read()?).await.map(Some) })
    }),
    ("ListTrainingJobs", |service, input| {
        Box::pin(async { training_jobs::list::run(&service.account, input.read()?).await.map(Some) })
    }),
    ("StopTrainingJob", |service, input| {
        Box::pin(async { training_jobs::stop::run(&service.jobs, input.read()?).await.map(|()| None) })
    }),
    ("UpdateTrainingJob", |service, input| {
        Box::pin(async { training_jobs::update::run(&service.account, input.read()?).await.map(Some) })
    }),
    ("DeleteTrainingJob", |service, input| {
        Box::pin(async { training_jobs::delete::run(&service.account, &service.faults, input.read()?).await.map(|()| None) })
    }),
    ("Search", |service, input| Box::pin(async { search::run(&service.account, input.read()?).await.map(Some) })),
    ("CreateModel", |service, input| Box::pin(async { models::create::run(service.jobs.store(), input).await.map(Some) })),
    ("DescribeModel", |service, input| {
        Box::pin(async { models::describe::run(&service.account, input.read()?).await.map(Some) })
    }),
    ("ListModels", |service, input| Box::pin(async { models::list::run(&service.account, input.read()?).await.map(Some) })),
    ("DeleteModel", |service, input| {
        Box::pin(async { models::delete::run(&service.account, input.read()?).await.map(|()| None) })
    }),
    ("AddTags", |service, input| Box::pin(async { tags::add(&service.account, &service.faults, input.read()?).await.map(Some) })),
    ("DeleteTags", |service, input| {
        Box::pin(async { tags::delete(&service.account, &service.faults, input.read()?).await.map(Some) })
    }),
    ("ListTags", |service, input| Box::pin(async { tags::list(&service.account, input.read()?).await.map(Some) })),
];

impl SageMaker {
    pub(crate) fn new(jobs: Jobs, faults: Arc<FaultInjection>) -> Self {
        Self { account: jobs.account().clone(), jobs, faults }
    }

    /// Answers a verified request that was signed for a Region. `input` is what the body holds.
    pub(crate) async fn answer(
        &self,
        target: &str,
        body: &[u8],
        input: serde_json::Result<Value>,
        region: &str,
    ) -> Result<Response, WireError> {
        let name = target.strip_prefix("SageMaker.").unwrap_or_default();
        let Some((_, operation)) = OPERATIONS.iter().find(|(known, _)| *known == name) else {
            let names: Vec<&str> = OPERATIONS.iter().map(|(name, _)| *name).collect();
            let message = format!(
                "This engine does not have the operation \"{name}\": it trains and keeps models. Deploy, transform, tune and process on AWS. It has {}.",
                names.join(", ")
            );
            return Err(WireError::new("UnknownOperationException", message));
        };
        let mut value = input.map_err(malformed)?;
        let refusals = api_model::check(name, &value)?;
        regions::of_engine(&self.account, region, &mut value);
        let mut output = operation(self, RawInput { body, value, refusals }).await?;
        if let Some(output) = &mut output {
            regions::of_caller(&self.account, region, output);
        }
        Ok(success(output.as_ref()))
    }
}

/// The answer to a body that is no JSON, or that has members of wrong JSON types.
fn malformed(error: serde_json::Error) -> WireError {
    WireError::new("SerializationException", format!("The body cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use domain::operations::SAGEMAKER_OPERATIONS;

    use super::OPERATIONS;

    #[test]
    fn a_fault_can_be_set_for_each_operation_and_the_api_model_is_made_for_each() {
        let names: Vec<&str> = OPERATIONS.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, SAGEMAKER_OPERATIONS);
        let script = include_str!("../../scripts/make-api-model.py");
        let (_, list) = script.split_once("\nOPERATIONS = [").expect("the script has a list");
        let (list, _) = list.split_once(']').expect("it ends");
        assert_eq!(list.split('"').skip(1).step_by(2).collect::<Vec<_>>(), names);
    }
}
