//! Which archives of a job are compared without being asked for.

use domain::{S3Uri, description::TrainingJobDetail, job_status::ModelPresence};

/// Bytes of a model that is read without being asked for. Source: our own limit.
pub const MAX_UNASKED_ARCHIVE_SIZE: u64 = 512 << 20;

/// Where the model is that an ended job started from, and its own, unless that is very large or was not stored, or belongs
/// to a job whose name, and with it the place, a later one has.
pub fn both_archives(job: &TrainingJobDetail) -> Option<(S3Uri, S3Uri)> {
    let own = job
        .artifact
        .as_ref()
        .filter(|_| !job.summary.superseded)
        .filter(|artifact| artifact.presence() == ModelPresence::There)
        .filter(|artifact| artifact.size.is_some_and(|size| size <= MAX_UNASKED_ARCHIVE_SIZE))?;
    let parent = job.summary.parent.as_ref().filter(|_| job.summary.status.is_final())?;
    S3Uri::parse(&parent.artifact).ok().zip(S3Uri::parse(&own.uri).ok())
}
