//! What a model's archive says about its network, where no job is known that made it.

use std::{
    io::BufReader,
    sync::{Arc, PoisonError},
    time::Duration,
};

use domain::{S3Uri, incremental::ArchiveFacts};

use super::History;
use crate::artifact::{facts, object_reader::ObjectReader};

/// How long a page waits for an archive.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Archives that are remembered; a person looks at a few.
const MAX_REMEMBERED: usize = 64;

/// What an archive says about its network, or why it cannot be read, in a sentence.
pub(super) type Reading = Result<ArchiveFacts, String>;

impl History {
    /// The facts in an archive, or why it is none; nothing when the store does not give it in time, which is no proof of
    /// anything.
    pub(crate) async fn archive_facts(&self, artifact: &S3Uri) -> Option<Reading> {
        match tokio::time::timeout(TIMEOUT, self.read_archive(artifact)).await {
            Ok(facts) => facts,
            Err(_) => {
                tracing::warn!(%artifact, "the model's archive was not read in {TIMEOUT:?}");
                None
            }
        }
    }

    /// Reads an archive once for each version of the object.
    async fn read_archive(&self, artifact: &S3Uri) -> Option<Reading> {
        let version = self.aws.version(artifact).await.ok()??;
        let key = (artifact.to_string(), version.etag.clone());
        let known = self.archives.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if known.is_some() {
            return known;
        }
        let (reader, outcome) =
            ObjectReader::start(self.aws.clone(), artifact.clone(), version.etag, version.size, Arc::default());
        let reading = tokio::task::spawn_blocking(move || facts::read(BufReader::new(reader), version.size)).await.ok()?;
        if let Err(reason) = &reading {
            tracing::warn!(%artifact, reason, "the model's archive cannot be read");
            // A store that fails says nothing about the archive.
            if outcome.failure().is_some() {
                return None;
            }
        }
        let mut archives = self.archives.lock().unwrap_or_else(PoisonError::into_inner);
        if archives.len() >= MAX_REMEMBERED {
            archives.clear();
        }
        archives.insert(key, reading.clone());
        Some(reading)
    }
}
