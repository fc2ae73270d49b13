//! `CreateMultipartUpload`

use s3s::{
    S3Request, S3Result,
    dto::{ChecksumAlgorithm as Name, ChecksumType, CreateMultipartUploadInput, CreateMultipartUploadOutput},
    s3_error,
};
use sqlx::types::Json;

use crate::{
    db,
    db::{records::ChecksumAlgorithm, uploads::UploadRow},
    random,
    s3::{
        attributes::attributes_of,
        buckets::require,
        checksum::default_kind,
        customer_key::{customer_key, set_customer_key},
        encryption::{asked_encryption, choose, of_store, set_encryption, told_context},
        error::internal,
        store::Store,
        verified_request::Extras,
    },
};

/// `CreateMultipartUpload`
pub(in crate::s3) async fn create(
    store: &Store,
    request: S3Request<CreateMultipartUploadInput>,
) -> S3Result<CreateMultipartUploadOutput> {
    let extras = request.extensions.get::<Extras>().cloned().unwrap_or_default();
    let mut input = request.input;
    require(store, &input.bucket).await?;
    let algorithm = input.checksum_algorithm.as_ref().map(algorithm).transpose()?;
    let kind = kind(algorithm, input.checksum_type.as_ref())?;
    let customer = customer_key!(input)?;
    let choice = choose(store, &input.bucket, asked_encryption!(input), customer).await?;
    let encryption = store.of_upload(&input.bucket, input.key.as_bytes(), &choice).await.map_err(of_store)?;
    let now = store.now();
    let upload = UploadRow {
        id: id(now)?,
        bucket: input.bucket.clone(),
        key: input.key.as_bytes().to_vec(),
        created_at: now,
        attributes: Json(attributes_of!(input, extras)),
        checksum_algorithm: algorithm.map(|algorithm| algorithm.name().to_owned()),
        checksum_type: kind.map(str::to_owned),
        encryption: Some(Json(encryption)),
    };
    db::uploads::insert(store.writer(), &upload).await.map_err(internal)?;
    let mut output = CreateMultipartUploadOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(upload.id),
        checksum_algorithm: algorithm.map(|algorithm| Name::from_static(algorithm.name())),
        checksum_type: kind.map(ChecksumType::from_static),
        ..Default::default()
    };
    set_encryption!(output, store, upload.encryption.as_ref());
    set_customer_key!(output, &choice.customer);
    output.ssekms_encryption_context = told_context(upload.encryption.as_ref());
    Ok(output)
}

/// A new id. It begins with the time, because lists of uploads are in order of time.
fn id(now: i64) -> S3Result<String> {
    Ok(format!("{now:012x}{}", random::hexadecimal(18).map_err(internal)?))
}

fn algorithm(name: &Name) -> S3Result<ChecksumAlgorithm> {
    let known = ChecksumAlgorithm::ALL.map(ChecksumAlgorithm::name).join(", ");
    ChecksumAlgorithm::parse(name.as_str()).ok_or_else(|| {
        s3_error!(
            InvalidRequest,
            "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [{known}]"
        )
    })
}

/// Whether the object's checksum is one of its bytes or of its parts' checksums. Source: "Checking object integrity" of the S3
/// guide: SHA-1 and SHA-256 cannot be computed of checksums of parts, and CRC64NVME exists for whole objects only.
fn kind(algorithm: Option<ChecksumAlgorithm>, asked: Option<&ChecksumType>) -> S3Result<Option<&'static str>> {
    let Some(algorithm) = algorithm else {
        return match asked {
            None => Ok(None),
            Some(_) => Err(s3_error!(
                InvalidRequest,
                "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header."
            )),
        };
    };
    let kind = match asked.map(ChecksumType::as_str) {
        None => return Ok(Some(default_kind(algorithm))),
        Some(ChecksumType::FULL_OBJECT) => ChecksumType::FULL_OBJECT,
        Some(ChecksumType::COMPOSITE) => ChecksumType::COMPOSITE,
        Some(other) => return Err(s3_error!(InvalidRequest, "Value for x-amz-checksum-type header is invalid: {other}")),
    };
    let is_possible = match kind {
        ChecksumType::COMPOSITE => algorithm != ChecksumAlgorithm::Crc64Nvme,
        _ => !matches!(algorithm, ChecksumAlgorithm::Sha1 | ChecksumAlgorithm::Sha256),
    };
    match is_possible {
        true => Ok(Some(kind)),
        false => Err(s3_error!(
            InvalidRequest,
            "The {kind} checksum type cannot be used with the {} checksum algorithm.",
            algorithm.name().to_lowercase()
        )),
    }
}
