//! What an object carries besides its bytes: the headers that are stored and given back, and the user's own metadata.

use std::collections::BTreeMap;

use s3s::{S3Result, dto, s3_error};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::part_sizes::PartSizes;

/// The largest metadata of an object: bytes of all names and values. Source: S3 limits, 2 KB.
const LARGEST_METADATA: usize = 2048;

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
    /// As the client named it; all classes are stored alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) storage_class: Option<String>,
    /// `x-amz-website-redirect-location`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) redirect: Option<String>,
    /// `x-amz-meta-…` without that prefix.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) metadata: BTreeMap<String, String>,
    /// What it was put together from.
    #[serde(skip_serializing_if = "PartSizes::is_empty")]
    pub(crate) parts: PartSizes,
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

    /// `Expires` to answer.
    pub(crate) fn expires(&self) -> Option<dto::Timestamp> {
        OffsetDateTime::from_unix_timestamp(self.expires?).ok().map(Into::into)
    }

    /// The storage class to answer of an object by itself: none for the usual one.
    pub(crate) fn storage_class(&self) -> Option<dto::StorageClass> {
        self.storage_class.clone().filter(|class| class != dto::StorageClass::STANDARD).map(Into::into)
    }

    /// The storage class to answer in a list.
    pub(crate) fn listed_class(&self) -> dto::ObjectStorageClass {
        self.storage_class.clone().unwrap_or_else(|| dto::ObjectStorageClass::STANDARD.to_owned()).into()
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

/// A `Content-Encoding` without the upload's own framing, which is no attribute of the object.
pub(crate) fn without_framing(encoding: String) -> Option<String> {
    let is_framing = |word: &str| word.trim().eq_ignore_ascii_case("aws-chunked");
    if !encoding.split(',').any(is_framing) {
        return Some(encoding);
    }
    let words: Vec<&str> = encoding.split(',').filter(|word| !is_framing(word)).map(str::trim).collect();
    Some(words.join(",")).filter(|encoding| !encoding.is_empty())
}

/// The user's metadata, if it is not too large.
///
/// # Errors
/// `MetadataTooLarge`
pub(crate) fn checked(metadata: dto::Metadata) -> S3Result<BTreeMap<String, String>> {
    let size: usize = metadata.iter().map(|(name, value)| name.len() + value.len()).sum();
    match size > LARGEST_METADATA {
        true => Err(s3_error!(MetadataTooLarge, "Your metadata headers exceed the maximum allowed metadata size")),
        false => Ok(metadata.into_iter().collect()),
    }
}

/// Takes the attributes out of a request that stores an object.
macro_rules! attributes_of {
    ($input:expr) => {
        $crate::s3::attributes::Attributes {
            content_type: $input.content_type.take().filter(|text| !text.is_empty()),
            cache_control: $input.cache_control.take(),
            content_disposition: $input.content_disposition.take(),
            content_encoding: $input.content_encoding.take().and_then($crate::s3::attributes::without_framing),
            content_language: $input.content_language.take(),
            expires: $input.expires.take().map(|time| time::OffsetDateTime::from(time).unix_timestamp()),
            storage_class: $input.storage_class.take().map(|class| class.as_str().to_owned()),
            redirect: $input.website_redirect_location.take(),
            metadata: $crate::s3::attributes::checked($input.metadata.take().unwrap_or_default())?,
            parts: Default::default(),
            tags: $crate::s3::object_tagging::of_header($input.tagging.as_deref())?,
        }
    };
}
pub(crate) use attributes_of;
