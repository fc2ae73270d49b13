//! S3, as far as the console uses it.

pub(crate) mod digest;
pub(crate) mod upload;

mod image_survey;
pub(crate) mod keys;
mod records;

use aws_sdk_s3::{primitives::ByteStream, types::Object};
use bytes::Bytes;
use console::data::{Bucket, Listing, ObjectSummary};
use domain::{Access, LocationFacts, S3Uri};
use futures::{Stream, StreamExt};

use super::{
    Aws,
    convert::timestamp,
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

/// One version of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    /// Its size in bytes.
    pub(crate) size: u64,
    /// Its ETag, with the quotes.
    pub(crate) etag: String,
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
                let created_at = bucket.creation_date().and_then(timestamp);
                Some(Bucket { name: bucket.name()?.to_owned(), created_at })
            }));
        }
        Ok(buckets)
    }

    /// One page of at most `limit` of what is directly below a folder: what starts with the location.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn listing(&self, location: &S3Uri, continuation: Option<String>, limit: u16) -> Result<Listing, Failure> {
        let call = self.s3.list_objects_v2().bucket(location.bucket()).prefix(location.key()).delimiter("/");
        let call = call.max_keys(i32::from(limit)).set_continuation_token(continuation);
        let output = call.send().await.map_err(|error| Failure::new(&error))?;
        Ok(Listing {
            folders: output.common_prefixes().iter().filter_map(|folder| folder.prefix()).map(str::to_owned).collect(),
            objects: output.contents().iter().filter_map(summary).collect(),
            continuation: output.next_continuation_token().map(str::to_owned),
        })
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

    /// The version of an object that is there now; `None` when there is no such object.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn version(&self, object: &S3Uri) -> Result<Option<Version>, Failure> {
        match self.s3.head_object().bucket(object.bucket()).key(object.key()).send().await {
            Ok(output) => {
                let etag = output.e_tag().unwrap_or_default().to_owned();
                Ok(Some(Version { size: unsigned(output.content_length()), etag }))
            }
            Err(error) => match Failure::new(&error) {
                failure if failure.kind == Kind::NotFound => Ok(None),
                failure => Err(failure),
            },
        }
    }

    /// Bytes `from` (included) to `to` (excluded) of one version of an object.
    ///
    /// # Errors
    /// See [`Failure`]; its code is `PreconditionFailed` when there is another version now.
    pub(crate) async fn range(
        &self,
        object: &S3Uri,
        etag: &str,
        from: u64,
        to: u64,
    ) -> Result<impl Stream<Item = Result<Bytes, std::io::Error>> + Send + use<>, Failure> {
        let call = self.s3.get_object().bucket(object.bucket()).key(object.key()).if_match(etag);
        let call = call.range(format!("bytes={from}-{}", to.saturating_sub(1)));
        let output = call.send().await.map_err(|error| Failure::new(&error))?;
        // A store that does not know ranges answers with the whole object, of which the start can still be used.
        if output.content_range().is_none() && from > 0 {
            return Err(Failure::cut("the store does not answer with parts of objects"));
        }
        Ok(chunks(output.body))
    }

    /// The first bytes of an object, at most `length`, and the object's size; `None` when there is no such object.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn part(&self, object: &S3Uri, from: u64, length: u64) -> Result<Option<(u64, Bytes)>, Failure> {
        let Some(version) = self.version(object).await? else { return Ok(None) };
        if version.size <= from {
            return Ok(Some((version.size, Bytes::new())));
        }
        let end = version.size.min(from.saturating_add(length));
        let stream = self.range(object, &version.etag, from, end).await?;
        let mut stream = std::pin::pin!(stream);
        let wanted = usize::try_from(end - from).unwrap_or(usize::MAX);
        let mut bytes = Vec::new();
        while let Some(chunk) = stream.next().await {
            bytes.extend_from_slice(&chunk.map_err(|error| Failure::cut(&error.to_string()))?);
            if bytes.len() >= wanted {
                bytes.truncate(wanted);
                break;
            }
        }
        Ok(Some((version.size, bytes.into())))
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
                Ok(Some((size, chunks(output.body))))
            }
            Err(error) => match Failure::new(&error) {
                failure if failure.kind == Kind::NotFound => Ok(None),
                failure => Err(failure),
            },
        }
    }
}

fn chunks(body: ByteStream) -> impl Stream<Item = Result<Bytes, std::io::Error>> + Send + 'static {
    futures::stream::try_unfold(body, |mut body| async move {
        let chunk = body.try_next().await.map_err(std::io::Error::other)?;
        Ok(chunk.map(|chunk| (chunk, body)))
    })
}

fn summary(object: &Object) -> Option<ObjectSummary> {
    Some(ObjectSummary {
        key: object.key()?.to_owned(),
        size: size(object),
        modified_at: object.last_modified().and_then(timestamp),
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
///
/// # Errors
/// The failure, where it says nothing about the location.
fn unreadable(failure: Failure, region: &str) -> Result<LocationFacts, Failure> {
    let (access, bucket_region) = match (&failure.bucket_region, failure.kind) {
        (Some(bucket_region), Kind::Refused) if bucket_region != region => (Access::Found, Some(bucket_region.clone())),
        (_, Kind::NotFound) => (Access::NoBucket, None),
        (_, Kind::Denied) => (Access::Denied, None),
        _ => return Err(failure),
    };
    Ok(LocationFacts { access, bucket_region, ..LocationFacts::default() })
}
