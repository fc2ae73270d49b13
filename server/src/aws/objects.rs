//! S3, as far as the console reads it.

use app::model::{Bucket, Listing, LocationFinding, ObjectSummary};
use aws_sdk_s3::types::Object;
use bytes::Bytes;
use domain::S3Uri;
use futures::Stream;

use super::{
    Aws,
    error::{Failure, Kind},
};

/// What a HEAD of an object found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Head {
    /// The object, with its size in bytes.
    Found(u64),
    /// No such object.
    Missing,
}

impl Aws {
    /// All buckets.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn buckets(&self) -> Result<Vec<Bucket>, Failure> {
        let mut pages = self.s3.list_buckets().max_buckets(1000).into_paginator().send();
        let mut buckets = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| Failure::new(&error))?;
            buckets.extend(page.buckets().iter().filter_map(|bucket| {
                let created_at = bucket.creation_date().and_then(|date| date.to_millis().ok());
                Some(Bucket { name: bucket.name()?.to_owned(), created_at })
            }));
        }
        Ok(buckets)
    }

    /// One page of what is directly below a prefix.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn listing(&self, location: &S3Uri, continuation: Option<String>) -> Result<Listing, Failure> {
        let call = self.s3.list_objects_v2().bucket(location.bucket()).prefix(location.key()).delimiter("/");
        let output = call.set_continuation_token(continuation).send().await.map_err(|error| Failure::new(&error))?;
        Ok(Listing {
            folders: output.common_prefixes().iter().filter_map(|folder| folder.prefix()).map(str::to_owned).collect(),
            objects: output.contents().iter().filter_map(summary).collect(),
            continuation: output.next_continuation_token().map(str::to_owned),
        })
    }

    /// Whether anything is below a location; looks at one page of a thousand objects.
    ///
    /// # Errors
    /// Only what is no finding: see [`LocationFinding`].
    pub(crate) async fn look(&self, location: &S3Uri) -> Result<LocationFinding, Failure> {
        let call = self.s3.list_objects_v2().bucket(location.bucket()).prefix(location.key());
        let output = match call.send().await {
            Ok(output) => output,
            Err(error) => return finding(Failure::new(&error), self.region()),
        };
        let objects = u32::try_from(output.contents().len()).unwrap_or(u32::MAX);
        if objects == 0 {
            return Ok(LocationFinding::Empty);
        }
        let bytes = output.contents().iter().map(size).sum();
        Ok(LocationFinding::Found { objects, bytes, complete: output.is_truncated() != Some(true) })
    }

    /// An object's size.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn head(&self, object: &S3Uri) -> Result<Head, Failure> {
        match self.s3.head_object().bucket(object.bucket()).key(object.key()).send().await {
            Ok(output) => Ok(Head::Found(unsigned(output.content_length()))),
            Err(error) => match Failure::new(&error) {
                failure if failure.kind == Kind::NotFound => Ok(Head::Missing),
                failure => Err(failure),
            },
        }
    }

    /// An object's size and bytes; `None` when there is no such object.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn get(
        &self,
        object: &S3Uri,
    ) -> Result<Option<(u64, impl Stream<Item = Result<Bytes, std::io::Error>> + Send + 'static)>, Failure> {
        match self.s3.get_object().bucket(object.bucket()).key(object.key()).send().await {
            Ok(output) => {
                let size = unsigned(output.content_length());
                let body = output.body;
                let stream = futures::stream::try_unfold(body, |mut body| async move {
                    let chunk = body.try_next().await.map_err(std::io::Error::other)?;
                    Ok(chunk.map(|chunk| (chunk, body)))
                });
                Ok(Some((size, stream)))
            }
            Err(error) => match Failure::new(&error) {
                failure if failure.kind == Kind::NotFound => Ok(None),
                failure => Err(failure),
            },
        }
    }
}

fn summary(object: &Object) -> Option<ObjectSummary> {
    Some(ObjectSummary {
        key: object.key()?.to_owned(),
        size: size(object),
        modified_at: object.last_modified().and_then(|time| time.to_millis().ok()),
        storage_class: object.storage_class().map(|class| class.as_str().to_owned()),
    })
}

fn size(object: &Object) -> u64 {
    unsigned(object.size())
}

fn unsigned(size: Option<i64>) -> u64 {
    size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default()
}

/// What a refused listing says about the location.
fn finding(failure: Failure, region: &str) -> Result<LocationFinding, Failure> {
    match (&failure.bucket_region, failure.kind) {
        (Some(bucket_region), Kind::Refused) if bucket_region != region => {
            Ok(LocationFinding::OtherRegion(bucket_region.clone()))
        }
        (_, Kind::NotFound) => Ok(LocationFinding::NoBucket),
        (_, Kind::Denied) => Ok(LocationFinding::Denied),
        _ => Err(failure),
    }
}
