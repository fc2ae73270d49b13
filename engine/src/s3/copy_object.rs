//! `CopyObject`: a new object from an existing one. Encrypted bytes are not written again: the copy has a second name for them,
//! and their data key is sealed anew, as the copy asks.

use std::{fs::File, io};

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
    blobs::{Content, digest},
    checksum::set_checksums,
    condition::{WriteConditions, source_conditions_of},
    customer_key::{CustomerKey, customer_key, set_customer_key, source_customer_key},
    encryption::{Choice, asked_encryption, choose, of_store, set_encryption, told_context},
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
        records::{Attributes, ChecksumAlgorithm, Checksums, Encryption},
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
    let (object, file) = get_object::find(store, &source_bucket, &source_key).await?;
    source_conditions_of!(input, store).check_source(&object)?;

    let attributes = attributes(&mut input, &extras, &object)?;
    let algorithm = input.checksum_algorithm.as_ref().and_then(|name| ChecksumAlgorithm::parse(name.as_str()));
    let customer = customer_key!(input)?;
    let choice = choose(store, &input.bucket, asked_encryption!(input), customer).await?;
    let Bytes { blob, etag, checksums, encryption } =
        Source { bucket: source_bucket, object: &object, file, customer: source_customer_key!(input)? }
            .copy(store, &input, algorithm, &choice)
            .await?;
    let row = ObjectRow {
        key: input.key.as_bytes().to_vec(),
        etag,
        blob,
        modified_at: store.now(),
        attributes: Json(attributes),
        checksums: Json(checksums),
        encryption: Some(Json(encryption)),
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
    let mut output = CopyObjectOutput { copy_object_result: Some(result), ..Default::default() };
    set_encryption!(output, store, row.encryption.as_ref());
    set_customer_key!(output, &choice.customer);
    output.ssekms_encryption_context = told_context(row.encryption.as_ref());
    Ok(output)
}

/// Whether a copy differs from its source in more than its key.
fn is_changed(input: &CopyObjectInput) -> bool {
    replaces_metadata(input)
        || input.storage_class.is_some()
        || input.website_redirect_location.is_some()
        || input.server_side_encryption.is_some()
        || input.sse_customer_algorithm.is_some()
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

/// The bytes that are copied.
struct Source<'a> {
    bucket: String,
    object: &'a ObjectRow,
    file: File,
    /// The client's key of the source.
    customer: Option<CustomerKey>,
}

/// The bytes of the copy.
struct Bytes {
    blob: String,
    etag: String,
    checksums: Checksums,
    encryption: Encryption,
}

impl Source<'_> {
    async fn copy(
        self,
        store: &Store,
        input: &CopyObjectInput,
        asked: Option<ChecksumAlgorithm>,
        choice: &Choice,
    ) -> S3Result<Bytes> {
        let algorithm = asked.or_else(|| self.object.checksums.algorithms().next()).unwrap_or(ChecksumAlgorithm::Crc64Nvme);
        let encryption = self.object.encryption.as_ref();
        let customer = self.customer.as_ref();
        let key = store.data_key(&self.bucket, &self.object.key, encryption, customer).await.map_err(of_store)?;
        let (bucket, name) = (&input.bucket, input.key.as_bytes());
        let Some(key) = key else {
            let seal = store.new_seal(bucket, name, choice).await.map_err(of_store)?;
            let (blobs, mut file) = (store.blobs.clone(), self.file);
            let copied = blocking(move || {
                let mut target = blobs.receive(&[algorithm], seal)?;
                io::copy(&mut file, &mut target)?;
                let received = target.finish()?;
                let (etag, checksums) = (hex::encode(received.md5), received.checksums.clone());
                let encryption = received.encryption.clone();
                Ok(Bytes { blob: blobs.keep(received)?, etag, checksums, encryption })
            });
            return copied.await.map_err(internal);
        };
        let seal = store.seal(bucket, name, choice, key).await.map_err(of_store)?;
        let (blobs, source) = (store.blobs.clone(), self.object.blob.clone());
        let (etag, checksums) = match self.known_digests(algorithm) {
            Some(known) => known,
            None => {
                let size = u64::try_from(self.object.size).unwrap_or_default();
                let key = seal.key.clone();
                let digests = blocking(move || digest(Content::new(self.file, Some(&key), size)?, &[algorithm]));
                let (md5, checksums) = digests.await.map_err(internal)?;
                (hex::encode(md5), checksums)
            }
        };
        let blob = blocking(move || blobs.duplicate(&source)).await.map_err(internal)?;
        Ok(Bytes { blob, etag, checksums, encryption: seal.encryption })
    }

    /// ETag and checksums of the source, if they are those of the copy, too. Those of a whole object are; those of parts are not,
    /// because a copy has none.
    fn known_digests(&self, algorithm: ChecksumAlgorithm) -> Option<(String, Checksums)> {
        let known = &self.object.checksums.0;
        if self.object.etag.contains('-') || known.composite {
            return None;
        }
        let mut checksums = Checksums::default();
        checksums.set(algorithm, known.get(algorithm)?.to_owned());
        Some((self.object.etag.clone(), checksums))
    }
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
