//! `CompleteMultipartUpload`: the parts become an object, or nothing changes. A repeated call gets the same answer.

use std::io;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use s3s::{
    S3Error, S3ErrorCode, S3Result,
    dto::{ChecksumType, CompleteMultipartUploadInput, CompleteMultipartUploadOutput, CompletedPart, ETag},
    s3_error,
};
use sqlx::types::Json;

use super::{
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
        blobs::{Blobs, Received},
        checksum::{default_kind, hasher, stated_checksums},
        condition::WriteConditions,
        error::{WithMember, bad_checksum, internal, no_such_upload},
        store::{Store, size},
    },
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
    let names: Vec<String> = parts.iter().map(|part| part.blob.clone()).collect();
    let algorithms: Vec<ChecksumAlgorithm> = plan.algorithm_of_bytes().into_iter().chain(stated.algorithms()).collect();
    let received = match blocking(move || join(&blobs, &names, &algorithms)).await {
        // Another request may finish the same upload at this moment; then the parts are gone.
        Err(error) => return answer_again(store, &input, &asked).await?.ok_or_else(|| internal(error)),
        Ok(received) => received,
    };
    let checksums = composite.unwrap_or_else(|| received.checksums.clone());
    check_checksums(&stated, &checksums)?;

    let bytes = size(received.size);
    let blobs = store.blobs.clone();
    let blob = blocking(move || blobs.keep(&received)).await.map_err(internal)?;
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
    };
    let mut transaction = store.begin().await.map_err(internal)?;
    let existing = db::objects::find(&mut *transaction, &upload.bucket, &upload.key).await.map_err(internal)?;
    let checked = match db::uploads::is_overtaken(&mut *transaction, &upload.id).await.map_err(internal)? {
        Some(is_overtaken) => conditions.check_completion(&input.key, existing.as_ref(), is_overtaken),
        None => Err(no_such_upload(&upload.id)),
    };
    if let Err(error) = checked {
        drop(transaction);
        store.discard(vec![object.blob]).await;
        return match *error.code() == S3ErrorCode::NoSuchUpload {
            true => answer_again(store, &input, &asked).await?.ok_or(error),
            false => Err(error),
        };
    }
    let old = db::objects::put(&mut transaction, &upload.bucket, &object).await.map_err(internal)?;
    db::object_parts::insert(&mut transaction, &object.blob, &plan.recorded(&parts)).await.map_err(internal)?;
    let mut unused = db::uploads::delete(&mut transaction, &upload.id).await.map_err(internal)?;
    let finished = FinishedUploadRow { etag: object.etag, checksums: object.checksums };
    let name = UploadName { id: &upload.id, bucket: &upload.bucket, key: &upload.key };
    remember(&mut transaction, name, object.modified_at, &finished).await?;
    transaction.commit().await.map_err(internal)?;
    unused.extend(old);
    store.discard(unused).await;
    Ok(output(&input, finished))
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

/// Writes the parts one after the other into a new file.
fn join(blobs: &Blobs, parts: &[String], algorithms: &[ChecksumAlgorithm]) -> io::Result<Received> {
    let mut target = blobs.receive(algorithms)?;
    for part in parts {
        io::copy(&mut blobs.open(part)?, &mut target)?;
    }
    Ok(target.finish())
}

/// The checksum that the object gets.
#[derive(Debug, Clone, Copy)]
struct ChecksumPlan {
    /// Whether the upload asked for it. Otherwise it is S3's default.
    is_asked: bool,
    algorithm: ChecksumAlgorithm,
    composite: bool,
}

impl ChecksumPlan {
    fn of(upload: &UploadRow) -> Self {
        let asked = upload.checksum_algorithm.as_deref().and_then(ChecksumAlgorithm::parse);
        let algorithm = asked.unwrap_or(ChecksumAlgorithm::Crc64Nvme);
        let kind = upload.checksum_type.as_deref().unwrap_or_else(|| default_kind(algorithm));
        Self { is_asked: asked.is_some(), algorithm, composite: kind == ChecksumType::COMPOSITE }
    }

    /// Refuses another kind of checksum than that of the upload.
    fn check_kind(self, asked: Option<&ChecksumType>) -> S3Result<()> {
        let kind = if self.composite { ChecksumType::COMPOSITE } else { ChecksumType::FULL_OBJECT };
        match asked {
            Some(asked) if asked.as_str() != kind => Err(s3_error!(
                InvalidRequest,
                "The upload was created using the {kind} checksum mode. The complete request must use the same checksum mode."
            )),
            _ => Ok(()),
        }
    }

    /// Whether the checksums of a part are those of the upload. An upload that asked for none has none.
    fn takes(self, stated: &Checksums) -> bool {
        stated.algorithms().all(|algorithm| algorithm == self.algorithm)
    }

    /// The parts that are kept with the object, because their checksums were asked for.
    fn recorded(self, parts: &[PartRow]) -> Vec<ObjectPartRow> {
        let recorded = |part: &PartRow| {
            let checksum = part.checksums.get(self.algorithm)?.to_owned();
            Some(ObjectPartRow { number: part.number, size: part.size, checksum })
        };
        let parts: Option<Vec<ObjectPartRow>> = parts.iter().map(recorded).collect();
        parts.filter(|_| self.is_asked).unwrap_or_default()
    }

    /// Refuses a list of parts without their checksums when the object's checksum is made of them.
    fn check(self, asked: &[CompletedPart]) -> S3Result<()> {
        let lacks = |part: &&CompletedPart| stated_checksums!((*part).clone()).get(self.algorithm).is_none();
        match asked.iter().find(lacks).filter(|_| self.composite) {
            None => Ok(()),
            Some(part) => Err(s3_error!(
                InvalidRequest,
                "The upload was created using a {} checksum. The complete request must include the checksum for each part. It was missing for part {} in the request.",
                self.algorithm.name().to_lowercase(),
                part.part_number.unwrap_or_default()
            )),
        }
    }

    /// The checksum to compute while the parts are joined.
    fn algorithm_of_bytes(self) -> Option<ChecksumAlgorithm> {
        (!self.composite).then_some(self.algorithm)
    }

    /// The checksum of the parts' checksums; `None` for an object with another kind of checksum, or empty when a part has none.
    fn composite(self, parts: &[PartRow]) -> Option<Checksums> {
        if !self.composite {
            return None;
        }
        let mut hasher = hasher(&[self.algorithm]);
        for part in parts {
            let checksum = part.checksums.get(self.algorithm);
            let Some(bytes) = checksum.and_then(|text| BASE64_STANDARD.decode(text).ok()) else {
                return Some(Checksums::default());
            };
            hasher.update(&bytes);
        }
        let whole = Checksums::from(hasher.finalize());
        let mut checksums = Checksums { composite: true, ..Checksums::default() };
        if let Some(value) = whole.get(self.algorithm) {
            checksums.set(self.algorithm, format!("{value}-{}", parts.len()));
        }
        Some(checksums)
    }
}
