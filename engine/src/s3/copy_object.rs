//! `CopyObject`: a new object from an existing one.

use http::header;
use s3s::{
    S3Request, S3Result,
    dto::{
        CopyObjectInput, CopyObjectOutput, CopyObjectResult, CopySource, ETag, MetadataDirective, TaggingDirective, Timestamp,
    },
    s3_error,
};
use sqlx::types::Json;

use super::{
    attributes::attributes_of,
    condition::{check_write, condition_of, source_conditions_of},
    error::{internal, no_such_bucket},
    get_object, object_tagging,
    store::Store,
    unsupported::check_version,
};
use crate::{
    blocking::blocking,
    clock::from_milliseconds,
    db,
    db::{objects::ObjectRow, records::Attributes},
};

/// `CopyObject`
pub(super) async fn copy(store: &Store, request: S3Request<CopyObjectInput>) -> S3Result<CopyObjectOutput> {
    let if_match = condition_of(&request.headers, &header::IF_MATCH)?;
    let if_none_match = condition_of(&request.headers, &header::IF_NONE_MATCH)?;
    let mut input = request.input;
    let (source_bucket, source_key) = source(&input.copy_source)?;
    let replaces = input.metadata_directive.as_ref().is_some_and(|d| d.as_str() == MetadataDirective::REPLACE);
    let is_changed = replaces || input.storage_class.is_some() || input.website_redirect_location.is_some();
    if !is_changed && source_bucket == input.bucket && source_key == input.key {
        return Err(s3_error!(
            InvalidRequest,
            "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes."
        ));
    }
    let (object, _) = get_object::find(store, &source_bucket, &source_key).await?;
    source_conditions_of!(input).check_source(&object)?;

    let mut attributes = match replaces {
        true => attributes_of!(input),
        false => Attributes {
            // S3 never copies these two.
            storage_class: input.storage_class.take().map(|class| class.as_str().to_owned()),
            redirect: input.website_redirect_location.take(),
            ..object.attributes.0.clone()
        },
    };
    attributes.parts = object.attributes.parts.clone();
    attributes.tags = match &input.tagging_directive {
        Some(directive) if directive.as_str() == TaggingDirective::REPLACE => {
            object_tagging::of_header(input.tagging.as_deref())?
        }
        _ => object.attributes.0.tags.clone(),
    };
    let (blobs, name) = (store.blobs.clone(), object.blob.clone());
    let blob = blocking(move || blobs.duplicate(&name)).await.map_err(internal)?;
    let row =
        ObjectRow { key: input.key.as_bytes().to_vec(), blob, modified_at: store.now(), attributes: Json(attributes), ..object };
    let mut transaction = store.begin().await.map_err(internal)?;
    let existing = db::objects::find(&mut *transaction, &input.bucket, &row.key).await.map_err(internal)?;
    let checked = match db::buckets::exists(&mut *transaction, &input.bucket).await.map_err(internal)? {
        true => check_write(if_match.as_ref(), if_none_match.as_ref(), existing.as_ref()),
        false => Err(no_such_bucket()),
    };
    if let Err(error) = checked {
        drop(transaction);
        store.discard(vec![row.blob]).await;
        return Err(error);
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
/// `NotImplemented` for access points, `InvalidArgument` for versions.
pub(super) fn source(source: &CopySource) -> S3Result<(String, String)> {
    match source {
        CopySource::Bucket { bucket, key, version_id } => {
            check_version(version_id.as_deref())?;
            Ok((bucket.to_string(), key.to_string()))
        }
        _ => Err(s3_error!(NotImplemented, "Name the source as bucket/key; this store has no access points.")),
    }
}
