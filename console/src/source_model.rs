//! What is known about the model that a job starts from: its maker, and what is in its archive.

use std::time::{Duration, Instant};

use domain::{
    S3Uri,
    incremental::{ArchiveFacts, SourceModel},
};

use crate::{data::artifact_scan::ArtifactScan, error::AppError, job::archives::MAX_UNASKED_ARCHIVE_SIZE, ports::Backend};

/// How long a form waits for a scan of the archive, which is kept by the archive's version.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Asks the history and the target. What the archive holds stays unknown when it is very large, when the scan takes long, or
/// when the store fails: none of them says anything about the archive.
///
/// # Errors
/// Those of the target and of the history.
pub async fn describe(backend: &Backend, artifact: &S3Uri) -> Result<SourceModel, AppError> {
    let mut source = backend.jobs.source_model(artifact).await?;
    let is_archive = artifact.is_tar_gz() && source.size.is_some_and(|size| size <= MAX_UNASKED_ARCHIVE_SIZE);
    let asked_at = Instant::now();
    // Each question waits for about two seconds.
    while is_archive && asked_at.elapsed() < TIMEOUT {
        match backend.artifacts.examine(artifact).await {
            Ok(Some(ArtifactScan::Running { .. })) => {}
            Ok(Some(ArtifactScan::Done { found, .. })) => {
                source.unreadable.clone_from(&found.problem);
                source.archive = found.problem.is_none().then(|| ArchiveFacts::of(&found));
                break;
            }
            Ok(None) | Err(_) => break,
        }
    }
    Ok(source)
}
