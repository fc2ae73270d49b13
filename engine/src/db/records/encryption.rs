//! How the bytes of a blob are encrypted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Stored with each object, part and upload, as JSON. An upload has no bytes of its own, and no data key unless a key of its
/// client is to seal the object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Encryption {
    /// The id of the key of KMS that seals the data key; `None` for the master key of the data folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) kms_key: Option<String>,
    /// Whether a key of the client seals the data key (SSE-C).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) is_customers: bool,
    /// The encryption context that the client gave.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) context: BTreeMap<String, String>,
    /// Whether the client asked for a key of the bucket, as far as S3 tells of it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) bucket_key: bool,
    /// The data key, sealed, in base64.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) data_key: String,
    /// The same data key sealed by the master key, for an upload alone: its last request does not bring the client's key.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) held_data_key: String,
}
