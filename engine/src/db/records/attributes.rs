//! The attributes of an object besides its bytes: the headers that are stored and returned, and the user's metadata.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::PartSizes;

/// Stored with each object and each multipart upload, as JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Attributes {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) content_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cache_control: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) content_disposition: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) content_encoding: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) content_language: Option<String>,
    /// Seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expires: Option<i64>,
    /// The name of the class; all classes are stored alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) storage_class: Option<String>,
    /// `x-amz-website-redirect-location`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) redirect: Option<String>,
    /// `x-amz-meta-…` without that prefix.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) metadata: BTreeMap<String, String>,
    /// The sizes of the parts that it was completed from.
    #[serde(skip_serializing_if = "PartSizes::is_empty")]
    pub(crate) parts: PartSizes,
    /// The object's tags.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) tags: BTreeMap<String, String>,
}

impl Attributes {
    /// The content type of an object that was stored without one.
    pub(crate) const DEFAULT_CONTENT_TYPE: &str = "binary/octet-stream";

    /// The attributes of an object that the engine itself stores.
    pub(crate) fn with_content_type(content_type: &str) -> Self {
        Self { content_type: Some(content_type.to_owned()), ..Self::default() }
    }

    /// The content type of the answer.
    pub(crate) fn content_type(&self) -> String {
        self.content_type.as_deref().unwrap_or(Self::DEFAULT_CONTENT_TYPE).to_owned()
    }

    /// The number of tags; `None` for none.
    pub(crate) fn tag_count(&self) -> Option<i32> {
        i32::try_from(self.tags.len()).ok().filter(|count| *count > 0)
    }
}
