//! `CopyObject`: a new object from an existing one, without sending its bytes.

use s3s::dto::{CopyObjectInput, CopyObjectOutput, CopyObjectResult, CopySource, ETag, MetadataDirective, Timestamp};
use s3s::{S3Result, s3_error};
use sqlx::types::Json;

use super::attributes::attributes_of;
use super::condition::Conditions;
use super::error::{internal, no_such_bucket};
use super::get_object;
use super::store::{Store, blocking};
use crate::clock::from_milliseconds;
use crate::db;
use crate::db::objects::ObjectRow;

/// `CopyObject`
pub(super) async fn copy(store: &Store, mut input: CopyObjectInput) -> S3Result<CopyObjectOutput> {
    let (source_bucket, source_key) = source(&input.copy_source)?;
    let replaces = input.metadata_directive.as_ref().is_some_and(|d| d.as_str() == MetadataDirective::REPLACE);
    if !replaces && source_bucket == input.bucket && source_key == input.key {
        return Err(s3_error!(
            InvalidRequest,
            "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes."
        ));
    }
    let (object, _) = get_object::find(store, &source_bucket, &source_key).await?;
    let conditions = Conditions {
        if_match: input.copy_source_if_match.as_ref(),
        if_none_match: input.copy_source_if_none_match.as_ref(),
        if_modified_since: input.copy_source_if_modified_since.as_ref(),
        if_unmodified_since: input.copy_source_if_unmodified_since.as_ref(),
    };
    // A copy answers 412 to every condition that does not hold.
    conditions.check(&object).map_err(|_| super::error::precondition_failed())?;

    let (blobs, name) = (store.blobs.clone(), object.blob.clone());
    let blob = blocking(move || blobs.duplicate(&name)).await.map_err(internal)?;
    let row = ObjectRow {
        key: input.key.as_bytes().to_vec(),
        blob,
        modified_at: store.now(),
        attributes: if replaces { Json(attributes_of!(input)) } else { object.attributes.clone() },
        ..object
    };
    let mut transaction = store.database.begin().await.map_err(internal)?;
    if !db::buckets::exists(&mut *transaction, &input.bucket).await.map_err(internal)? {
        drop(transaction);
        store.discard(vec![row.blob]).await;
        return Err(no_such_bucket());
    }
    let old = db::objects::put(&mut transaction, &input.bucket, &row).await.map_err(internal)?;
    transaction.commit().await.map_err(internal)?;
    store.discard(old.into_iter().collect()).await;

    let result = CopyObjectResult {
        e_tag: Some(ETag::Strong(row.etag)),
        last_modified: Some(Timestamp::from(from_milliseconds(row.modified_at))),
        ..Default::default()
    };
    Ok(CopyObjectOutput { copy_object_result: Some(result), ..Default::default() })
}

/// Bucket and key of a copy's source.
///
/// # Errors
/// `NotImplemented` for access points, which this store has none of.
pub(super) fn source(source: &CopySource) -> S3Result<(String, String)> {
    match source {
        CopySource::Bucket { bucket, key, .. } => Ok((bucket.to_string(), key.to_string())),
        _ => Err(s3_error!(NotImplemented, "Name the source as bucket/key; this store has no access points.")),
    }
}
