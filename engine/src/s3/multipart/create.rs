//! `CreateMultipartUpload`

use s3s::{
    S3Result,
    dto::{ChecksumType, CreateMultipartUploadInput, CreateMultipartUploadOutput},
};
use sqlx::types::Json;

use crate::{
    db,
    db::uploads::UploadRow,
    random,
    s3::{attributes::attributes_of, buckets::require, error::internal, store::Store},
};

/// `CreateMultipartUpload`
pub(in crate::s3) async fn create(store: &Store, mut input: CreateMultipartUploadInput) -> S3Result<CreateMultipartUploadOutput> {
    require(store, &input.bucket).await?;
    let upload = UploadRow {
        id: random::hexadecimal(24).map_err(internal)?,
        bucket: input.bucket.clone(),
        key: input.key.as_bytes().to_vec(),
        created_at: store.now(),
        attributes: Json(attributes_of!(input)),
        checksum_algorithm: input.checksum_algorithm.as_ref().map(|name| name.as_str().to_owned()),
        checksum_type: input.checksum_type.as_ref().map(|name: &ChecksumType| name.as_str().to_owned()),
    };
    db::uploads::insert(store.writer(), &upload).await.map_err(internal)?;
    Ok(CreateMultipartUploadOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(upload.id),
        checksum_algorithm: input.checksum_algorithm,
        checksum_type: input.checksum_type,
        ..Default::default()
    })
}
