//! `GetObjectAttributes`: the checksum, the size and the parts of an object.

use s3s::{
    S3Result,
    dto::{
        Checksum, ETag, GetObjectAttributesInput, GetObjectAttributesOutput, GetObjectAttributesParts, ObjectAttributes,
        ObjectPart, StorageClass,
    },
};

use super::{
    attributes::whole_seconds,
    checksum::set_checksums,
    customer_key::customer_key,
    encryption::check_customer_key,
    error::{internal, invalid_argument},
    get_object::find,
    store::Store,
};
use crate::{
    db,
    db::{
        object_parts::ObjectPartRow,
        objects::ObjectRow,
        records::{ChecksumAlgorithm, Checksums},
    },
};

/// Parts of one reply. Source: API page of GetObjectAttributes.
const MAX_PARTS: i32 = 1000;

const NAMES: [&str; 5] = [
    ObjectAttributes::CHECKSUM,
    ObjectAttributes::ETAG,
    ObjectAttributes::OBJECT_PARTS,
    ObjectAttributes::OBJECT_SIZE,
    ObjectAttributes::STORAGE_CLASS,
];

/// `GetObjectAttributes`
pub(super) async fn get(store: &Store, mut input: GetObjectAttributesInput) -> S3Result<GetObjectAttributesOutput> {
    // A header may name several attributes.
    let asked: Vec<&str> = input.object_attributes.iter().flat_map(|names| names.as_str().split(',')).map(str::trim).collect();
    if let Some(unknown) = asked.iter().find(|name| !NAMES.contains(name)) {
        return Err(invalid_argument("Invalid attribute name specified.".to_owned(), "x-amz-object-attributes", unknown));
    }
    let customer = customer_key!(input)?;
    let (object, _) = find(store, &input.bucket, &input.key).await?;
    check_customer_key(&input.bucket, &object, customer.as_ref())?;
    let wants = |name: &str| asked.contains(&name);
    let object_parts = match wants(ObjectAttributes::OBJECT_PARTS) {
        true => parts(store, &object, input.part_number_marker.unwrap_or_default(), input.max_parts).await?,
        false => None,
    };
    Ok(GetObjectAttributesOutput {
        checksum: wants(ObjectAttributes::CHECKSUM).then(|| checksum(&object.checksums)).flatten(),
        e_tag: wants(ObjectAttributes::ETAG).then(|| ETag::Strong(object.etag.clone())),
        last_modified: Some(whole_seconds(object.modified_at)),
        object_parts,
        object_size: wants(ObjectAttributes::OBJECT_SIZE).then_some(object.size),
        storage_class: wants(ObjectAttributes::STORAGE_CLASS)
            .then(|| StorageClass::from(object.attributes.listed_class().as_str().to_owned())),
        ..Default::default()
    })
}

fn checksum(checksums: &Checksums) -> Option<Checksum> {
    checksums.algorithms().next()?;
    let mut checksum = Checksum { checksum_type: Some(checksums.kind()), ..Default::default() };
    set_checksums!(checksum, checksums);
    Some(checksum)
}

/// The parts of an object that was completed from parts; `None` for another object. They are listed when they have checksums.
async fn parts(store: &Store, object: &ObjectRow, marker: i32, limit: Option<i32>) -> S3Result<Option<GetObjectAttributesParts>> {
    let count = db::object_parts::count(store.reader(), &object.blob).await.map_err(internal)?;
    let of_sizes = i32::try_from(object.attributes.parts.count()).unwrap_or(i32::MAX);
    let total = count.max(of_sizes);
    if total == 0 {
        return Ok(None);
    }
    let mut parts = GetObjectAttributesParts { total_parts_count: Some(total), ..Default::default() };
    let Some(algorithm) = object.checksums.algorithms().next().filter(|_| count > 0) else { return Ok(Some(parts)) };
    let limit = limit.unwrap_or(MAX_PARTS).clamp(0, MAX_PARTS);
    let rows = db::object_parts::page(store.reader(), &object.blob, marker, i64::from(limit) + 1).await;
    let mut rows = rows.map_err(internal)?;
    let shown = usize::try_from(limit).unwrap_or_default();
    parts.is_truncated = Some(rows.len() > shown && shown > 0);
    rows.truncate(shown);
    parts.max_parts = Some(limit);
    parts.part_number_marker = Some(marker);
    parts.next_part_number_marker = Some(rows.last().map_or(0, |row| row.number));
    parts.parts = Some(rows.into_iter().map(|row| part(row, algorithm)).collect());
    Ok(Some(parts))
}

fn part(row: ObjectPartRow, algorithm: ChecksumAlgorithm) -> ObjectPart {
    let mut part = ObjectPart { part_number: Some(row.number), size: Some(row.size), ..Default::default() };
    let mut checksums = Checksums::default();
    checksums.set(algorithm, row.checksum);
    set_checksums!(part, checksums);
    part
}
