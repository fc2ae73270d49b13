//! `PutBucketTagging`, `GetBucketTagging`, `DeleteBucketTagging`.

use http::StatusCode;
use s3s::{
    S3Result,
    dto::{
        DeleteBucketTaggingInput, DeleteBucketTaggingOutput, GetBucketTaggingInput, GetBucketTaggingOutput,
        PutBucketTaggingInput, PutBucketTaggingOutput,
    },
};

use super::{change, read};
use crate::s3::{
    error::{WithMember, custom},
    store::Store,
    tag_set,
};

/// Tags of a bucket. Source: "Using cost allocation S3 bucket tags" of the S3 guide.
const LIMIT: (&str, usize) = ("Bucket tag count", 50);

/// `PutBucketTagging`
///
/// # Errors
/// `InvalidTag`, `NoSuchBucket`.
pub(in crate::s3) async fn put(store: &Store, input: PutBucketTaggingInput) -> S3Result<PutBucketTaggingOutput> {
    let tags = tag_set::checked(tag_set::pairs(input.tagging), LIMIT)?;
    change(store, &input.bucket, |settings| settings.tags = tags).await?;
    Ok(PutBucketTaggingOutput {})
}

/// `GetBucketTagging`
///
/// # Errors
/// `NoSuchTagSet`, `NoSuchBucket`.
pub(in crate::s3) async fn get(store: &Store, input: GetBucketTaggingInput) -> S3Result<GetBucketTaggingOutput> {
    let tags = read(store, &input.bucket).await?.tags;
    if tags.is_empty() {
        let error = custom(StatusCode::NOT_FOUND, "NoSuchTagSet", "The TagSet does not exist");
        return Err(error.with_member("BucketName", &input.bucket));
    }
    Ok(GetBucketTaggingOutput { tag_set: tag_set::told(tags) })
}

/// `DeleteBucketTagging`
///
/// # Errors
/// `NoSuchBucket`
pub(in crate::s3) async fn delete(store: &Store, input: DeleteBucketTaggingInput) -> S3Result<DeleteBucketTaggingOutput> {
    change(store, &input.bucket, |settings| settings.tags.clear()).await?;
    Ok(DeleteBucketTaggingOutput {})
}
