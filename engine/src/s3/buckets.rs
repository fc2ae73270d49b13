//! Buckets: create, head, list, delete.

use s3s::{
    S3Result,
    dto::{
        Bucket, BucketLocationConstraint, CreateBucketInput, CreateBucketOutput, DeleteBucketInput, DeleteBucketOutput,
        GetBucketLocationInput, GetBucketLocationOutput, GetBucketVersioningInput, GetBucketVersioningOutput, HeadBucketInput,
        HeadBucketOutput, ListBucketsInput, ListBucketsOutput, Owner, Timestamp,
    },
    s3_error,
};

use super::{
    error::{internal, no_such_bucket},
    store::Store,
};
use crate::{
    clock::from_milliseconds,
    db::{self, buckets::Deletion},
};

/// Buckets of one reply. Source: API page of ListBuckets.
const MAX_BUCKETS: usize = 10_000;

/// `CreateBucket`. The engine is one Region, which `GetBucketLocation` returns. The client must ask for the Region that it
/// signs for, as at the Regions' endpoints.
///
/// # Errors
/// `IllegalLocationConstraintException`, `BucketAlreadyOwnedByYou`.
pub(super) async fn create(store: &Store, input: CreateBucketInput, signed: Option<&str>) -> S3Result<CreateBucketOutput> {
    check_location(&input, signed)?;
    let created = db::buckets::insert(store.writer(), &input.bucket, store.now()).await.map_err(internal)?;
    if !created {
        return Err(s3_error!(
            BucketAlreadyOwnedByYou,
            "Your previous request to create the named bucket succeeded and you already own it."
        ));
    }
    Ok(CreateBucketOutput { location: Some(format!("/{}", input.bucket)) })
}

/// The endpoint of `us-east-1` accepts every constraint and none. Source: API page of CreateBucket.
fn check_location(input: &CreateBucketInput, signed: Option<&str>) -> S3Result<()> {
    let asked = input.create_bucket_configuration.as_ref().and_then(|configuration| configuration.location_constraint.as_ref());
    let asked = asked.map(|constraint| constraint.as_str()).filter(|constraint| !constraint.is_empty());
    match signed {
        None | Some("us-east-1") => Ok(()),
        Some(region) if asked == Some(region) => Ok(()),
        Some(_) => Err(s3_error!(
            IllegalLocationConstraintException,
            "The {} location constraint is incompatible for the region specific endpoint this request was sent to.",
            asked.unwrap_or("unspecified")
        )),
    }
}

/// `HeadBucket`
pub(super) async fn head(store: &Store, input: HeadBucketInput) -> S3Result<HeadBucketOutput> {
    require(store, &input.bucket).await?;
    Ok(HeadBucketOutput { bucket_region: Some(store.account.region.to_string()), ..Default::default() })
}

/// `GetBucketLocation`
pub(super) async fn location(store: &Store, input: GetBucketLocationInput) -> S3Result<GetBucketLocationOutput> {
    require(store, &input.bucket).await?;
    // `us-east-1` has an empty name here. Source: API page of GetBucketLocation.
    let region =
        (&*store.account.region != "us-east-1").then(|| BucketLocationConstraint::from(store.account.region.to_string()));
    Ok(GetBucketLocationOutput { location_constraint: region })
}

/// `GetBucketVersioning`: never enabled.
pub(super) async fn versioning(store: &Store, input: GetBucketVersioningInput) -> S3Result<GetBucketVersioningOutput> {
    require(store, &input.bucket).await?;
    Ok(GetBucketVersioningOutput::default())
}

/// `ListBuckets`
pub(super) async fn list(store: &Store, input: ListBucketsInput) -> S3Result<ListBucketsOutput> {
    let rows = db::buckets::all(store.reader()).await.map_err(internal)?;
    let prefix = input.prefix.as_deref().unwrap_or_default();
    // The token is the last name of the page before.
    let after = input.continuation_token.as_deref().unwrap_or_default();
    let mut rows: Vec<_> = rows.into_iter().filter(|row| row.name.starts_with(prefix) && row.name.as_str() > after).collect();
    let limit = input.max_buckets.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(MAX_BUCKETS).max(1);
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| has_more).map(|row| row.name.clone());
    let buckets = rows.into_iter().map(|row| Bucket {
        bucket_region: Some(store.account.region.to_string()),
        creation_date: Some(Timestamp::from(from_milliseconds(row.created_at))),
        name: Some(row.name),
    });
    Ok(ListBucketsOutput {
        buckets: Some(buckets.collect()),
        owner: Some(owner(store)),
        prefix: input.prefix.clone(),
        continuation_token: next,
    })
}

/// `DeleteBucket`
pub(super) async fn delete(store: &Store, input: DeleteBucketInput) -> S3Result<DeleteBucketOutput> {
    let mut transaction = store.begin().await.map_err(internal)?;
    match db::buckets::delete(&mut transaction, &input.bucket).await.map_err(internal)? {
        Deletion::Missing => Err(no_such_bucket()),
        Deletion::NotEmpty => Err(s3_error!(BucketNotEmpty, "The bucket you tried to delete is not empty")),
        Deletion::Done => {
            transaction.commit().await.map_err(internal)?;
            Ok(DeleteBucketOutput {})
        }
    }
}

/// The owner of all buckets.
pub(super) fn owner(store: &Store) -> Owner {
    Owner { display_name: None, id: Some(store.account.number.to_string()) }
}

/// # Errors
/// `NoSuchBucket`
pub(super) async fn require(store: &Store, bucket: &str) -> S3Result<()> {
    match store.has_bucket(bucket).await.map_err(internal)? {
        true => Ok(()),
        false => Err(no_such_bucket()),
    }
}
