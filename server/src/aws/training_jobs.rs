//! SageMaker: training jobs.

mod capture;

use aws_sdk_sagemaker::{
    config::{Builder, retry::RetryConfig},
    operation::RequestId,
    types::{SortBy, SortOrder, WarmPoolResourceStatus},
};
use aws_smithy_types::{DateTime, body::SdkBody};
use domain::{CreateTrainingJob, Timestamp};

use super::{
    Aws,
    convert::{self, description::Description},
    error::{Failure, Kind},
};
use capture::Capture;

/// The answer to `CreateTrainingJob`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Accepted {
    /// The new job's ARN.
    pub(crate) arn: String,
    /// The answer as it came, as JSON.
    pub(crate) body: String,
    /// The service's number of the call.
    pub(crate) request_id: Option<String>,
}

/// A row of the service's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    /// The job's name.
    pub(crate) name: String,
    /// When it was created.
    pub(crate) created_at: Timestamp,
    /// The service's word for its state.
    pub(crate) status: String,
}

/// One page of the service's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// Its rows.
    pub(crate) jobs: Vec<Listed>,
    /// Asks for the next page; `None` on the last.
    pub(crate) next: Option<String>,
}

impl Aws {
    /// Sends a request once.
    ///
    /// # Errors
    /// See [`Failure`]. When [`Failure::is_outcome_unknown`], the job may exist.
    pub(crate) async fn create_training_job(&self, request: &CreateTrainingJob) -> Result<Accepted, Failure> {
        let capture = Capture::default();
        let once = Builder::new().retry_config(RetryConfig::disabled());
        let body = convert::request::body(request);
        let call = self.sagemaker.create_training_job().training_job_name(request.name().as_str());
        let call = call.customize().config_override(once).interceptor(capture.clone()).mutate_request(move |http| {
            http.headers_mut().insert("content-length", body.len().to_string());
            *http.body_mut() = SdkBody::from(body.as_str());
        });
        let output = call.send().await.map_err(|error| Failure::new(&error))?;
        Ok(Accepted {
            arn: output.training_job_arn().unwrap_or_default().to_owned(),
            body: String::from_utf8_lossy(&capture.take()).into_owned(),
            request_id: output.request_id().map(str::to_owned),
        })
    }

    /// Everything that the service says about a job; `None` when it does not know the name.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn describe_training_job(&self, name: &str) -> Result<Option<Description>, Failure> {
        let capture = Capture::default();
        let call = self.sagemaker.describe_training_job().training_job_name(name).customize().interceptor(capture.clone());
        match call.send().await {
            Ok(output) => convert::description::read(&output, &capture.take()).map(Some),
            Err(error) => match Failure::new(&error) {
                failure if failure.kind == Kind::NotFound => Ok(None),
                failure => Err(failure),
            },
        }
    }

    /// One page of the jobs that were created at `since` or later, oldest first.
    /// The order is always sent: the documented default is not the real one.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn list_training_jobs(&self, since: Timestamp, next: Option<String>) -> Result<Page, Failure> {
        let call = self.sagemaker.list_training_jobs().sort_by(SortBy::CreationTime).sort_order(SortOrder::Ascending);
        let call = call.creation_time_after(DateTime::from_millis(since.milliseconds())).max_results(100).set_next_token(next);
        let output = call.send().await.map_err(|error| Failure::new(&error))?;
        let row = |summary: &aws_sdk_sagemaker::types::TrainingJobSummary| {
            let created_at = summary.creation_time().and_then(convert::timestamp)?;
            let status = summary.training_job_status().map_or("", |status| status.as_str()).to_owned();
            Some(Listed { name: summary.training_job_name()?.to_owned(), created_at, status })
        };
        let jobs = output.training_job_summaries().iter().filter_map(row).collect();
        Ok(Page { jobs, next: output.next_token().map(str::to_owned) })
    }

    /// Names of the newest jobs whose machines wait for a job that matches.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn warm_pools(&self) -> Result<Vec<String>, Failure> {
        let call = self.sagemaker.list_training_jobs().sort_by(SortBy::CreationTime).sort_order(SortOrder::Descending);
        let call = call.warm_pool_status_equals(WarmPoolResourceStatus::Available).max_results(10);
        let output = call.send().await.map_err(|error| Failure::new(&error))?;
        let names = output.training_job_summaries().iter().filter_map(|summary| summary.training_job_name());
        Ok(names.map(str::to_owned).collect())
    }

    /// Asks the service to stop a job.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn stop_training_job(&self, name: &str) -> Result<(), Failure> {
        let call = self.sagemaker.stop_training_job().training_job_name(name);
        call.send().await.map(drop).map_err(|error| Failure::new(&error))
    }

    /// `DeleteTrainingJob`
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn delete_training_job(&self, name: &str) -> Result<(), Failure> {
        let call = self.sagemaker.delete_training_job().training_job_name(name);
        call.send().await.map(drop).map_err(|error| Failure::new(&error))
    }
}
