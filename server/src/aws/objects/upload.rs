//! S3: writing objects, large ones in parts.

use std::time::Duration;

use aws_sdk_s3::{
    config::{Builder, timeout::TimeoutConfig},
    primitives::ByteStream,
    types::{CompletedMultipartUpload, CompletedPart},
};
use bytes::Bytes;
use domain::S3Uri;

use super::{super::Aws, unsigned};
use crate::aws::error::{Failure, Kind};

/// How long the store may take to put the parts of an upload together, and to take one part over a slow line.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(300);

/// A part of an upload that the store has.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Part {
    /// Its number, from 1.
    pub(crate) number: i32,
    /// Its size in bytes.
    pub(crate) size: u64,
    completed: CompletedPart,
}

impl Aws {
    /// Writes an empty object unless the key is taken; `false` when it is.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn put_empty(&self, object: &S3Uri) -> Result<bool, Failure> {
        let call = self.s3.put_object().bucket(object.bucket()).key(object.key()).if_none_match("*");
        match call.body(ByteStream::from_static(b"")).send().await {
            Ok(_) => Ok(true),
            Err(error) => match Failure::new(&error) {
                failure if failure.code == "PreconditionFailed" => Ok(false),
                failure => Err(failure),
            },
        }
    }

    /// Removes an object; one that is not there is no error.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn delete_object(&self, object: &S3Uri) -> Result<(), Failure> {
        let call = self.s3.delete_object().bucket(object.bucket()).key(object.key());
        call.send().await.map(drop).map_err(|error| Failure::new(&error))
    }

    /// Begins an upload in parts; gives its id.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn begin_upload(&self, object: &S3Uri) -> Result<String, Failure> {
        let call = self.s3.create_multipart_upload().bucket(object.bucket()).key(object.key());
        let output = call.send().await.map_err(|error| Failure::new(&error))?;
        Ok(output.upload_id().unwrap_or_default().to_owned())
    }

    /// Sends a part; sending one number twice keeps the last.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn upload_part(&self, object: &S3Uri, upload: &str, number: i32, bytes: Bytes) -> Result<(), Failure> {
        let call = self.s3.upload_part().bucket(object.bucket()).key(object.key()).upload_id(upload).part_number(number);
        let call = call.body(ByteStream::from(bytes)).customize().config_override(patient());
        call.send().await.map(drop).map_err(|error| Failure::new(&error))
    }

    /// The parts that the store has of an upload, by number; `None` when it does not know the upload.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn parts(&self, object: &S3Uri, upload: &str) -> Result<Option<Vec<Part>>, Failure> {
        let call = self.s3.list_parts().bucket(object.bucket()).key(object.key()).upload_id(upload);
        let mut pages = call.into_paginator().send();
        let mut parts = Vec::new();
        while let Some(page) = pages.next().await {
            let page = match page {
                Ok(page) => page,
                Err(error) => match Failure::new(&error) {
                    failure if failure.kind == Kind::NotFound || failure.code == "NoSuchUpload" => return Ok(None),
                    failure => return Err(failure),
                },
            };
            parts.extend(page.parts().iter().filter_map(|part| {
                let number = part.part_number()?;
                // An upload with check sums is completed with the same check sums.
                let completed = CompletedPart::builder()
                    .part_number(number)
                    .set_e_tag(part.e_tag().map(str::to_owned))
                    .set_checksum_crc32(part.checksum_crc32().map(str::to_owned))
                    .set_checksum_crc32_c(part.checksum_crc32_c().map(str::to_owned))
                    .set_checksum_crc64_nvme(part.checksum_crc64_nvme().map(str::to_owned))
                    .set_checksum_sha1(part.checksum_sha1().map(str::to_owned))
                    .set_checksum_sha256(part.checksum_sha256().map(str::to_owned))
                    .build();
                Some(Part { number, size: unsigned(part.size()), completed })
            }));
        }
        Ok(Some(parts))
    }

    /// Makes the object from its parts.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn complete_upload(&self, object: &S3Uri, upload: &str, parts: Vec<Part>) -> Result<(), Failure> {
        let parts = parts.into_iter().map(|part| part.completed).collect();
        let parts = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
        let call = self.s3.complete_multipart_upload().bucket(object.bucket()).key(object.key()).upload_id(upload);
        let call = call.multipart_upload(parts).customize().config_override(patient());
        call.send().await.map(drop).map_err(|error| Failure::new(&error))
    }

    /// Throws an upload and its parts away; one that is unknown is no error.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn abort_upload(&self, object: &S3Uri, upload: &str) -> Result<(), Failure> {
        let call = self.s3.abort_multipart_upload().bucket(object.bucket()).key(object.key()).upload_id(upload);
        match call.send().await {
            Ok(_) => Ok(()),
            Err(error) => match Failure::new(&error) {
                failure if failure.kind == Kind::NotFound || failure.code == "NoSuchUpload" => Ok(()),
                failure => Err(failure),
            },
        }
    }
}

fn patient() -> Builder {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(4))
        .read_timeout(UPLOAD_TIMEOUT)
        .operation_attempt_timeout(UPLOAD_TIMEOUT)
        .operation_timeout(UPLOAD_TIMEOUT)
        .build();
    Builder::new().timeout_config(timeouts)
}
