//! The server functions of one job's tabs.

use console::{
    data::history::{Exchange, LogMatches, LogQuery, StopOutcome},
    error::AppError,
};
use domain::{event::JobEvent, job_status::JobAction, lineage::Lineage, warm_start::Proof};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Events on one page.
pub const EVENTS_PER_PAGE: u32 = 100;
/// Lines with matches that are read at once.
pub const MATCHES_PER_PAGE: u32 = 200;

/// A warm start's proof, and how far the archives have been read for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WarmStartProgress {
    /// What is known.
    pub proof: Proof,
    /// Bytes that were read of both archives, and bytes that there are, while they are being read.
    pub reading: Option<(u64, u64)>,
}

/// What was seen of a job and done with it, newest first, older than event `before`.
///
/// # Errors
/// [`AppError::NotFound`] when the name is none; those of the history.
#[server(prefix = "/api", endpoint = "job-events")]
pub async fn job_events(name: String, before: Option<i64>) -> Result<Vec<JobEvent>, AppError> {
    answer(async { backend().history.events(&job_key(&name)?, before, EVENTS_PER_PAGE).await }).await
}

/// What can be done with a job now.
///
/// # Errors
/// [`AppError::NotFound`] when the name is none; those of the history.
#[server(prefix = "/api", endpoint = "job-actions")]
pub async fn job_actions(name: String) -> Result<Vec<JobAction>, AppError> {
    answer(async {
        let job = backend().jobs.describe(&job_key(&name)?).await?;
        let possible =
            |job: TrainingJobDetail| JobAction::ALL.into_iter().filter(|action| job.reason_against(*action).is_none()).collect();
        Ok(job.map(possible).unwrap_or_default())
    })
    .await
}

/// The request and the service's answers.
///
/// # Errors
/// [`AppError::NotFound`] when the name is none; those of the history.
#[server(prefix = "/api", endpoint = "job-exchange")]
pub async fn job_exchange(name: String) -> Result<Option<Exchange>, AppError> {
    answer(async { backend().history.exchange(&job_key(&name)?).await }).await
}

/// A job's family and the proof that it went on from its parent's weights.
///
/// # Errors
/// [`AppError::NotFound`] when the name is none; those of the history.
#[server(prefix = "/api", endpoint = "job-lineage")]
pub async fn job_lineage(name: String) -> Result<Option<Lineage>, AppError> {
    answer(async { backend().history.lineage(&job_key(&name)?).await }).await
}

/// Whether a job went on from its parent's weights; `None` when it was given no model. Of an ended job both archives are
/// read for it, once: the answer says how far that has come.
///
/// # Errors
/// [`AppError::NotFound`] when the name is none; those of the history.
#[server(prefix = "/api", endpoint = "warm-start")]
pub async fn warm_start_proof(name: String) -> Result<Option<WarmStartProgress>, AppError> {
    answer(async {
        let (name, backend) = (job_key(&name)?, backend());
        let Some(proof) = backend.history.warm_start(&name).await? else { return Ok(None) };
        let job = if proof.evidence.distance.is_none() { backend.jobs.describe(&name).await? } else { None };
        let record = job.as_ref().and_then(|job| job.summary.parent.as_ref()?.record);
        let parent = match record {
            Some(record) => backend.history.record(record).await?,
            None => None,
        };
        // A later job of the parent's name may have written to the same place.
        let is_replaced = parent.is_some_and(|parent| parent.summary.superseded);
        let Some((parent, own)) = job.as_ref().filter(|_| !is_replaced).and_then(archives::both_archives) else {
            return Ok(Some(WarmStartProgress { proof, reading: None }));
        };
        Ok(Some(match backend.artifacts.compare(&parent, &own).await {
            Ok(ArtifactScan::Running { read, size }) => WarmStartProgress { proof, reading: Some((read, size)) },
            Ok(ArtifactScan::Done { found, .. }) => match found.relative.zip(found.cosine) {
                Some((relative, cosine)) => {
                    WarmStartProgress { proof: proof.with_distance(WeightDistance { relative, cosine }), reading: None }
                }
                None => WarmStartProgress { proof, reading: None },
            },
            // A model that is gone or unreadable proves nothing; the tab about it says what is wrong.
            Err(_) => WarmStartProgress { proof, reading: None },
        }))
    })
    .await
}

/// What a stopped job left, and how to continue from it; looks for the model at once.
///
/// # Errors
/// [`AppError::NotFound`] when the name is none; those of the history.
#[server(prefix = "/api", endpoint = "job-rest")]
pub async fn read_stop_outcome(name: String) -> Result<Option<StopOutcome>, AppError> {
    answer(async { backend().history.stop_outcome(&job_key(&name)?).await }).await
}

/// Lines of a log that match, from number `from` on. Only the answer from the start on counts all matches.
///
/// # Errors
/// [`AppError::NotFound`] when the name is none, [`AppError::Refused`] when the text is no regular expression; those of the history.
#[server(prefix = "/api", endpoint = "search-log", input = leptos::server_fn::codec::Json)]
pub async fn search_log(name: String, query: LogQuery, from: u64) -> Result<LogMatches, AppError> {
    answer(async { backend().history.search_log(&job_key(&name)?, &query, from, MATCHES_PER_PAGE).await }).await
}

#[cfg(feature = "ssr")]
use {
    super::job_key,
    crate::server_call::answer,
    console::{data::artifact_scan::ArtifactScan, job::archives, ports::Backend},
    domain::{description::TrainingJobDetail, warm_start::WeightDistance},
};

#[cfg(feature = "ssr")]
fn backend() -> Backend {
    expect_context()
}
