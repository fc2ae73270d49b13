//! `PutBucketEncryption`, `GetBucketEncryption`, `DeleteBucketEncryption`: the encryption of objects that ask for none.

use s3s::{
    S3Result,
    dto::{
        DeleteBucketEncryptionInput, DeleteBucketEncryptionOutput, GetBucketEncryptionInput, GetBucketEncryptionOutput,
        PutBucketEncryptionInput, PutBucketEncryptionOutput, ServerSideEncryption, ServerSideEncryptionByDefault,
        ServerSideEncryptionConfiguration, ServerSideEncryptionRule,
    },
    s3_error,
};

use super::{change, malformed, read};
use crate::{
    db::records::DefaultEncryption,
    s3::{error::invalid_argument, store::Store},
};

/// `PutBucketEncryption`. Whether the key exists is seen when an object is written, as at S3.
///
/// # Errors
/// `MalformedXML`, `InvalidArgument`, `NotImplemented`, `NoSuchBucket`.
pub(in crate::s3) async fn put(store: &Store, input: PutBucketEncryptionInput) -> S3Result<PutBucketEncryptionOutput> {
    let [rule] = input.server_side_encryption_configuration.rules.as_slice() else { return Err(malformed()) };
    let choice = rule.apply_server_side_encryption_by_default.as_ref().ok_or_else(malformed)?;
    let key = choice.kms_master_key_id.clone().filter(|key| !key.is_empty());
    let encryption = match choice.sse_algorithm.as_str() {
        ServerSideEncryption::AES256 => match key {
            None => DefaultEncryption::Master,
            Some(key) => {
                let message = "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse";
                return Err(invalid_argument(message.to_owned(), "KMSMasterKeyID", key));
            }
        },
        ServerSideEncryption::AWS_KMS => DefaultEncryption::Kms { key, bucket_key: rule.bucket_key_enabled.unwrap_or_default() },
        ServerSideEncryption::AWS_KMS_DSSE => {
            return Err(s3_error!(
                NotImplemented,
                "This store encrypts once: SSEAlgorithm is AES256 or aws:kms. Nothing was changed."
            ));
        }
        _ => return Err(malformed()),
    };
    change(store, &input.bucket, |settings| settings.encryption = encryption).await?;
    Ok(PutBucketEncryptionOutput {})
}

/// `GetBucketEncryption`
///
/// # Errors
/// `NoSuchBucket`
pub(in crate::s3) async fn get(store: &Store, input: GetBucketEncryptionInput) -> S3Result<GetBucketEncryptionOutput> {
    let (word, kms_master_key_id, bucket_key) = match read(store, &input.bucket).await?.encryption {
        DefaultEncryption::Master => (ServerSideEncryption::AES256, None, false),
        DefaultEncryption::Kms { key, bucket_key } => (ServerSideEncryption::AWS_KMS, key, bucket_key),
    };
    let sse_algorithm = ServerSideEncryption::from_static(word);
    let rule = ServerSideEncryptionRule {
        apply_server_side_encryption_by_default: Some(ServerSideEncryptionByDefault { kms_master_key_id, sse_algorithm }),
        bucket_key_enabled: Some(bucket_key),
    };
    let configuration = ServerSideEncryptionConfiguration { rules: vec![rule] };
    Ok(GetBucketEncryptionOutput { server_side_encryption_configuration: Some(configuration) })
}

/// `DeleteBucketEncryption`: a key of S3 again.
///
/// # Errors
/// `NoSuchBucket`
pub(in crate::s3) async fn delete(store: &Store, input: DeleteBucketEncryptionInput) -> S3Result<DeleteBucketEncryptionOutput> {
    change(store, &input.bucket, |settings| settings.encryption = DefaultEncryption::Master).await?;
    Ok(DeleteBucketEncryptionOutput {})
}
