//! Settings of buckets and objects that cannot be changed here. They have the values that Amazon S3 gives a new bucket, as far
//! as these are true of this store.

use http::StatusCode;
use s3s::{
    S3Error, S3Result,
    dto::{
        GetBucketAclOutput, GetBucketEncryptionOutput, GetBucketOwnershipControlsOutput, GetBucketRequestPaymentOutput,
        GetObjectAclInput, GetObjectAclOutput, GetPublicAccessBlockOutput, Grant, Grantee, ObjectOwnership, OwnershipControls,
        OwnershipControlsRule, Payer, Permission, PublicAccessBlockConfiguration, ServerSideEncryption,
        ServerSideEncryptionByDefault, ServerSideEncryptionConfiguration, ServerSideEncryptionRule, Type,
    },
};

use super::{
    buckets::{owner, require},
    error::{WithMember, custom},
    get_object,
    store::Store,
};

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

/// `GetBucketOwnershipControls`: access control lists are off.
pub(super) async fn ownership(store: &Store, bucket: &str) -> S3Result<GetBucketOwnershipControlsOutput> {
    require(store, bucket).await?;
    let object_ownership = ObjectOwnership::from_static(ObjectOwnership::BUCKET_OWNER_ENFORCED);
    let controls = OwnershipControls { rules: vec![OwnershipControlsRule { object_ownership }] };
    Ok(GetBucketOwnershipControlsOutput { ownership_controls: Some(controls) })
}

/// `GetPublicAccessBlock`: nothing is public.
pub(super) async fn public_access(store: &Store, bucket: &str) -> S3Result<GetPublicAccessBlockOutput> {
    require(store, bucket).await?;
    let blocks = PublicAccessBlockConfiguration {
        block_public_acls: Some(true),
        block_public_policy: Some(true),
        ignore_public_acls: Some(true),
        restrict_public_buckets: Some(true),
    };
    Ok(GetPublicAccessBlockOutput { public_access_block_configuration: Some(blocks) })
}

/// `GetBucketEncryption`: an object that asks for nothing else is encrypted with a key of S3.
pub(super) async fn encryption(store: &Store, bucket: &str) -> S3Result<GetBucketEncryptionOutput> {
    require(store, bucket).await?;
    let sse_algorithm = ServerSideEncryption::from_static(ServerSideEncryption::AES256);
    let rule = ServerSideEncryptionRule {
        apply_server_side_encryption_by_default: Some(ServerSideEncryptionByDefault { kms_master_key_id: None, sse_algorithm }),
        bucket_key_enabled: Some(false),
    };
    let configuration = ServerSideEncryptionConfiguration { rules: vec![rule] };
    Ok(GetBucketEncryptionOutput { server_side_encryption_configuration: Some(configuration) })
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
    Tags,
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
            Self::Tags => ("NoSuchTagSet", "The TagSet does not exist"),
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
