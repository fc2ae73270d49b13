//! `PutPublicAccessBlock`, `GetPublicAccessBlock`, `DeletePublicAccessBlock`. Nothing is public with or without the block: this
//! store has neither policies nor access control lists, and refuses to make them.

use http::StatusCode;
use s3s::{
    S3Result,
    dto::{
        DeletePublicAccessBlockInput, DeletePublicAccessBlockOutput, GetPublicAccessBlockInput, GetPublicAccessBlockOutput,
        PublicAccessBlockConfiguration, PutPublicAccessBlockInput, PutPublicAccessBlockOutput,
    },
};

use super::{change, read};
use crate::{
    db::records::{PublicAccessBlock, Setting},
    s3::{
        error::{WithMember, custom},
        store::Store,
    },
};

/// The block of a new bucket. Source: "Blocking public access to your Amazon S3 storage" of the S3 guide.
const INITIAL: PublicAccessBlock = PublicAccessBlock {
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
};

/// `PutPublicAccessBlock`. What is left out is not blocked.
///
/// # Errors
/// `NoSuchBucket`
pub(in crate::s3) async fn put(store: &Store, input: PutPublicAccessBlockInput) -> S3Result<PutPublicAccessBlockOutput> {
    let asked = input.public_access_block_configuration;
    let block = PublicAccessBlock {
        block_public_acls: asked.block_public_acls.unwrap_or_default(),
        block_public_policy: asked.block_public_policy.unwrap_or_default(),
        ignore_public_acls: asked.ignore_public_acls.unwrap_or_default(),
        restrict_public_buckets: asked.restrict_public_buckets.unwrap_or_default(),
    };
    change(store, &input.bucket, |settings| settings.public_access = Setting::Is(block)).await?;
    Ok(PutPublicAccessBlockOutput {})
}

/// `GetPublicAccessBlock`
///
/// # Errors
/// `NoSuchPublicAccessBlockConfiguration` when it was removed, `NoSuchBucket`.
pub(in crate::s3) async fn get(store: &Store, input: GetPublicAccessBlockInput) -> S3Result<GetPublicAccessBlockOutput> {
    let block = match read(store, &input.bucket).await?.public_access {
        Setting::Initial => INITIAL,
        Setting::Is(block) => block,
        Setting::Removed => {
            let message = "The public access block configuration was not found";
            let error = custom(StatusCode::NOT_FOUND, "NoSuchPublicAccessBlockConfiguration", message);
            return Err(error.with_member("BucketName", &input.bucket));
        }
    };
    let configuration = PublicAccessBlockConfiguration {
        block_public_acls: Some(block.block_public_acls),
        block_public_policy: Some(block.block_public_policy),
        ignore_public_acls: Some(block.ignore_public_acls),
        restrict_public_buckets: Some(block.restrict_public_buckets),
    };
    Ok(GetPublicAccessBlockOutput { public_access_block_configuration: Some(configuration) })
}

/// `DeletePublicAccessBlock`
///
/// # Errors
/// `NoSuchBucket`
pub(in crate::s3) async fn delete(store: &Store, input: DeletePublicAccessBlockInput) -> S3Result<DeletePublicAccessBlockOutput> {
    change(store, &input.bucket, |settings| settings.public_access = Setting::Removed).await?;
    Ok(DeletePublicAccessBlockOutput {})
}
