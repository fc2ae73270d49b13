//! `CopyObject`: a new object from an existing one.

use s3s::{
    S3Request, S3Result,
    dto::{
        ChecksumType, CopyObjectInput, CopyObjectOutput, CopyObjectResult, CopySource, ETag, MetadataDirective, TaggingDirective,
    },
    s3_error,
};
use sqlx::types::Json;

use super::{
    attributes::{attributes_of, whole_seconds},
    checksum::set_checksums,
    condition::{WriteConditions, source_conditions_of},
    error::{internal, no_such_bucket},
    get_object, object_tagging,
    store::Store,
    unsupported::check_version,
    verified_request::Extras,
};
use crate::{
    blocking::blocking,
    db,
    db::{
        objects::ObjectRow,
        records::{Attributes, ChecksumAlgorithm, Checksums},
    },
};

/// `CopyObject`
pub(super) async fn copy(store: &Store, request: S3Request<CopyObjectInput>) -> S3Result<CopyObjectOutput> {
    let conditions = WriteConditions::of_headers(&request.headers)?;
    let extras = request.extensions.get::<Extras>().cloned().unwrap_or_default();
    let mut input = request.input;
    let (source_bucket, source_key) = source(&input.copy_source)?;
    if !is_changed(&input) && source_bucket == input.bucket && source_key == input.key {
        return Err(s3_error!(
            InvalidRequest,
            "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes."
        ));
    }
    let (object, _) = get_object::find(store, &source_bucket, &source_key).await?;
    source_conditions_of!(input, store).check_source(&object)?;

    let attributes = attributes(&mut input, &extras, &object)?;
    let algorithm = input.checksum_algorithm.as_ref().and_then(|name| ChecksumAlgorithm::parse(name.as_str()));
    let (etag, checksums) = digests(store, &object, algorithm).await?;
    let (blobs, name) = (store.blobs.clone(), object.blob.clone());
    let blob = blocking(move || blobs.duplicate(&name)).await.map_err(internal)?;
    let row = ObjectRow {
        key: input.key.as_bytes().to_vec(),
        etag,
        blob,
        modified_at: store.now(),
        attributes: Json(attributes),
        checksums: Json(checksums),
        ..object
    };
    let mut transaction = store.begin().await.map_err(internal)?;
    let existing = db::objects::find(&mut *transaction, &input.bucket, &row.key).await.map_err(internal)?;
    let checked = match db::buckets::exists(&mut *transaction, &input.bucket).await.map_err(internal)? {
        true => conditions.check(&input.key, existing.as_ref()),
        false => Err(no_such_bucket(&input.bucket)),
    };
    if let Err(error) = checked {
        drop(transaction);
        store.discard(vec![row.blob]).await;
        return Err(error);
    }
    let old = db::objects::put(&mut transaction, &input.bucket, &row).await.map_err(internal)?;
    transaction.commit().await.map_err(internal)?;
    store.discard(old.into_iter().collect()).await;

    let mut result = CopyObjectResult {
        checksum_type: Some(ChecksumType::from_static(ChecksumType::FULL_OBJECT)),
        e_tag: Some(ETag::Strong(row.etag)),
        last_modified: Some(whole_seconds(row.modified_at)),
        ..Default::default()
    };
    set_checksums!(result, row.checksums);
    Ok(CopyObjectOutput { copy_object_result: Some(result), ..Default::default() })
}

/// Whether a copy differs from its source in more than its key.
fn is_changed(input: &CopyObjectInput) -> bool {
    replaces_metadata(input) || input.storage_class.is_some() || input.website_redirect_location.is_some()
}

fn replaces_metadata(input: &CopyObjectInput) -> bool {
    input.metadata_directive.as_ref().is_some_and(|directive| directive.as_str() == MetadataDirective::REPLACE)
}

/// The attributes of the copy.
fn attributes(input: &mut CopyObjectInput, extras: &Extras, source: &ObjectRow) -> S3Result<Attributes> {
    let mut attributes = match replaces_metadata(input) {
        true => attributes_of!(input, extras),
        false => Attributes {
            // S3 never copies these two.
            storage_class: input.storage_class.take().map(|class| class.as_str().to_owned()),
            redirect: input.website_redirect_location.take(),
            ..source.attributes.0.clone()
        },
    };
    // A copy is one piece.
    attributes.parts = Default::default();
    attributes.tags = match &input.tagging_directive {
        Some(directive) if directive.as_str() == TaggingDirective::REPLACE => {
            object_tagging::of_header(input.tagging.as_deref())?
        }
        _ => source.attributes.0.tags.clone(),
    };
    Ok(attributes)
}

/// ETag and checksums of the copy. Those of a whole object stay; those of parts are computed anew, because a copy has none.
async fn digests(store: &Store, source: &ObjectRow, asked: Option<ChecksumAlgorithm>) -> S3Result<(String, Checksums)> {
    let known = &source.checksums.0;
    let algorithm = asked.or_else(|| known.algorithms().next()).unwrap_or(ChecksumAlgorithm::Crc64Nvme);
    let is_of_parts = source.etag.contains('-') || known.composite;
    if !is_of_parts && known.get(algorithm).is_some() {
        let mut checksums = Checksums::default();
        checksums.set(algorithm, known.get(algorithm).unwrap_or_default().to_owned());
        return Ok((source.etag.clone(), checksums));
    }
    let (blobs, blob) = (store.blobs.clone(), source.blob.clone());
    let (md5, checksums) = blocking(move || blobs.digest(&blob, &[algorithm])).await.map_err(internal)?;
    Ok((hex::encode(md5), checksums))
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
