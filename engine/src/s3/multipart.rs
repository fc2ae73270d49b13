//! Multipart uploads, one operation a file. Parts are blobs. The completion of an upload joins them into a new blob. An upload
//! stays usable after every error.

mod checksum_plan;
pub(super) mod complete;
pub(super) mod create;
mod etag;
mod finished;
pub(super) mod list_parts;
pub(super) mod list_uploads;
pub(super) mod upload_part;

use s3s::{
    S3ErrorCode, S3Result,
    dto::{AbortMultipartUploadInput, AbortMultipartUploadOutput},
};
use time::OffsetDateTime;

use super::{
    buckets::require,
    error::{internal, no_such_upload, precondition_failed},
    store::Store,
};
use crate::{db, db::uploads::UploadRow};

/// `AbortMultipartUpload`. After the completion nothing is left to abort, and the call succeeds: clients abort in their
/// clean-up.
pub(super) async fn abort(store: &Store, input: AbortMultipartUploadInput) -> S3Result<AbortMultipartUploadOutput> {
    let upload = match find(store, &input.bucket, &input.key, &input.upload_id).await {
        Err(error) if *error.code() == S3ErrorCode::NoSuchUpload => {
            return match finished::find(store, &input.bucket, &input.key, &input.upload_id).await? {
                Some(_) => Ok(AbortMultipartUploadOutput::default()),
                None => Err(error),
            };
        }
        found => found?,
    };
    let began = input.if_match_initiated_time.map(|time| OffsetDateTime::from(time).unix_timestamp());
    if began.is_some_and(|began| began != upload.created_at / 1000) {
        return Err(precondition_failed("x-amz-if-match-initiated-time"));
    }
    let mut transaction = store.begin().await.map_err(internal)?;
    let blobs = db::uploads::delete(&mut transaction, &upload.id).await.map_err(internal)?;
    transaction.commit().await.map_err(internal)?;
    store.discard(blobs).await;
    Ok(AbortMultipartUploadOutput::default())
}

/// An upload.
///
/// # Errors
/// `NoSuchBucket`, `NoSuchUpload`.
async fn find(store: &Store, bucket: &str, key: &str, id: &str) -> S3Result<UploadRow> {
    require(store, bucket).await?;
    let found = db::uploads::find(store.reader(), bucket, key.as_bytes(), id).await.map_err(internal)?;
    found.ok_or_else(|| no_such_upload(id))
}
