//! `ListParts`

use s3s::{
    S3Result,
    dto::{ChecksumAlgorithm as Name, ETag, Initiator, ListPartsInput, ListPartsOutput, Part, StorageClass},
};

use super::find;
use crate::{
    db,
    db::{
        records::{ChecksumAlgorithm, Checksums},
        uploads::PartRow,
    },
    s3::{
        attributes::whole_seconds,
        buckets::owner,
        checksum::set_checksums,
        error::{internal, invalid_argument},
        store::Store,
    },
};

/// Entries of one reply. Source: API page of ListParts.
const MAX_ENTRIES: i32 = 1000;

/// `ListParts`
pub(in crate::s3) async fn list(store: &Store, input: ListPartsInput) -> S3Result<ListPartsOutput> {
    let limit = number("maxParts", input.max_parts)?.unwrap_or(MAX_ENTRIES).min(MAX_ENTRIES);
    let marker = number("partNumberMarker", input.part_number_marker)?.unwrap_or_default();
    let upload = find(store, &input.bucket, &input.key, &input.upload_id).await?;
    let mut rows = db::uploads::parts(store.reader(), &upload.id, marker).await.map_err(internal)?;
    let shown = usize::try_from(limit).unwrap_or_default();
    let is_truncated = rows.len() > shown && shown > 0;
    rows.truncate(shown);
    let algorithm = upload.checksum_algorithm.as_deref().and_then(ChecksumAlgorithm::parse);
    let owner = owner(store);
    Ok(ListPartsOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(upload.id),
        max_parts: Some(limit),
        part_number_marker: Some(marker),
        next_part_number_marker: Some(rows.last().map_or(0, |row| row.number)),
        is_truncated: Some(is_truncated),
        parts: Some(rows.into_iter().map(|row| part(row, algorithm)).collect()),
        initiator: Some(Initiator { display_name: None, id: owner.id.clone() }),
        owner: Some(owner),
        storage_class: Some(StorageClass::from(
            upload.attributes.storage_class.clone().unwrap_or_else(|| StorageClass::STANDARD.to_owned()),
        )),
        checksum_algorithm: algorithm.map(|algorithm| Name::from_static(algorithm.name())),
        checksum_type: upload.checksum_type.map(Into::into),
        ..Default::default()
    })
}

/// A number of the query.
///
/// # Errors
/// `InvalidArgument` for a negative one.
pub(super) fn number(name: &str, value: Option<i32>) -> S3Result<Option<i32>> {
    match value {
        Some(negative) if negative < 0 => {
            let message = format!("Argument {name} must be an integer between 0 and 2147483647");
            Err(invalid_argument(message, name, negative))
        }
        value => Ok(value),
    }
}

/// A part with the checksum that the upload asked for.
fn part(row: PartRow, algorithm: Option<ChecksumAlgorithm>) -> Part {
    let mut part = Part {
        e_tag: Some(ETag::Strong(row.etag)),
        last_modified: Some(whole_seconds(row.modified_at)),
        part_number: Some(row.number),
        size: Some(row.size),
        ..Default::default()
    };
    let mut checksums = Checksums::default();
    if let Some((algorithm, value)) = algorithm.and_then(|algorithm| Some((algorithm, row.checksums.get(algorithm)?))) {
        checksums.set(algorithm, value.to_owned());
    }
    set_checksums!(part, checksums);
    part
}
