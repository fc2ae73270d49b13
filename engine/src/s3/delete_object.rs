//! `DeleteObject` and `DeleteObjects`. The deletion of a missing object succeeds, as in S3, unless the request has a condition.

use http::HeaderMap;
use s3s::{
    S3Result,
    dto::{
        DeleteObjectInput, DeleteObjectOutput, DeleteObjectsInput, DeleteObjectsOutput, DeletedObject, ETagCondition, Error,
        ObjectIdentifier,
    },
    s3_error,
};

use super::{
    condition::{DeleteConditions, check_match},
    error::{internal, no_such_bucket},
    store::Store,
};
use crate::{
    db,
    db::{objects::ObjectRow, records::ChecksumAlgorithm},
};

/// Keys of one `DeleteObjects`. Source: its API page.
const MAX_KEYS: usize = 1000;

/// `DeleteObject`
pub(super) async fn delete(store: &Store, input: DeleteObjectInput) -> S3Result<DeleteObjectOutput> {
    let key = input.key.as_bytes();
    let mut transaction = store.begin().await.map_err(internal)?;
    if !db::buckets::exists(&mut *transaction, &input.bucket).await.map_err(internal)? {
        return Err(no_such_bucket(&input.bucket));
    }
    let existing = db::objects::find(&mut *transaction, &input.bucket, key).await.map_err(internal)?;
    check_match(input.if_match.as_ref(), &input.key, existing.as_ref())?;
    let conditions = DeleteConditions { size: input.if_match_size, modified: input.if_match_last_modified_time.as_ref() };
    conditions.check(&input.key, existing.as_ref())?;
    let blob = db::objects::delete(&mut transaction, &input.bucket, key).await.map_err(internal)?;
    transaction.commit().await.map_err(internal)?;
    store.discard(blob.into_iter().collect()).await;
    Ok(DeleteObjectOutput::default())
}

/// Refuses a list of keys without a checksum, because S3 requires one.
///
/// # Errors
/// `InvalidRequest`
pub(super) fn check_is_guarded(headers: &HeaderMap) -> S3Result<()> {
    let is_announced = |algorithm: &ChecksumAlgorithm| {
        let trailer = headers.get("x-amz-trailer").and_then(|names| names.to_str().ok()).unwrap_or_default();
        headers.contains_key(algorithm.header()) || trailer.to_ascii_lowercase().contains(algorithm.header())
    };
    if headers.contains_key("content-md5") || ChecksumAlgorithm::ALL.iter().any(is_announced) {
        return Ok(());
    }
    Err(s3_error!(InvalidRequest, "Missing required header for this request: Content-MD5 OR x-amz-checksum-*"))
}

/// `DeleteObjects`. Each object has its own conditions.
pub(super) async fn delete_many(store: &Store, input: DeleteObjectsInput) -> S3Result<DeleteObjectsOutput> {
    let objects = input.delete.objects;
    if objects.is_empty() || objects.len() > MAX_KEYS {
        return Err(s3_error!(MalformedXML, "A request deletes 1 to {MAX_KEYS} keys; this one names {}.", objects.len()));
    }
    let mut transaction = store.begin().await.map_err(internal)?;
    if !db::buckets::exists(&mut *transaction, &input.bucket).await.map_err(internal)? {
        return Err(no_such_bucket(&input.bucket));
    }
    let (mut blobs, mut deleted, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    for object in objects {
        let key = object.key.as_bytes();
        let existing = match has_conditions(&object) {
            true => db::objects::find(&mut *transaction, &input.bucket, key).await.map_err(internal)?,
            false => None,
        };
        if let Err(error) = check(&object, existing.as_ref()) {
            errors.push(Error {
                code: Some(error.code().as_str().to_owned()),
                message: error.message().map(str::to_owned),
                key: Some(object.key),
                version_id: object.version_id,
            });
            continue;
        }
        blobs.extend(db::objects::delete(&mut transaction, &input.bucket, key).await.map_err(internal)?);
        deleted.push(DeletedObject { key: Some(object.key), version_id: object.version_id, ..Default::default() });
    }
    transaction.commit().await.map_err(internal)?;
    store.discard(blobs).await;
    let deleted = (!input.delete.quiet.unwrap_or(false)).then_some(deleted);
    Ok(DeleteObjectsOutput { deleted, errors: (!errors.is_empty()).then_some(errors), ..Default::default() })
}

fn has_conditions(object: &ObjectIdentifier) -> bool {
    object.e_tag.is_some() || object.size.is_some() || object.last_modified_time.is_some()
}

/// Checks the conditions on the object.
fn check(object: &ObjectIdentifier, existing: Option<&ObjectRow>) -> S3Result<()> {
    if object.version_id.as_deref().is_some_and(|version| version != "null") {
        return Err(s3_error!(NoSuchVersion, "The specified version does not exist."));
    }
    let condition = object.e_tag.as_ref().map(|etag| match etag.value() {
        "*" => ETagCondition::Any,
        _ => ETagCondition::ETag(etag.clone()),
    });
    check_match(condition.as_ref(), &object.key, existing)?;
    DeleteConditions { size: object.size, modified: object.last_modified_time.as_ref() }.check(&object.key, existing)
}
