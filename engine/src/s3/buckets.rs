//! Buckets: create, head, list, delete.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::Region;
use http::{HeaderMap, HeaderValue};
use s3s::{
    S3Result,
    dto::{
        Bucket, BucketLocationConstraint, CreateBucketInput, CreateBucketOutput, DeleteBucketInput, DeleteBucketOutput,
        GetBucketLocationInput, GetBucketLocationOutput, GetBucketVersioningInput, GetBucketVersioningOutput, HeadBucketInput,
        HeadBucketOutput, ListBucketsInput, ListBucketsOutput, Owner,
    },
    s3_error,
};

use super::{
    attributes::whole_seconds,
    error::{WithMember, internal, invalid_argument, no_such_bucket},
    store::Store,
};
use crate::db::{
    self,
    buckets::{BucketRow, Deletion},
    records::{BucketSettings, Setting},
};

/// Buckets of one reply. Source: API page of ListBuckets.
const MAX_BUCKETS: i32 = 10_000;
/// The Region whose name `GetBucketLocation` leaves out, and whose endpoint creates buckets anywhere.
const FIRST_REGION: &str = "us-east-1";

/// `CreateBucket`. A client signs for a Region and thereby chooses its endpoint, which creates buckets in that Region alone;
/// the endpoint of `us-east-1` creates them anywhere. The bucket keeps its Region and is reached from all.
///
/// # Errors
/// `IllegalLocationConstraintException`, `InvalidLocationConstraint`, `BucketAlreadyOwnedByYou`.
pub(super) async fn create(store: &Store, input: CreateBucketInput, signed: Option<&str>) -> S3Result<CreateBucketOutput> {
    let region = location(&input, signed.unwrap_or(&store.account.region))?;
    let mut transaction = store.begin().await.map_err(internal)?;
    let created = db::buckets::insert(&mut *transaction, &input.bucket, &region, store.now()).await.map_err(internal)?;
    if let Some(word) = input.object_ownership.filter(|_| created) {
        let settings = BucketSettings { ownership: Setting::Is(word.as_str().to_owned()), ..BucketSettings::default() };
        db::buckets::set_settings(&mut *transaction, &input.bucket, &settings).await.map_err(internal)?;
    }
    transaction.commit().await.map_err(internal)?;
    if !created {
        return Err(s3_error!(
            BucketAlreadyOwnedByYou,
            "Your previous request to create the named bucket succeeded and you already own it."
        )
        .with_member("BucketName", &input.bucket));
    }
    Ok(CreateBucketOutput { location: Some(format!("/{}", input.bucket)) })
}

/// The Region of a new bucket. Source: API page of CreateBucket.
fn location(input: &CreateBucketInput, signed: &str) -> S3Result<String> {
    let asked = input.create_bucket_configuration.as_ref().and_then(|configuration| configuration.location_constraint.as_ref());
    let asked = asked.map(|constraint| constraint.as_str()).filter(|constraint| !constraint.is_empty());
    match asked {
        None if signed == FIRST_REGION => Ok(FIRST_REGION.to_owned()),
        Some(region) if signed == FIRST_REGION && (region == FIRST_REGION || !is_location(region)) => {
            Err(s3_error!(InvalidLocationConstraint, "The specified location-constraint is not valid")
                .with_member("LocationConstraint", region))
        }
        Some(region) if signed == FIRST_REGION || region == signed => Ok(region.to_owned()),
        _ => Err(s3_error!(
            IllegalLocationConstraintException,
            "The {} location constraint is incompatible for the region specific endpoint this request was sent to.",
            asked.unwrap_or("unspecified")
        )),
    }
}

/// Whether a text names a Region. `EU` is the old name of one.
fn is_location(text: &str) -> bool {
    text == "EU" || Region::parse(text).is_ok()
}

/// The ARN of a bucket.
pub(super) fn arn(bucket: &str) -> String {
    format!("arn:aws:s3:::{bucket}")
}

/// The header with the ARN of a bucket.
pub(super) fn arn_header(bucket: &str) -> HeaderMap {
    let value = HeaderValue::try_from(arn(bucket));
    value.into_iter().map(|value| (http::HeaderName::from_static("x-amz-bucket-arn"), value)).collect()
}

/// The header with the Region of a bucket, of listings.
pub(super) async fn region_header(store: &Store, bucket: &str) -> S3Result<HeaderMap> {
    let region = HeaderValue::try_from(region(store, &find(store, bucket).await?));
    Ok(region.into_iter().map(|region| (http::HeaderName::from_static("x-amz-bucket-region"), region)).collect())
}

fn region(store: &Store, row: &BucketRow) -> String {
    row.region.clone().unwrap_or_else(|| store.account.region.to_string())
}

/// `HeadBucket`
pub(super) async fn head(store: &Store, input: HeadBucketInput) -> S3Result<HeadBucketOutput> {
    let row = find(store, &input.bucket).await?;
    Ok(HeadBucketOutput { bucket_region: Some(region(store, &row)), access_point_alias: Some(false), ..Default::default() })
}

/// `GetBucketLocation`
pub(super) async fn get_location(store: &Store, input: GetBucketLocationInput) -> S3Result<GetBucketLocationOutput> {
    let region = region(store, &find(store, &input.bucket).await?);
    // `us-east-1` has an empty name here. Source: API page of GetBucketLocation.
    Ok(GetBucketLocationOutput { location_constraint: (region != FIRST_REGION).then(|| BucketLocationConstraint::from(region)) })
}

/// `GetBucketVersioning`: never enabled.
pub(super) async fn versioning(store: &Store, input: GetBucketVersioningInput) -> S3Result<GetBucketVersioningOutput> {
    require(store, &input.bucket).await?;
    Ok(GetBucketVersioningOutput::default())
}

/// `ListBuckets`
pub(super) async fn list(store: &Store, input: ListBucketsInput) -> S3Result<ListBucketsOutput> {
    let limit = input.max_buckets.unwrap_or(MAX_BUCKETS);
    if !(1..=MAX_BUCKETS).contains(&limit) {
        let message = format!("Argument max-buckets must be an integer between 1 and {MAX_BUCKETS}");
        return Err(invalid_argument(message, "max-buckets", limit));
    }
    // The token is the last name of the page before.
    let after = input.continuation_token.as_deref().map(decode_token).transpose()?.unwrap_or_default();
    let prefix = input.prefix.as_deref().unwrap_or_default();
    let is_asked = |row: &BucketRow| {
        row.name.starts_with(prefix)
            && row.name > after
            && input.bucket_region.as_ref().is_none_or(|asked| *asked == region(store, row))
    };
    let rows = db::buckets::all(store.reader()).await.map_err(internal)?;
    let mut rows: Vec<BucketRow> = rows.into_iter().filter(is_asked).collect();
    let limit = usize::try_from(limit).unwrap_or_default();
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| has_more).map(|row| BASE64_URL_SAFE_NO_PAD.encode(&row.name));
    let buckets = rows.into_iter().map(|row| Bucket {
        bucket_region: Some(region(store, &row)),
        creation_date: Some(whole_seconds(row.created_at)),
        name: Some(row.name),
    });
    Ok(ListBucketsOutput {
        buckets: Some(buckets.collect()),
        owner: Some(owner(store)),
        prefix: input.prefix.clone(),
        continuation_token: next,
    })
}

fn decode_token(token: &str) -> S3Result<String> {
    let name = BASE64_URL_SAFE_NO_PAD.decode(token).ok().and_then(|name| String::from_utf8(name).ok());
    name.filter(|name| !name.is_empty()).ok_or_else(|| {
        let message = "The continuation token provided is incorrect".to_owned();
        invalid_argument(message, "continuation-token", token)
    })
}

/// `DeleteBucket`
pub(super) async fn delete(store: &Store, input: DeleteBucketInput) -> S3Result<DeleteBucketOutput> {
    let mut transaction = store.begin().await.map_err(internal)?;
    match db::buckets::delete(&mut transaction, &input.bucket).await.map_err(internal)? {
        Deletion::Missing => Err(no_such_bucket(&input.bucket)),
        Deletion::NotEmpty => {
            Err(s3_error!(BucketNotEmpty, "The bucket you tried to delete is not empty").with_member("BucketName", &input.bucket))
        }
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

/// A bucket.
///
/// # Errors
/// `NoSuchBucket`
async fn find(store: &Store, bucket: &str) -> S3Result<BucketRow> {
    db::buckets::find(store.reader(), bucket).await.map_err(internal)?.ok_or_else(|| no_such_bucket(bucket))
}

/// # Errors
/// `NoSuchBucket`
pub(super) async fn require(store: &Store, bucket: &str) -> S3Result<()> {
    find(store, bucket).await.map(drop)
}
