//! The port: what scans find is kept by ETag.

use std::sync::{Arc, atomic::AtomicU64};

use async_trait::async_trait;
use console::{
    data::artifact_scan::{ArtifactScan, JobsAtLocation},
    error::AppError,
    ports::artifacts::Artifacts,
};
use domain::{
    Clock, S3Uri, Timestamp,
    artifact::{ArtifactReport, WeightsDistance},
};
use serde::de::DeserializeOwned;

use super::{distance, location, object_reader::ObjectReader, running::RunningScans, xray};
use crate::{
    aws::{Aws, objects::Version},
    db::{
        Database,
        artifacts::{self, FORM},
    },
};

/// Scans of the archives of one target.
pub(crate) struct ArtifactScans {
    aws: Aws,
    database: Database,
    clock: Arc<dyn Clock>,
    running: RunningScans,
}

/// An archive in the version that is there now.
struct Archive {
    uri: S3Uri,
    location: String,
    version: Version,
}

impl Archive {
    fn key(&self) -> (String, String) {
        (self.location.clone(), self.version.etag.clone())
    }
}

impl ArtifactScans {
    /// Scans of what these clients reach, kept in this database.
    pub(crate) fn new(aws: Aws, database: Database, clock: Arc<dyn Clock>) -> Self {
        Self { aws, database, clock, running: RunningScans::default() }
    }

    async fn archive(&self, uri: &S3Uri) -> Result<Option<Archive>, AppError> {
        let version = self.aws.version(uri).await?;
        Ok(version.map(|version| Archive { uri: uri.clone(), location: uri.to_string(), version }))
    }

    async fn known_report(&self, archive: &Archive) -> Result<Option<(ArtifactReport, Timestamp)>, AppError> {
        let row = artifacts::report(self.database.reader(), &archive.location, &archive.version.etag, FORM).await;
        Ok(row?.and_then(read))
    }

    async fn known_distance(&self, first: &Archive, second: &Archive) -> Result<Option<(WeightsDistance, Timestamp)>, AppError> {
        let pair = ((&*first.location, &*first.version.etag), (&*second.location, &*second.version.etag));
        let row = artifacts::distance(self.database.reader(), pair, FORM).await;
        Ok(row?.and_then(read))
    }

    /// A report of an archive, from the history or by a scan; how far the scan has come otherwise.
    async fn report(&self, archive: &Archive) -> Result<Result<(ArtifactReport, Timestamp), (u64, u64)>, AppError> {
        if let Some(known) = self.known_report(archive).await? {
            return Ok(Ok(known));
        }
        let (aws, database, clock) = (self.aws.clone(), self.database.clone(), self.clock.clone());
        let (uri, location, version) = (archive.uri.clone(), archive.location.clone(), archive.version.clone());
        let scan = |read: Arc<AtomicU64>| async move {
            let size = version.size;
            let (reader, outcome) = ObjectReader::start(aws, uri, version.etag.clone(), size, read);
            let report = tokio::task::spawn_blocking(move || xray::examine(reader, size)).await.map_err(fault)?;
            if let Some(failure) = outcome.failure() {
                return Err(replaced_or(failure));
            }
            let text = serde_json::to_string(&report).map_err(fault)?;
            let key = (&*location, &*version.etag);
            let mut transaction = database.begin().await?;
            artifacts::keep_report(&mut transaction, key, FORM, &text, clock.now()).await?;
            Ok(transaction.commit().await?)
        };
        if let Some(progress) = self.running.follow(vec![archive.key()], archive.version.size, scan).await? {
            return Ok(Err(progress));
        }
        match self.known_report(archive).await? {
            Some(known) => Ok(Ok(known)),
            None => Err(AppError::Internal("What the pass over the archive found was lost. Try again.".to_owned())),
        }
    }

    /// Compares two archives whose reports are known; how far that has come otherwise.
    async fn distance(
        &self,
        first: (&Archive, ArtifactReport),
        second: (&Archive, ArtifactReport),
    ) -> Result<ArtifactScan<WeightsDistance>, AppError> {
        let done = |(found, at)| ArtifactScan::Done { found, etag: second.0.version.etag.clone(), at };
        if let Some(known) = self.known_distance(first.0, second.0).await? {
            return Ok(done(known));
        }
        let (aws, database, clock) = (self.aws.clone(), self.database.clone(), self.clock.clone());
        let keys = [first.0.key(), second.0.key()];
        let uris = [first.0.uri.clone(), second.0.uri.clone()];
        let (of_first, of_second) = (first.1, second.1);
        let size = first.0.version.size.saturating_add(second.0.version.size);
        let scan = |read: Arc<AtomicU64>| {
            let keys = keys.clone();
            async move {
                let [(first, first_etag), (second, second_etag)] = &keys;
                let [first_uri, second_uri] = uris;
                let start = |uri, etag: &str, size| ObjectReader::start(aws.clone(), uri, etag.to_owned(), size, read.clone());
                let (one, outcome) = start(first_uri, first_etag, of_first.size);
                let (other, other_outcome) = start(second_uri, second_etag, of_second.size);
                let compare = move || distance::weights_distance((&of_first, one), (&of_second, other));
                let distance = tokio::task::spawn_blocking(compare).await.map_err(fault)?;
                if let Some(failure) = outcome.failure().or_else(|| other_outcome.failure()) {
                    return Err(replaced_or(failure));
                }
                let text = serde_json::to_string(&distance.map_err(AppError::Refused)?).map_err(fault)?;
                let pair = ((&**first, &**first_etag), (&**second, &**second_etag));
                Ok(artifacts::keep_distance(database.writer(), pair, FORM, &text, clock.now()).await?)
            }
        };
        if let Some((read, size)) = self.running.follow(keys.to_vec(), size, scan).await? {
            return Ok(ArtifactScan::Running { read, size });
        }
        match self.known_distance(first.0, second.0).await? {
            Some(known) => Ok(done(known)),
            None => Err(AppError::Internal("What the comparison found was lost. Try again.".to_owned())),
        }
    }
}

#[async_trait]
impl Artifacts for ArtifactScans {
    async fn examine(&self, archive: &S3Uri) -> Result<Option<ArtifactScan<ArtifactReport>>, AppError> {
        let Some(archive) = self.archive(archive).await? else { return Ok(None) };
        Ok(Some(match self.report(&archive).await? {
            Ok((found, at)) => ArtifactScan::Done { found, etag: archive.version.etag, at },
            Err((read, size)) => ArtifactScan::Running { read, size },
        }))
    }

    async fn compare(&self, first: &S3Uri, second: &S3Uri) -> Result<ArtifactScan<WeightsDistance>, AppError> {
        let missing = |uri: &S3Uri| AppError::NotFound(format!("There is no object at {uri}."));
        let first = self.archive(first).await?.ok_or_else(|| missing(first))?;
        let second = self.archive(second).await?.ok_or_else(|| missing(second))?;
        // Both scans start before either is waited for.
        let (one, other) = tokio::join!(self.report(&first), self.report(&second));
        match (one?, other?) {
            (Ok((one, _)), Ok((other, _))) => self.distance((&first, one), (&second, other)).await,
            (one, other) => {
                // Each archive is read twice: first to know its arrays, then to compare them.
                let size = first.version.size.saturating_add(second.version.size).saturating_mul(2);
                let read = [one.err(), other.err()].into_iter().flatten().map(|(read, _)| read).sum();
                Ok(ArtifactScan::Running { read, size })
            }
        }
    }

    async fn jobs_at(&self, location: &S3Uri) -> Result<JobsAtLocation, AppError> {
        Ok(location::jobs_at(self.database.reader(), location).await?)
    }
}

fn read<T: DeserializeOwned>((text, at): (String, Timestamp)) -> Option<(T, Timestamp)> {
    // What cannot be read any more is made again.
    Some((serde_json::from_str(&text).ok()?, at))
}

fn replaced_or(failure: crate::aws::error::Failure) -> AppError {
    if failure.code == "PreconditionFailed" {
        return AppError::Refused("The object was replaced while it was read. Try again to look into the new one.".to_owned());
    }
    failure.into()
}

fn fault(error: impl std::fmt::Display) -> AppError {
    tracing::error!(%error, "a pass over an archive failed");
    AppError::Internal("Looking into the archive failed by a fault of the console. Its log names the cause.".to_owned())
}
