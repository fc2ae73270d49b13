//! What somebody has set for a bucket.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The settings of a bucket, stored as JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct BucketSettings {
    /// The encryption of objects that ask for none.
    pub(crate) encryption: DefaultEncryption,
    /// Who owns the objects, in the API's words.
    pub(crate) ownership: Setting<String>,
    pub(crate) public_access: Setting<PublicAccessBlock>,
    pub(crate) tags: BTreeMap<String, String>,
}

/// A setting that a new bucket has and that can be removed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Setting<T> {
    /// As S3 makes it for a new bucket.
    #[default]
    Initial,
    Removed,
    Is(T),
}

/// The encryption of objects that ask for none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum DefaultEncryption {
    /// `AES256`: the master key of the data folder seals.
    #[default]
    Master,
    /// `aws:kms`
    Kms {
        /// As the client named the key; `None` for the key of S3.
        key: Option<String>,
        /// Whether the client asked for a key of the bucket, as far as S3 tells of it.
        bucket_key: bool,
    },
}

/// What of public access is blocked. Nothing is public here whatever these say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PublicAccessBlock {
    pub(crate) block_public_acls: bool,
    pub(crate) block_public_policy: bool,
    pub(crate) ignore_public_acls: bool,
    pub(crate) restrict_public_buckets: bool,
}
