//! S3, as far as the pages use it.

mod annotation;
mod facts;
mod preview;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use bytes::Bytes;
use console::{
    data::{
        Bucket, Listing, Reading,
        object_preview::Preview,
        upload::{MAX_OBJECT_SIZE, Upload, part_count, part_size, size_of_part},
    },
    error::AppError,
    ports::{ByteStream, ObjectStore},
};
use domain::{LocationFacts, S3Uri};
use futures::StreamExt;

use crate::aws::{
    Aws,
    error::{Failure, Kind},
};

/// Rows on one page of a folder.
const PAGE: u16 = 200;
/// Bytes from which a preview is made.
const PREVIEWED: u64 = 1 << 20;
/// Most bytes of a part that a page asks for.
const MAX_PART_SIZE: u64 = 32 << 20;

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
        self.aws.listing(location, continuation, PAGE).await.map_err(|failure| in_bucket(failure, location))
    }

    async fn facts(&self, location: &S3Uri, reading: Reading) -> Result<LocationFacts, AppError> {
        facts::of(&self.aws, location, reading).await
    }

    async fn download(&self, object: &S3Uri) -> Result<Option<(u64, ByteStream)>, AppError> {
        let found = self.aws.get(object).await?;
        Ok(found.map(|(size, stream)| (size, stream.boxed() as ByteStream)))
    }

    async fn preview(&self, object: &S3Uri) -> Result<Option<Preview>, AppError> {
        let Some((size, bytes)) = self.aws.part(object, 0, PREVIEWED).await? else { return Ok(None) };
        let key = object.key().to_owned();
        let made = tokio::task::spawn_blocking(move || preview::preview(&key, &bytes, size)).await;
        let mut made =
            made.map_err(|_| AppError::Internal("The preview could not be made by a fault of the console.".to_owned()))?;
        if let Preview::Annotation(annotation) = &mut made {
            let image = annotation.image.take().and_then(|key| S3Uri::new(object.bucket(), &key).ok());
            if let Some(image) = image {
                annotation.has_image = self.aws.version(&image).await?.is_some();
                annotation.image = Some(image.to_string());
            }
        }
        Ok(Some(made))
    }

    async fn part(&self, object: &S3Uri, from: u64, length: u64) -> Result<Option<(u64, Bytes)>, AppError> {
        Ok(self.aws.part(object, from, length.min(MAX_PART_SIZE)).await?)
    }

    async fn make_folder(&self, folder: &S3Uri) -> Result<(), AppError> {
        if self.aws.put_empty(folder).await? {
            return Ok(());
        }
        Err(AppError::Refused("There is a folder of this name already.".to_owned()))
    }

    async fn delete(&self, object: &S3Uri) -> Result<(), AppError> {
        if object.key().is_empty() {
            return Err(AppError::Refused("Buckets are not deleted here.".to_owned()));
        }
        if object.key().ends_with('/') {
            // The mark and one more are enough to know.
            let listing = self.aws.listing(object, None, 2).await.map_err(|failure| in_bucket(failure, object))?;
            if !listing.folders.is_empty() || listing.objects.iter().any(|found| found.key != object.key()) {
                return Err(AppError::Refused("The folder is not empty. Delete what is in it first.".to_owned()));
            }
        }
        self.aws.delete_object(object).await.map_err(|failure| in_bucket(failure, object))
    }

    async fn begin_upload(&self, object: &S3Uri, size: u64, earlier: Option<String>) -> Result<Upload, AppError> {
        if size > MAX_OBJECT_SIZE {
            return Err(AppError::Refused(
                "Files of more than 625 GiB cannot be uploaded here; use the AWS command line.".to_owned(),
            ));
        }
        if let Some(id) = earlier
            && let Some(parts) = self.aws.parts(object, &id).await?
        {
            let is_whole = |number: i32, found| u64::try_from(number).is_ok_and(|number| size_of_part(size, number) == found);
            let stored = parts.iter().filter(|part| is_whole(part.number, part.size)).map(|part| part.number).collect();
            return Ok(Upload { id, part_size: part_size(size), stored });
        }
        let id = self.aws.begin_upload(object).await?;
        Ok(Upload { id, part_size: part_size(size), stored: Vec::new() })
    }

    async fn upload_part(&self, object: &S3Uri, upload: &str, number: i32, bytes: Bytes) -> Result<(), AppError> {
        Ok(self.aws.upload_part(object, upload, number, bytes).await?)
    }

    async fn complete_upload(&self, object: &S3Uri, upload: &str, size: u64) -> Result<(), AppError> {
        let Some(parts) = self.aws.parts(object, upload).await? else {
            // The answer to an earlier call may have been lost.
            let is_there = self.aws.version(object).await?.is_some_and(|version| version.size == size);
            let gone = || AppError::Refused("The store does not know this upload any more. Upload the file again.".to_owned());
            return if is_there { Ok(()) } else { Err(gone()) };
        };
        let stored: u64 = parts.iter().map(|part| part.size).sum();
        if stored != size || parts.len() as u64 != part_count(size) {
            return Err(AppError::Refused(format!(
                "The store has {stored} of {size} bytes. Resume the upload to send the rest."
            )));
        }
        match self.aws.complete_upload(object, upload, parts).await {
            Ok(()) => Ok(()),
            Err(failure) if failure.kind == Kind::NotFound || failure.is_outcome_unknown() => {
                match self.aws.version(object).await? {
                    Some(version) if version.size == size => Ok(()),
                    _ => Err(failure.into()),
                }
            }
            Err(failure) => Err(failure.into()),
        }
    }

    async fn abort_upload(&self, object: &S3Uri, upload: &str) -> Result<(), AppError> {
        Ok(self.aws.abort_upload(object, upload).await?)
    }
}

/// A failure of a call that only a missing bucket leaves without an answer: a prefix without objects is an empty page, and
/// an object that is gone counts as deleted.
fn in_bucket(failure: Failure, location: &S3Uri) -> AppError {
    match failure.kind {
        Kind::NotFound => AppError::NotFound(format!("There is no bucket {} in this account and Region.", location.bucket())),
        _ => failure.into(),
    }
}
