//! Archives of models, looked into; and which jobs concern a location.

use async_trait::async_trait;
use domain::{
    S3Uri,
    artifact::{ArtifactReport, WeightsDistance},
};

use crate::{
    data::artifact_scan::{ArtifactScan, JobsAtLocation},
    error::AppError,
};

/// Passes over archives. They run beside the pages and are kept by the archive's version, so that each is made once.
#[async_trait]
pub trait Artifacts: Send + Sync {
    /// What is inside an archive. Starts a scan when none is known, and waits for it for about two seconds; asking again
    /// goes on waiting. `None` when there is no such object.
    async fn examine(&self, archive: &S3Uri) -> Result<Option<ArtifactScan<ArtifactReport>>, AppError>;
    /// How far the weights of the second archive are from those of the first; started and waited for in the same way.
    /// [`AppError::Refused`] when they cannot be compared, [`AppError::NotFound`] when one is not there.
    async fn compare(&self, first: &S3Uri, second: &S3Uri) -> Result<ArtifactScan<WeightsDistance>, AppError>;
    /// Which jobs made what is at a location, and which read it.
    async fn jobs_at(&self, location: &S3Uri) -> Result<JobsAtLocation, AppError>;
}
