//! Settings of buckets and objects.
//!
//! - [`default_encryption`], [`ownership`], [`public_access`], [`tags`] — those that can be changed
//!
//! The others have the values that Amazon S3 gives a new bucket, as far as these are true of this store.

pub(super) mod default_encryption;
pub(super) mod ownership;
pub(super) mod public_access;
pub(super) mod tags;

use http::StatusCode;
use s3s::{
    S3Error, S3Result,
    dto::{
        GetBucketAclOutput, GetBucketRequestPaymentOutput, GetObjectAclInput, GetObjectAclOutput, Grant, Grantee, Payer,
        Permission, Type,
    },
    s3_error,
};

use super::{
    buckets::{owner, require},
    error::{WithMember, custom, internal, no_such_bucket},
    get_object,
    store::Store,
};
use crate::{db, db::records::BucketSettings};

/// What somebody has set for a bucket.
///
/// # Errors
/// `NoSuchBucket`
async fn read(store: &Store, bucket: &str) -> S3Result<BucketSettings> {
    require(store, bucket).await?;
    db::buckets::settings(store.reader(), bucket).await.map_err(internal)
}

/// Changes settings of a bucket; the others stay.
///
/// # Errors
/// `NoSuchBucket`
async fn change(store: &Store, bucket: &str, change: impl FnOnce(&mut BucketSettings)) -> S3Result<()> {
    let mut transaction = store.begin().await.map_err(internal)?;
    if !db::buckets::exists(&mut *transaction, bucket).await.map_err(internal)? {
        return Err(no_such_bucket(bucket));
    }
    let mut settings = db::buckets::settings(&mut *transaction, bucket).await.map_err(internal)?;
    change(&mut settings);
    db::buckets::set_settings(&mut *transaction, bucket, &settings).await.map_err(internal)?;
    transaction.commit().await.map_err(internal)
}

/// The refusal of a document that is not as the API describes it.
fn malformed() -> S3Error {
    s3_error!(MalformedXML, "The XML you provided was not well-formed or did not validate against our published schema")
}

/// `GetBucketAcl`: the owner alone.
pub(super) async fn bucket_acl(store: &Store, bucket: &str) -> S3Result<GetBucketAclOutput> {
    require(store, bucket).await?;
    Ok(GetBucketAclOutput { grants: Some(vec![grant(store)]), owner: Some(owner(store)) })
}

/// `GetObjectAcl`: the owner alone.
pub(super) async fn object_acl(store: &Store, input: GetObjectAclInput) -> S3Result<GetObjectAclOutput> {
    get_object::find(store, &input.bucket, &input.key).await?;
    Ok(GetObjectAclOutput { grants: Some(vec![grant(store)]), owner: Some(owner(store)), request_charged: None })
}

fn grant(store: &Store) -> Grant {
    Grant {
        grantee: Some(Grantee {
            display_name: None,
            email_address: None,
            id: owner(store).id,
            type_: Type::from_static(Type::CANONICAL_USER),
            uri: None,
        }),
        permission: Some(Permission::from_static(Permission::FULL_CONTROL)),
    }
}

/// `GetBucketRequestPayment`: the owner pays.
pub(super) async fn payer(store: &Store, bucket: &str) -> S3Result<GetBucketRequestPaymentOutput> {
    require(store, bucket).await?;
    Ok(GetBucketRequestPaymentOutput { payer: Some(Payer::from_static(Payer::BUCKET_OWNER)) })
}

/// A setting whose default is an empty document: accelerate, logging and notification.
pub(super) async fn empty<T: Default>(store: &Store, bucket: &str) -> S3Result<T> {
    require(store, bucket).await.map(|()| T::default())
}

/// A setting that a bucket has only after somebody made it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Absent {
    Lifecycle,
    ObjectLock,
    Policy,
    Replication,
    Website,
}

impl Absent {
    /// The error about an existing bucket. Source: "List of error codes" of the S3 API.
    fn error(self) -> S3Error {
        let (code, message) = match self {
            Self::Lifecycle => ("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"),
            Self::ObjectLock => {
                ("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket")
            }
            Self::Policy => ("NoSuchBucketPolicy", "The bucket policy does not exist"),
            Self::Replication => ("ReplicationConfigurationNotFoundError", "The replication configuration was not found"),
            Self::Website => ("NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration"),
        };
        custom(StatusCode::NOT_FOUND, code, message)
    }
}

/// The answer about a setting that no bucket has.
///
/// # Errors
/// Always: `NoSuchBucket`, or that of the setting.
pub(super) async fn absent<T>(store: &Store, bucket: &str, setting: Absent) -> S3Result<T> {
    require(store, bucket).await?;
    Err(setting.error().with_member("BucketName", bucket))
}
