//! `PutBucketOwnershipControls`, `GetBucketOwnershipControls`, `DeleteBucketOwnershipControls`: who owns the objects. There is one
//! account, so each word gives every object the same owner. The words differ at S3 in the access control lists that they
//! allow, and this store refuses all but the owner's own.

use http::StatusCode;
use s3s::{
    S3Result,
    dto::{
        DeleteBucketOwnershipControlsInput, DeleteBucketOwnershipControlsOutput, GetBucketOwnershipControlsInput,
        GetBucketOwnershipControlsOutput, ObjectOwnership, OwnershipControls, OwnershipControlsRule,
        PutBucketOwnershipControlsInput, PutBucketOwnershipControlsOutput,
    },
};

use super::{change, malformed, read};
use crate::{
    db::records::Setting,
    s3::{
        error::{WithMember, custom},
        store::Store,
    },
};

/// The words of the API. Source: API page of PutBucketOwnershipControls.
pub(in crate::s3) const WORDS: [&str; 3] =
    [ObjectOwnership::BUCKET_OWNER_ENFORCED, ObjectOwnership::BUCKET_OWNER_PREFERRED, ObjectOwnership::OBJECT_WRITER];

/// `PutBucketOwnershipControls`
///
/// # Errors
/// `MalformedXML`, `NoSuchBucket`.
pub(in crate::s3) async fn put(
    store: &Store,
    input: PutBucketOwnershipControlsInput,
) -> S3Result<PutBucketOwnershipControlsOutput> {
    let [OwnershipControlsRule { object_ownership }] = input.ownership_controls.rules.as_slice() else { return Err(malformed()) };
    let word = object_ownership.as_str().to_owned();
    if !WORDS.contains(&word.as_str()) {
        return Err(malformed());
    }
    change(store, &input.bucket, |settings| settings.ownership = Setting::Is(word)).await?;
    Ok(PutBucketOwnershipControlsOutput {})
}

/// `GetBucketOwnershipControls`
///
/// # Errors
/// `OwnershipControlsNotFoundError` when they were removed, `NoSuchBucket`.
pub(in crate::s3) async fn get(
    store: &Store,
    input: GetBucketOwnershipControlsInput,
) -> S3Result<GetBucketOwnershipControlsOutput> {
    let object_ownership = match read(store, &input.bucket).await?.ownership {
        Setting::Initial => ObjectOwnership::from_static(ObjectOwnership::BUCKET_OWNER_ENFORCED),
        Setting::Is(word) => ObjectOwnership::from(word),
        Setting::Removed => {
            let message = "The bucket ownership controls were not found";
            let error = custom(StatusCode::NOT_FOUND, "OwnershipControlsNotFoundError", message);
            return Err(error.with_member("BucketName", &input.bucket));
        }
    };
    let controls = OwnershipControls { rules: vec![OwnershipControlsRule { object_ownership }] };
    Ok(GetBucketOwnershipControlsOutput { ownership_controls: Some(controls) })
}

/// `DeleteBucketOwnershipControls`
///
/// # Errors
/// `NoSuchBucket`
pub(in crate::s3) async fn delete(
    store: &Store,
    input: DeleteBucketOwnershipControlsInput,
) -> S3Result<DeleteBucketOwnershipControlsOutput> {
    change(store, &input.bucket, |settings| settings.ownership = Setting::Removed).await?;
    Ok(DeleteBucketOwnershipControlsOutput {})
}
