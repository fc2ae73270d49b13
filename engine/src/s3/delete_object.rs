//! `DeleteObject` and `DeleteObjects`. Deleting what is not there succeeds, as in S3.

use s3s::dto::{DeleteObjectInput, DeleteObjectOutput, DeleteObjectsInput, DeleteObjectsOutput, DeletedObject};
use s3s::{S3Result, s3_error};

use super::condition::check_write;
use super::error::{internal, no_such_bucket};
use super::store::Store;
use crate::db;

/// Most keys of one `DeleteObjects`. Source: its API page.
const MAXIMUM_KEYS: usize = 1000;

/// `DeleteObject`
pub(super) async fn delete(store: &Store, input: DeleteObjectInput) -> S3Result<DeleteObjectOutput> {
    let key = input.key.as_bytes();
    let mut transaction = store.database.begin().await.map_err(internal)?;
    if !db::buckets::exists(&mut *transaction, &input.bucket).await.map_err(internal)? {
        return Err(no_such_bucket());
    }
    if input.if_match.is_some() {
        let existing = db::objects::find(&mut *transaction, &input.bucket, key).await.map_err(internal)?;
        check_write(input.if_match.as_ref(), None, existing.as_ref())?;
    }
    let blob = db::objects::delete(&mut *transaction, &input.bucket, key).await.map_err(internal)?;
    transaction.commit().await.map_err(internal)?;
    store.discard(blob.into_iter().collect()).await;
    Ok(DeleteObjectOutput::default())
}

/// `DeleteObjects`
pub(super) async fn delete_many(store: &Store, input: DeleteObjectsInput) -> S3Result<DeleteObjectsOutput> {
    let keys: Vec<String> = input.delete.objects.into_iter().map(|object| object.key).collect();
    if keys.is_empty() || keys.len() > MAXIMUM_KEYS {
        return Err(s3_error!(MalformedXML, "A request deletes 1 to {MAXIMUM_KEYS} keys; this one names {}.", keys.len()));
    }
    let mut transaction = store.database.begin().await.map_err(internal)?;
    if !db::buckets::exists(&mut *transaction, &input.bucket).await.map_err(internal)? {
        return Err(no_such_bucket());
    }
    let mut blobs = Vec::new();
    for key in &keys {
        blobs.extend(db::objects::delete(&mut *transaction, &input.bucket, key.as_bytes()).await.map_err(internal)?);
    }
    transaction.commit().await.map_err(internal)?;
    store.discard(blobs).await;
    let deleted = keys.into_iter().map(|key| DeletedObject { key: Some(key), ..Default::default() }).collect();
    let deleted = (!input.delete.quiet.unwrap_or(false)).then_some(deleted);
    Ok(DeleteObjectsOutput { deleted, ..Default::default() })
}
