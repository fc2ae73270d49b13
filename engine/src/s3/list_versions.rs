//! `ListObjectVersions`. Buckets keep the current object only, so each object has one version with the id `null`.

use s3s::{
    S3Result,
    dto::{ETag, ListObjectVersionsInput, ListObjectVersionsOutput, ObjectVersion, ObjectVersionStorageClass},
};

use super::{
    attributes::whole_seconds,
    buckets::{owner, require},
    error::internal,
    list_objects::{Encoding, common_prefixes, limit},
    page::{ListRequest, page},
    store::Store,
};
use crate::db::objects::ObjectRow;

/// The version of every object.
pub(super) const VERSION: &str = "null";

/// `ListObjectVersions`. A key has one version, so a page begins behind the key of its marker, and the marker's version is
/// ignored.
pub(super) async fn list(store: &Store, input: ListObjectVersionsInput) -> S3Result<ListObjectVersionsOutput> {
    require(store, &input.bucket).await?;
    let encoding = Encoding::of(input.encoding_type.as_ref())?;
    let limit = limit(input.max_keys)?;
    let request = ListRequest {
        bucket: &input.bucket,
        prefix: input.prefix.as_deref().unwrap_or_default().as_bytes(),
        delimiter: input.delimiter.as_deref().unwrap_or_default().as_bytes(),
        after: input.key_marker.as_deref().filter(|marker| !marker.is_empty()).map(str::as_bytes),
        skips_prefix_of_marker: true,
        limit,
    };
    let page = page(store, &request).await.map_err(internal)?;
    let owner = owner(store);
    let version = |row: &ObjectRow| ObjectVersion {
        e_tag: Some(ETag::Strong(row.etag.clone())),
        is_latest: Some(true),
        key: Some(encoding.bytes(&row.key)),
        last_modified: Some(whole_seconds(row.modified_at)),
        owner: Some(owner.clone()),
        size: Some(row.size),
        storage_class: Some(ObjectVersionStorageClass::from(row.attributes.listed_class().as_str().to_owned())),
        version_id: Some(VERSION.to_owned()),
        checksum_algorithm: Some(row.checksums.algorithms().map(|a| a.name().to_owned().into()).collect()),
        checksum_type: row.checksums.algorithms().next().map(|_| row.checksums.kind()),
        ..Default::default()
    };
    // Only a key has a version marker, and not a common prefix.
    let ends_with_key = page.next.is_some() && page.next.as_ref() == page.objects.last().map(|row| &row.key);
    Ok(ListObjectVersionsOutput {
        name: Some(input.bucket.clone()),
        prefix: Some(encoding.text(input.prefix.as_deref().unwrap_or_default())),
        key_marker: Some(encoding.text(input.key_marker.as_deref().unwrap_or_default())),
        version_id_marker: Some(input.version_id_marker.clone().unwrap_or_default()),
        max_keys: Some(limit),
        is_truncated: Some(page.next.is_some()),
        next_key_marker: page.next.as_deref().map(|key| encoding.bytes(key)),
        next_version_id_marker: ends_with_key.then(|| VERSION.to_owned()),
        versions: Some(page.objects.iter().map(version).collect()),
        common_prefixes: Some(common_prefixes(&page, encoding)),
        delimiter: input.delimiter.as_deref().filter(|text| !text.is_empty()).map(|text| encoding.text(text)),
        encoding_type: input.encoding_type.clone(),
        ..Default::default()
    })
}
