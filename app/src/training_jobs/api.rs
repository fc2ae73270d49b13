//! The server functions of the list and of the job pages; each parses, calls the port and converts.

mod history;
mod job;
mod predictions;

use console::error::AppError;
use domain::description::{LogLine, TrainingJobDetail, TrainingJobSummary};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use self::{history::*, job::*, predictions::*};

/// Lines on one page of the log.
pub const LINES_PER_PAGE: u32 = 500;
/// Lines that the job page has at once, before more are asked for.
pub const TAIL_LINES: u32 = 200;

/// Everything that the page of one job shows when it is opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobView {
    /// The job.
    pub job: TrainingJobDetail,
    /// The jobs whose models led to this one's, the first of the line first.
    pub ancestors: Vec<TrainingJobDetail>,
    /// The jobs that started from this one's model.
    pub children: Vec<TrainingJobSummary>,
    /// The last lines of the log.
    pub tail: Vec<LogLine>,
    /// How many lines the log has.
    pub log_length: u64,
}

/// Everything about a job; `None` when nobody knows it.
///
/// # Errors
/// Those of the history and of the target.
#[server(prefix = "/api", endpoint = "view-training-job")]
pub async fn view_training_job(
    /// The job's name.
    name: String,
) -> Result<Option<JobView>, AppError> {
    answer(async {
        let backend = expect_context::<Backend>();
        let Ok(key) = JobKey::parse(&name) else { return Ok(None) };
        let Some(job) = backend.jobs.describe(&key).await? else { return Ok(None) };
        let log_length = backend.jobs.log_length(&key).await?;
        let tail = backend.jobs.log_tail(&key, log_length, TAIL_LINES).await?;
        let ancestors = lineage::ancestors(&backend, &job).await?;
        let children = lineage::children(&backend, &job).await?;
        Ok(Some(JobView { job, ancestors, children, tail, log_length }))
    })
    .await
}

/// Lines of a job's log from number `from` on, at most [`LINES_PER_PAGE`] and fewer where they are long, and how many there are
/// in all.
///
/// # Errors
/// [`AppError::NotFound`] when the name is none; those of the target.
#[server(prefix = "/api", endpoint = "read-log")]
pub async fn read_log(
    /// The job's name.
    name: String,
    /// Number of the first line.
    from: u64,
) -> Result<(Vec<LogLine>, u64), AppError> {
    answer(async {
        let backend = expect_context::<Backend>();
        let name = job_key(&name)?;
        let length = backend.jobs.log_length(&name).await?;
        Ok((backend.jobs.log(&name, from, LINES_PER_PAGE).await?, length))
    })
    .await
}

/// Asks the target to stop a job, then shows the job.
///
/// # Errors
/// [`AppError::Refused`] when the job has already ended; those of the target.
#[server(prefix = "/api", endpoint = "stop-training-job")]
pub async fn stop_training_job(
    /// The job's name.
    name: String,
) -> Result<(), AppError> {
    answer(async {
        let backend = expect_context::<Backend>();
        let name = job_name(&name)?;
        backend.jobs.stop(&name).await?;
        leptos_axum::redirect(&console::paths::training_job(name.as_str()));
        Ok(())
    })
    .await
}

/// Removes an ended job from the target; the history keeps it.
///
/// # Errors
/// [`AppError::Refused`] while the job runs; those of the target.
#[server(prefix = "/api", endpoint = "delete-training-job")]
pub async fn delete_training_job(
    /// The job's name.
    name: String,
) -> Result<(), AppError> {
    answer(async { expect_context::<Backend>().jobs.delete(&job_name(&name)?).await }).await
}

#[cfg(feature = "ssr")]
mod lineage;

#[cfg(feature = "ssr")]
use {
    crate::server_call::answer,
    console::ports::Backend,
    domain::{JobKey, JobName},
};

#[cfg(feature = "ssr")]
fn job_name(name: &str) -> Result<JobName, AppError> {
    JobName::parse(name).map_err(|_| AppError::NotFound(format!("There is no training job named {name}.")))
}

/// A job's key, as the pages give it.
#[cfg(feature = "ssr")]
fn job_key(key: &str) -> Result<JobKey, AppError> {
    JobKey::parse(key).map_err(|_| AppError::NotFound(format!("There is no training job named {key}.")))
}
