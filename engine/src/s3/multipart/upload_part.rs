//! `UploadPart` and `UploadPartCopy`

use std::io::Write;

use futures::StreamExt;
use s3s::{
    S3Request, S3Result,
    dto::{CopyPartResult, ETag, Range, UploadPartCopyInput, UploadPartCopyOutput, UploadPartInput, UploadPartOutput},
    s3_error,
};
use sqlx::types::Json;

use super::find;
use crate::{
    blocking::blocking,
    db,
    db::{
        records::{ChecksumAlgorithm, Encryption},
        uploads::PartRow,
    },
    s3::{
        attributes::whole_seconds,
        blobs::{Received, Seal},
        checksum::{set_checksums, stated_checksums},
        condition::source_conditions_of,
        copy_object,
        customer_key::{CustomerKey, CustomerKeyError, customer_key, set_customer_key, source_customer_key},
        encryption::{Choice, customers_data_key, of_store, set_encryption},
        error::{internal, invalid_argument, no_such_upload, of_body},
        get_object::{self, Span},
        put_object::header,
        receive::{Statement, receive},
        store::{Store, size},
        verified_request::Extras,
    },
};

/// Numbers of parts. Source: S3 limits.
const NUMBERS: std::ops::RangeInclusive<i32> = 1..=10_000;

/// `UploadPart`
pub(in crate::s3) async fn upload(store: &Store, request: S3Request<UploadPartInput>) -> S3Result<UploadPartOutput> {
    let trailers = request.extensions.get::<Extras>().and_then(|extras| extras.trailers.clone());
    let mut input = request.input;
    check_number(input.part_number)?;
    let upload = find(store, &input.bucket, &input.key, &input.upload_id).await?;
    let algorithm = input.checksum_algorithm.take().map(|name| name.as_str().to_owned());
    let wanted = upload.checksum_algorithm.as_deref().and_then(ChecksumAlgorithm::parse);
    let statement = Statement {
        md5: input.content_md5.take(),
        length: input.content_length,
        checksums: stated_checksums!(input),
        algorithm: algorithm.or(upload.checksum_algorithm),
        announced: header(&request.headers, "x-amz-trailer"),
        trailers,
    };
    check_algorithm(&statement, wanted)?;
    let customer = customer_key!(input)?;
    let seal = seal(store, (&input.bucket, &input.key), upload.encryption, customer.as_ref()).await?;
    let received = receive(store, input.body.take(), statement, seal).await?;
    let part = keep(store, &upload.id, input.part_number, received).await?;
    let mut output = UploadPartOutput { e_tag: Some(ETag::Strong(part.etag)), ..Default::default() };
    set_checksums!(output, part.checksums);
    set_encryption!(output, store, part.encryption.as_ref());
    set_customer_key!(output, &customer);
    Ok(output)
}

/// `UploadPartCopy`
pub(in crate::s3) async fn copy(store: &Store, mut input: UploadPartCopyInput) -> S3Result<UploadPartCopyOutput> {
    check_number(input.part_number)?;
    let upload = find(store, &input.bucket, &input.key, &input.upload_id).await?;
    let (bucket, key) = copy_object::source(&input.copy_source)?;
    let (object, file) = get_object::find(store, &bucket, &key).await?;
    source_conditions_of!(input, store).check_source(&object)?;
    let range = input.copy_source_range.as_deref().map(|range| copied_range(range, object.size)).transpose()?;
    let source_customer = source_customer_key!(input)?;
    let content = store.content(&bucket, &object, file, source_customer.as_ref()).await.map_err(of_store)?;
    let mut body = Span::of(&object, range)?.read(content).await?;
    let customer = customer_key!(input)?;
    let seal = seal(store, (&input.bucket, &input.key), upload.encryption, customer.as_ref()).await?;

    let blobs = store.blobs.clone();
    let algorithm = upload.checksum_algorithm.as_deref().and_then(ChecksumAlgorithm::parse);
    let mut target = blocking(move || blobs.receive(algorithm.as_slice(), seal)).await.map_err(internal)?;
    while let Some(bytes) = body.next().await {
        let bytes = bytes.map_err(|error| of_body(error.as_ref()))?;
        target = blocking(move || target.write_all(&bytes).map(|()| target)).await.map_err(internal)?;
    }
    let received = blocking(move || target.finish()).await.map_err(internal)?;
    let part = keep(store, &upload.id, input.part_number, received).await?;
    let mut result = CopyPartResult {
        e_tag: Some(ETag::Strong(part.etag)),
        last_modified: Some(whole_seconds(part.modified_at)),
        ..Default::default()
    };
    set_checksums!(result, part.checksums);
    let mut output = UploadPartCopyOutput { copy_part_result: Some(result), ..Default::default() };
    set_encryption!(output, store, part.encryption.as_ref());
    set_customer_key!(output, &customer);
    Ok(output)
}

/// A data key for a part: a part is encrypted as its object will be. Where that is with a key of the client, the master key
/// seals the part, since the request that puts the parts together does not bring the client's.
///
/// # Errors
/// `InvalidRequest` when the part does not bring the key of its upload.
async fn seal(
    store: &Store,
    (bucket, key): (&str, &str),
    encryption: Option<Json<Encryption>>,
    customer: Option<&CustomerKey>,
) -> S3Result<Seal> {
    let of_customer = customers_data_key((bucket, key.as_bytes()), encryption.as_ref(), customer).map_err(|error| match error {
        CustomerKeyError::Missing => s3_error!(
            InvalidRequest,
            "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters."
        ),
        CustomerKeyError::NotApplicable => s3_error!(
            InvalidRequest,
            "The multipart upload initiate did not request encryption with a customer provided key. Part requests must not include one."
        ),
        CustomerKeyError::Wrong => {
            s3_error!(InvalidRequest, "The provided encryption parameters did not match the ones used originally.")
        }
    })?;
    let choice = match (of_customer, encryption) {
        (None, Some(Json(encryption))) => encryption.into(),
        _ => Choice::default(),
    };
    store.new_seal(bucket, key.as_bytes(), &choice).await.map_err(of_store)
}

/// The range of a source. Both ends must be given and exist.
fn copied_range(text: &str, size: i64) -> S3Result<Range> {
    let refuse = |message: String| invalid_argument(message, "x-amz-copy-source-range", text);
    let length = u64::try_from(size).unwrap_or_default();
    match Range::parse(text) {
        Ok(Range::Int { first, .. }) if first >= length => {
            Err(s3_error!(InvalidRequest, "The specified copy range is invalid for the source object size"))
        }
        Ok(range @ Range::Int { last: Some(last), .. }) if last < length => Ok(range),
        Ok(Range::Int { last: Some(_), .. }) => {
            Err(refuse(format!("Range specified is not valid for source object of size: {size}")))
        }
        _ => Err(refuse(
            "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy"
                .to_owned(),
        )),
    }
}

/// Refuses a part whose checksum has another algorithm than the upload.
fn check_algorithm(statement: &Statement, wanted: Option<ChecksumAlgorithm>) -> S3Result<()> {
    let (Some(wanted), stated) = (wanted, statement.stated()) else { return Ok(()) };
    match stated.first() {
        Some(other) if !stated.contains(&wanted) => Err(s3_error!(
            InvalidRequest,
            "Checksum Type mismatch occurred, expected checksum Type: {}, actual checksum Type: {}",
            wanted.name().to_lowercase(),
            other.name().to_lowercase()
        )),
        _ => Ok(()),
    }
}

fn check_number(number: i32) -> S3Result<()> {
    if NUMBERS.contains(&number) {
        return Ok(());
    }
    let message = "Part number must be an integer between 1 and 10000, inclusive".to_owned();
    Err(invalid_argument(message, "partNumber", number))
}

async fn keep(store: &Store, upload: &str, number: i32, received: Received) -> S3Result<PartRow> {
    let (etag, bytes, checksums) = (hex::encode(received.md5), size(received.size), received.checksums.clone());
    let (blobs, encryption) = (store.blobs.clone(), Some(Json(received.encryption.clone())));
    let blob = blocking(move || blobs.keep(received)).await.map_err(internal)?;
    let (modified_at, checksums) = (store.now(), Json(checksums));
    let part = PartRow { number, size: bytes, etag, blob, modified_at, checksums, encryption };
    let mut transaction = store.begin().await.map_err(internal)?;
    // The upload may have been aborted or completed while the part arrived.
    if !db::uploads::exists(&mut *transaction, upload).await.map_err(internal)? {
        drop(transaction);
        store.discard(vec![part.blob]).await;
        return Err(no_such_upload(upload));
    }
    let old = db::uploads::put_part(&mut transaction, upload, &part).await.map_err(internal)?;
    transaction.commit().await.map_err(internal)?;
    store.discard(old.into_iter().collect()).await;
    Ok(part)
}
