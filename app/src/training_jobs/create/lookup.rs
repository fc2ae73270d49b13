//! Questions that only the server can answer while the form is filled in.

use domain::{description::TrainingJobSummary, incremental::SourceModel};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, model::LocationFinding};

/// A job whose model may be the start of another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The job.
    pub job: TrainingJobSummary,
    /// Why its model cannot be used; `None` when it can.
    pub reason: Option<String>,
}

/// Whether a job name is taken; `false` for text that is no name at all.
///
/// # Errors
/// Those of the target.
#[server(prefix = "/api", endpoint = "create/name-is-taken")]
pub async fn name_is_taken(name: String) -> Result<bool, AppError> {
    crate::server_call::answer(async {
        let Ok(name) = domain::JobName::parse(name.trim()) else { return Ok(false) };
        expect_context::<crate::ports::Backend>().jobs.is_taken(&name).await
    })
    .await
}

/// What is at an S3 location.
///
/// # Errors
/// [`AppError::Refused`] for text that is no location, and those of the target.
#[server(prefix = "/api", endpoint = "create/look")]
pub async fn look(uri: String) -> Result<LocationFinding, AppError> {
    crate::server_call::answer(async {
        let location = domain::S3Uri::parse(uri.trim()).map_err(|error| AppError::Refused(error.to_string()))?;
        expect_context::<crate::ports::Backend>().objects.look(&location).await
    })
    .await
}

/// What is known about a model by its artifact's location.
///
/// # Errors
/// [`AppError::Refused`] for text that is no location, and those of the target.
#[server(prefix = "/api", endpoint = "create/describe-model")]
pub async fn describe_model(artifact: String) -> Result<SourceModel, AppError> {
    crate::server_call::answer(async {
        let location = domain::S3Uri::parse(artifact.trim()).map_err(|error| AppError::Refused(error.to_string()))?;
        expect_context::<crate::ports::Backend>().jobs.source_model(&location).await
    })
    .await
}

/// The newest jobs whose names contain `search`, with the reason where a model cannot be used, and how many there are.
///
/// # Errors
/// Those of the target.
#[server(prefix = "/api", endpoint = "create/candidates")]
pub async fn candidates(search: String) -> Result<(Vec<Candidate>, u32), AppError> {
    crate::server_call::answer(server::candidates(&expect_context(), &search)).await
}

#[cfg(feature = "ssr")]
mod server {
    use domain::{JobName, description::TrainingJobSummary, job_status::JobAction};

    use super::Candidate;
    use crate::{error::AppError, ports::Backend};

    /// Rows of the table: each costs a look at its artifact.
    const SHOWN: usize = 20;
    /// Newest jobs that are searched.
    const SEARCHED: u32 = 1_000;

    pub(super) async fn candidates(backend: &Backend, search: &str) -> Result<(Vec<Candidate>, u32), AppError> {
        let search = search.trim().to_lowercase();
        let (rows, _) = backend.jobs.list(0, SEARCHED).await?;
        let matching: Vec<TrainingJobSummary> =
            rows.into_iter().filter(|row| row.name.to_lowercase().contains(&search)).collect();
        let count = u32::try_from(matching.len()).unwrap_or(u32::MAX);
        let mut shown = Vec::new();
        for row in matching.into_iter().take(SHOWN) {
            let exists = if row.status.is_final() { artifact_exists(backend, &row.name).await? } else { None };
            let reason = JobAction::TrainFromModel.allowed(row.status, exists).err().map(str::to_owned);
            shown.push(Candidate { job: row, reason });
        }
        Ok((shown, count))
    }

    async fn artifact_exists(backend: &Backend, name: &str) -> Result<Option<bool>, AppError> {
        let Ok(name) = JobName::parse(name) else { return Ok(None) };
        let detail = backend.jobs.describe(&name).await?;
        Ok(detail.and_then(|detail| detail.artifact).map(|artifact| artifact.size.is_some()))
    }
}
