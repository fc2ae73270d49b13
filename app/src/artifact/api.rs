//! The server functions about archives.

use console::{
    data::artifact_scan::{ArtifactScan, JobsAtLocation},
    error::AppError,
};
use domain::artifact::{ArtifactReport, WeightsDistance};
use leptos::prelude::*;

/// What is inside an archive, or how far the scan of it has come; `None` when there is no such object.
///
/// # Errors
/// [`AppError::Refused`] when the location is none; those of the store.
#[server(prefix = "/api", endpoint = "examine-artifact")]
pub async fn examine_artifact(
    /// The archive's location.
    uri: String,
) -> Result<Option<ArtifactScan<ArtifactReport>>, AppError> {
    answer(async { expect_context::<Backend>().artifacts.examine(&parse(&uri)?).await }).await
}

/// How far two models are from each other, or how far the scans of them have come.
///
/// # Errors
/// [`AppError::Refused`] when a location is none or they cannot be compared, [`AppError::NotFound`] when one is not there;
/// those of the store.
#[server(prefix = "/api", endpoint = "compare-artifacts")]
pub async fn compare_artifacts(
    /// The first archive's location.
    first: String,
    /// The second archive's location.
    second: String,
) -> Result<ArtifactScan<WeightsDistance>, AppError> {
    answer(async { expect_context::<Backend>().artifacts.compare(&parse(&first)?, &parse(&second)?).await }).await
}

/// Which jobs made what is at a location, and which read it.
///
/// # Errors
/// [`AppError::Refused`] when the location is none; those of the history.
#[server(prefix = "/api", endpoint = "jobs-at-location")]
pub async fn find_jobs_at(
    /// A folder or an object.
    uri: String,
) -> Result<JobsAtLocation, AppError> {
    answer(async { expect_context::<Backend>().artifacts.jobs_at(&parse(&uri)?).await }).await
}

#[cfg(feature = "ssr")]
fn parse(uri: &str) -> Result<S3Uri, AppError> {
    S3Uri::parse(uri.trim()).map_err(|error| AppError::Refused(format!("{uri} is no S3 location: {error}.")))
}

#[cfg(feature = "ssr")]
use {crate::server_call::answer, console::ports::Backend, domain::S3Uri};
