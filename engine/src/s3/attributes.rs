//! What an object carries besides its bytes: the headers that are stored and given back, and the user's own metadata.

use std::collections::BTreeMap;

use s3s::dto;
use serde::{Deserialize, Serialize};

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
    /// `x-amz-meta-…` without that prefix.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) metadata: BTreeMap<String, String>,
    /// The object's tags.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) tags: BTreeMap<String, String>,
}

impl Attributes {
    /// What S3 answers for an object that was stored without a content type.
    pub(crate) const DEFAULT_CONTENT_TYPE: &str = "binary/octet-stream";

    /// Those of an object that the engine itself stores.
    pub(crate) fn of_content_type(content_type: &str) -> Self {
        Self { content_type: Some(content_type.to_owned()), ..Self::default() }
    }

    /// The content type to answer.
    pub(crate) fn content_type(&self) -> String {
        self.content_type.as_deref().unwrap_or(Self::DEFAULT_CONTENT_TYPE).to_owned()
    }

    /// How many tags there are; `None` for none.
    pub(crate) fn tag_count(&self) -> Option<i32> {
        i32::try_from(self.tags.len()).ok().filter(|count| *count > 0)
    }

    /// The metadata to answer; `None` when there is none.
    pub(crate) fn metadata(&self) -> Option<dto::Metadata> {
        (!self.metadata.is_empty()).then(|| self.metadata.clone().into_iter().collect())
    }
}

/// Takes the attributes out of a request that stores an object.
macro_rules! attributes_of {
    ($input:expr) => {
        $crate::s3::attributes::Attributes {
            content_type: $input.content_type.take().filter(|text| !text.is_empty()),
            cache_control: $input.cache_control.take(),
            content_disposition: $input.content_disposition.take(),
            // The upload's own framing is no attribute of the object.
            content_encoding: $input.content_encoding.take().filter(|text| text != "aws-chunked"),
            content_language: $input.content_language.take(),
            metadata: $input.metadata.take().unwrap_or_default().into_iter().collect(),
            tags: $crate::s3::object_tagging::of_header($input.tagging.as_deref())?,
        }
    };
}
pub(crate) use attributes_of;
