//! S3, as far as the pages read it.

use std::io::Read;

use app::{
    error::AppError,
    model::{ArchiveEntry, Bucket, Listing, LocationFinding},
    ports::{ByteStream, ObjectStore},
};
use async_trait::async_trait;
use domain::S3Uri;
use flate2::read::GzDecoder;
use futures::StreamExt;
use tokio_util::io::{StreamReader, SyncIoBridge};

use crate::aws::Aws;

/// Most bytes that an archive may unpack to while its entries are listed; a bomb ends here.
const MAXIMUM_UNPACKED: u64 = 64 << 30;

/// The port over the target's S3.
pub(crate) struct Objects {
    aws: Aws,
}

impl Objects {
    /// The port over these clients.
    pub(crate) fn new(aws: Aws) -> Self {
        Self { aws }
    }
}

#[async_trait]
impl ObjectStore for Objects {
    async fn buckets(&self) -> Result<Vec<Bucket>, AppError> {
        Ok(self.aws.buckets().await?)
    }

    async fn list(&self, location: &S3Uri, continuation: Option<String>) -> Result<Listing, AppError> {
        Ok(self.aws.listing(location, continuation).await?)
    }

    async fn look(&self, location: &S3Uri) -> Result<LocationFinding, AppError> {
        Ok(self.aws.look(location).await?)
    }

    async fn archive(&self, object: &S3Uri, limit: u32) -> Result<Option<Vec<ArchiveEntry>>, AppError> {
        let Some((_, stream)) = self.aws.get(object).await? else { return Ok(None) };
        let reader = SyncIoBridge::new(StreamReader::new(Box::pin(stream)));
        let read = tokio::task::spawn_blocking(move || entries(reader, limit)).await;
        match read {
            Ok(Ok(entries)) => Ok(Some(entries)),
            Ok(Err(error)) => Err(AppError::Refused(format!("This object cannot be read as a tar.gz archive: {error}."))),
            Err(_) => Err(AppError::Internal("The archive could not be read.".to_owned())),
        }
    }

    async fn download(&self, object: &S3Uri) -> Result<Option<(u64, ByteStream)>, AppError> {
        let found = self.aws.get(object).await?;
        Ok(found.map(|(size, stream)| (size, stream.boxed() as ByteStream)))
    }
}

/// Reads the headers of an archive; contents are passed over, nothing is unpacked.
fn entries(reader: impl Read, limit: u32) -> std::io::Result<Vec<ArchiveEntry>> {
    let mut archive = tar::Archive::new(GzDecoder::new(reader).take(MAXIMUM_UNPACKED));
    let mut found = Vec::new();
    for entry in archive.entries()?.take(usize::try_from(limit).unwrap_or(usize::MAX)) {
        let entry = entry?;
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        found.push(ArchiveEntry { path, size: entry.size() });
    }
    Ok(found)
}
