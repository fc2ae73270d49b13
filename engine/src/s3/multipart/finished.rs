//! Repeated calls of `CompleteMultipartUpload`: a client whose answer was lost repeats the call, and its object exists already.

use s3s::{
    S3Result,
    dto::{CompleteMultipartUploadInput, CompleteMultipartUploadOutput, CompletedPart, ETag},
};
use sqlx::SqliteConnection;

use super::etag::etag_of;
use crate::{
    db,
    db::finished_uploads::{FinishedUploadRow, UploadName},
    s3::{checksum::set_checksums, encryption::set_encryption, error::internal, store::Store, verified_request::path_of},
};

/// The time for which finished uploads are remembered, in milliseconds: a day. Amazon does not document its time.
const REMEMBERED: i64 = 24 * 60 * 60 * 1000;

/// Remembers a finished upload in the transaction that finishes it, and forgets old ones.
pub(super) async fn remember(
    connection: &mut SqliteConnection,
    upload: UploadName<'_>,
    now: i64,
    row: &FinishedUploadRow,
) -> S3Result<()> {
    db::finished_uploads::delete_older_than(&mut *connection, now - REMEMBERED).await.map_err(internal)?;
    db::finished_uploads::insert(connection, upload, now, row).await.map_err(internal)
}

/// The answer to the call that finished the upload; `None` when the upload is not finished, or has other parts.
pub(super) async fn answer_again(
    store: &Store,
    input: &CompleteMultipartUploadInput,
    asked: &[CompletedPart],
) -> S3Result<Option<CompleteMultipartUploadOutput>> {
    let found = find(store, &input.bucket, &input.key, &input.upload_id).await?;
    let etags: Option<Vec<&str>> = asked.iter().map(|part| part.e_tag.as_ref().map(ETag::value)).collect();
    let is_of_these_parts = |row: &FinishedUploadRow| match &etags {
        Some(etags) => etag_of(etags.iter().copied()).is_ok_and(|etag| etag == row.etag),
        None => true,
    };
    Ok(found.filter(is_of_these_parts).map(|row| output(store, input, row)))
}

/// A finished upload; `None` when it is not finished or forgotten.
pub(super) async fn find(store: &Store, bucket: &str, key: &str, id: &str) -> S3Result<Option<FinishedUploadRow>> {
    let upload = UploadName { id, bucket, key: key.as_bytes() };
    db::finished_uploads::find(store.reader(), upload).await.map_err(internal)
}

/// The answer about a finished upload.
pub(super) fn output(
    store: &Store,
    input: &CompleteMultipartUploadInput,
    row: FinishedUploadRow,
) -> CompleteMultipartUploadOutput {
    let mut output = CompleteMultipartUploadOutput {
        location: Some(path_of(&input.bucket, &input.key)),
        bucket: Some(input.bucket.clone()),
        key: Some(input.key.clone()),
        e_tag: Some(ETag::Strong(row.etag)),
        checksum_type: Some(row.checksums.kind()),
        ..Default::default()
    };
    set_checksums!(output, row.checksums);
    set_encryption!(output, store, row.encryption.as_ref());
    output
}
