//! `CompleteMultipartUpload`: the parts become an object, or nothing changes. A repeated call gets the same answer.

use std::io;

use s3s::{
    S3Error, S3ErrorCode, S3Result,
    dto::{CompleteMultipartUploadInput, CompleteMultipartUploadOutput, CompletedPart, ETag},
    s3_error,
};
use sqlx::types::Json;

use super::{
    checksum_plan::ChecksumPlan,
    etag::etag_of,
    find,
    finished::{answer_again, output, remember},
};
use crate::{
    blocking::blocking,
    db,
    db::{
        finished_uploads::{FinishedUploadRow, UploadName},
        object_parts::ObjectPartRow,
        objects::ObjectRow,
        records::{ChecksumAlgorithm, Checksums, PartSizes},
        uploads::{PartRow, UploadRow},
    },
    s3::{
        blobs::{Blobs, Content, Received, Seal},
        checksum::stated_checksums,
        condition::WriteConditions,
        encryption::of_store,
        error::{WithMember, bad_checksum, internal, no_such_upload},
        store::{Store, size},
    },
    secret_key::SecretKey,
};

/// The smallest part in bytes, except for the last one. Source: S3 limits, 5 MiB.
const MIN_PART_BYTES: i64 = 5 * 1024 * 1024;

/// `CompleteMultipartUpload`
pub(in crate::s3) async fn complete(
    store: &Store,
    mut input: CompleteMultipartUploadInput,
) -> S3Result<CompleteMultipartUploadOutput> {
    let asked = input.multipart_upload.take().and_then(|parts| parts.parts).unwrap_or_default();
    // The parts are read before the upload: as long as the upload exists, its parts exist.
    let stored = db::uploads::parts(store.reader(), &input.upload_id, 0).await.map_err(internal)?;
    let upload = match find(store, &input.bucket, &input.key, &input.upload_id).await {
        Err(error) if *error.code() == S3ErrorCode::NoSuchUpload => {
            return answer_again(store, &input, &asked).await?.ok_or(error);
        }
        found => found?,
    };
    let conditions = WriteConditions::new(input.if_match.take(), input.if_none_match.take())?;
    let plan = ChecksumPlan::of(&upload);
    plan.check_kind(input.checksum_type.as_ref())?;
    let parts = choose(&upload.id, plan, &asked, &stored)?;
    check_size(input.mpu_object_size, &parts)?;
    let etag = etag_of(parts.iter().map(|part| part.etag.as_str()))?;

    let stated = stated_checksums!(input);
    let composite = plan.composite(&parts);
    if let Some(composite) = &composite {
        check_checksums(&stated, composite)?;
    }
    plan.check(&asked)?;
    let blobs = store.blobs.clone();
    let choice = upload.encryption.clone().map(|Json(encryption)| encryption).unwrap_or_default();
    let seal = store.seal_of_upload(&upload.bucket, &upload.key, choice).await.map_err(of_store)?;
    let sources = sources(store, &upload, &parts).await?;
    let algorithms: Vec<ChecksumAlgorithm> = plan.algorithm_of_bytes().into_iter().chain(stated.algorithms()).collect();
    let received = match blocking(move || join(&blobs, &sources, &algorithms, seal)).await {
        // Another request may finish the same upload at this moment; then the parts are gone.
        Err(error) => return answer_again(store, &input, &asked).await?.ok_or_else(|| internal(error)),
        Ok(received) => received,
    };
    let checksums = composite.unwrap_or_else(|| received.checksums.clone());
    check_checksums(&stated, &checksums)?;

    let bytes = size(received.size);
    let (blobs, encryption) = (store.blobs.clone(), Some(Json(received.encryption.clone())));
    let blob = blocking(move || blobs.keep(received)).await.map_err(internal)?;
    let mut attributes = upload.attributes.clone();
    attributes.parts = PartSizes::of(parts.iter().map(|part| u64::try_from(part.size).unwrap_or_default()));
    let object = ObjectRow {
        key: upload.key.clone(),
        size: bytes,
        etag,
        blob,
        modified_at: store.now(),
        attributes,
        checksums: Json(checksums),
        encryption,
    };
    match write(store, &upload, &conditions, object, &plan.recorded(&parts)).await {
        Err(error) if *error.code() == S3ErrorCode::NoSuchUpload => answer_again(store, &input, &asked).await?.ok_or(error),
        finished => Ok(output(store, &input, finished?)),
    }
}

/// Writes the object in the place of its upload, if the conditions hold. After an error nothing is kept.
async fn write(
    store: &Store,
    upload: &UploadRow,
    conditions: &WriteConditions,
    object: ObjectRow,
    parts: &[ObjectPartRow],
) -> S3Result<FinishedUploadRow> {
    let mut transaction = store.begin().await.map_err(internal)?;
    let existing = db::objects::find(&mut *transaction, &upload.bucket, &upload.key).await.map_err(internal)?;
    let key = String::from_utf8_lossy(&upload.key);
    let checked = match db::uploads::is_overtaken(&mut *transaction, &upload.id).await.map_err(internal)? {
        Some(is_overtaken) => conditions.check_completion(&key, existing.as_ref(), is_overtaken),
        None => Err(no_such_upload(&upload.id)),
    };
    if let Err(error) = checked {
        drop(transaction);
        store.discard(vec![object.blob]).await;
        return Err(error);
    }
    let old = db::objects::put(&mut transaction, &upload.bucket, &object).await.map_err(internal)?;
    db::object_parts::insert(&mut transaction, &object.blob, parts).await.map_err(internal)?;
    let mut unused = db::uploads::delete(&mut transaction, &upload.id).await.map_err(internal)?;
    let finished = FinishedUploadRow { etag: object.etag, checksums: object.checksums, encryption: object.encryption };
    let name = UploadName { id: &upload.id, bucket: &upload.bucket, key: &upload.key };
    remember(&mut transaction, name, object.modified_at, &finished).await?;
    transaction.commit().await.map_err(internal)?;
    unused.extend(old);
    store.discard(unused).await;
    Ok(finished)
}

/// The stored parts that the client names.
fn choose(upload: &str, plan: ChecksumPlan, asked: &[CompletedPart], stored: &[PartRow]) -> S3Result<Vec<PartRow>> {
    if asked.is_empty() {
        return Err(s3_error!(InvalidRequest, "You must specify at least one part"));
    }
    let mut chosen: Vec<PartRow> = Vec::with_capacity(asked.len());
    for part in asked {
        let number = part.part_number.unwrap_or_default();
        if chosen.last().is_some_and(|last| last.number >= number) {
            return Err(s3_error!(
                InvalidPartOrder,
                "The list of parts was not in ascending order. Parts must be ordered by part number."
            )
            .with_member("UploadId", upload));
        }
        let found = stored.iter().find(|row| row.number == number);
        let found = found.filter(|row| part.e_tag.as_ref().is_none_or(|etag| etag.value() == row.etag));
        let mut copy = part.clone();
        let stated = stated_checksums!(copy);
        let found = found.filter(|row| plan.takes(&stated) && !contradict(&stated, &row.checksums));
        chosen.push(found.cloned().ok_or_else(|| no_such_part(upload, part))?);
    }
    let all_but_last = chosen.split_last().map(|(_, rest)| rest).unwrap_or_default();
    match all_but_last.iter().find(|part| part.size < MIN_PART_BYTES) {
        None => Ok(chosen),
        Some(part) => Err(s3_error!(EntityTooSmall, "Your proposed upload is smaller than the minimum allowed size")
            .with_member("ETag", &part.etag)
            .with_member("MinSizeAllowed", MIN_PART_BYTES)
            .with_member("PartNumber", part.number)
            .with_member("ProposedSize", part.size)),
    }
}

/// `InvalidPart`
fn no_such_part(upload: &str, part: &CompletedPart) -> S3Error {
    s3_error!(
        InvalidPart,
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag."
    )
    .with_member("ETag", part.e_tag.as_ref().map(ETag::value).unwrap_or_default())
    .with_member("PartNumber", part.part_number.unwrap_or_default())
    .with_member("UploadId", upload)
}

/// Whether two sets of checksums differ in an algorithm that both have.
fn contradict(one: &Checksums, other: &Checksums) -> bool {
    one.algorithms().any(|algorithm| other.get(algorithm).is_some_and(|value| one.get(algorithm) != Some(value)))
}

/// Checks the size of the object that the client states.
fn check_size(stated: Option<i64>, parts: &[PartRow]) -> S3Result<()> {
    let size: i64 = parts.iter().map(|part| part.size).sum();
    if stated.is_some_and(|stated| stated != size) {
        return Err(s3_error!(
            InvalidRequest,
            "The provided 'x-amz-mp-object-size' header value {} does not match what was computed: {size}",
            stated.unwrap_or_default()
        ));
    }
    Ok(())
}

/// Checks the object's checksums that the client states, with or without the number of parts.
fn check_checksums(stated: &Checksums, computed: &Checksums) -> S3Result<()> {
    let value = |checksums: &Checksums, algorithm| {
        checksums.get(algorithm).map(|text| text.split_once('-').map_or(text, |(value, _)| value).to_owned())
    };
    match stated.algorithms().find(|algorithm| value(stated, *algorithm) != value(computed, *algorithm)) {
        None => Ok(()),
        Some(algorithm) => Err(bad_checksum(algorithm)),
    }
}

/// The bytes of a part.
struct Source {
    blob: String,
    size: u64,
    key: Option<SecretKey>,
}

async fn sources(store: &Store, upload: &UploadRow, parts: &[PartRow]) -> S3Result<Vec<Source>> {
    let mut sources = Vec::new();
    for part in parts {
        let key = store.data_key(&upload.bucket, &upload.key, part.encryption.as_ref(), None).await.map_err(of_store)?;
        sources.push(Source { blob: part.blob.clone(), size: u64::try_from(part.size).unwrap_or_default(), key });
    }
    Ok(sources)
}

/// Writes the parts one after the other into a new file.
fn join(blobs: &Blobs, parts: &[Source], algorithms: &[ChecksumAlgorithm], seal: Seal) -> io::Result<Received> {
    let mut target = blobs.receive(algorithms, seal)?;
    for part in parts {
        let mut content = Content::new(blobs.open(&part.blob)?, part.key.as_ref(), part.size)?;
        io::copy(&mut content, &mut target)?;
    }
    target.finish()
}
