//! `ListParts` and `ListMultipartUploads`

use s3s::{
    S3Result,
    dto::{
        ETag, ListMultipartUploadsInput, ListMultipartUploadsOutput, ListPartsInput, ListPartsOutput, MultipartUpload, Part,
        StorageClass, Timestamp,
    },
};

use super::find;
use crate::{
    clock::from_milliseconds,
    db,
    db::uploads::{PartRow, UploadRow},
    s3::{
        buckets::{owner, require},
        checksum::set_checksums,
        error::internal,
        list_objects::Encoding,
        store::Store,
    },
};

/// Entries of one reply. Source: API pages of ListParts and ListMultipartUploads.
const MAX_ENTRIES: i32 = 1000;

/// `ListParts`
pub(in crate::s3) async fn parts(store: &Store, input: ListPartsInput) -> S3Result<ListPartsOutput> {
    let upload = find(store, &input.bucket, &input.key, &input.upload_id).await?;
    let limit = input.max_parts.unwrap_or(MAX_ENTRIES).clamp(0, MAX_ENTRIES);
    let marker = input.part_number_marker.unwrap_or_default();
    let mut rows = db::uploads::parts(store.reader(), &upload.id, marker).await.map_err(internal)?;
    let shown = usize::try_from(limit).unwrap_or_default();
    let is_truncated = rows.len() > shown && shown > 0;
    rows.truncate(shown);
    Ok(ListPartsOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(upload.id),
        max_parts: Some(limit),
        part_number_marker: Some(marker),
        next_part_number_marker: rows.last().filter(|_| is_truncated).map(|row| row.number),
        is_truncated: Some(is_truncated),
        parts: Some(rows.into_iter().map(part).collect()),
        owner: Some(owner(store)),
        storage_class: Some(StorageClass::from_static(StorageClass::STANDARD)),
        ..Default::default()
    })
}

fn part(row: PartRow) -> Part {
    let mut part = Part {
        e_tag: Some(ETag::Strong(row.etag)),
        last_modified: Some(Timestamp::from(from_milliseconds(row.modified_at))),
        part_number: Some(row.number),
        size: Some(row.size),
        ..Default::default()
    };
    set_checksums!(part, row.checksums);
    part
}

/// `ListMultipartUploads`; a delimiter is not applied.
pub(in crate::s3) async fn uploads(store: &Store, input: ListMultipartUploadsInput) -> S3Result<ListMultipartUploadsOutput> {
    require(store, &input.bucket).await?;
    let encoding = Encoding::of(input.encoding_type.as_ref())?;
    let limit = input.max_uploads.unwrap_or(MAX_ENTRIES).clamp(1, MAX_ENTRIES);
    let key_marker = input.key_marker.clone().unwrap_or_default();
    // Without an id the listing continues after all uploads of the marked key. This text sorts after every id.
    let id_marker = match (&input.upload_id_marker, key_marker.is_empty()) {
        (Some(id), _) => id.clone(),
        (None, true) => String::new(),
        (None, false) => "~".to_owned(),
    };
    let prefix = input.prefix.clone().unwrap_or_default();
    let after = (key_marker.as_bytes(), id_marker.as_str());
    let rows = db::uploads::page(store.reader(), &input.bucket, prefix.as_bytes(), after, i64::from(limit) + 1).await;
    let mut rows = rows.map_err(internal)?;
    let shown = usize::try_from(limit).unwrap_or_default();
    let is_truncated = rows.len() > shown;
    rows.truncate(shown);
    let last = rows.last().filter(|_| is_truncated);
    Ok(ListMultipartUploadsOutput {
        bucket: Some(input.bucket.clone()),
        prefix: Some(encoding.text(&prefix)),
        key_marker: Some(encoding.text(&key_marker)),
        next_key_marker: last.map(|row| encoding.bytes(&row.key)),
        next_upload_id_marker: last.map(|row| row.id.clone()),
        upload_id_marker: input.upload_id_marker,
        max_uploads: Some(limit),
        is_truncated: Some(is_truncated),
        encoding_type: input.encoding_type,
        uploads: Some(rows.iter().map(|row| upload(store, row, encoding)).collect()),
        ..Default::default()
    })
}

fn upload(store: &Store, row: &UploadRow, encoding: Encoding) -> MultipartUpload {
    MultipartUpload {
        initiated: Some(Timestamp::from(from_milliseconds(row.created_at))),
        key: Some(encoding.bytes(&row.key)),
        owner: Some(owner(store)),
        upload_id: Some(row.id.clone()),
        storage_class: Some(StorageClass::from_static(StorageClass::STANDARD)),
        ..Default::default()
    }
}
