//! The attributes of an object in requests and answers.

use std::collections::BTreeMap;

use s3s::{S3Result, dto, s3_error};
use time::OffsetDateTime;

use super::error::WithMember;
use crate::{clock::from_milliseconds, db::records::Attributes};

/// Bytes of all names and values of an object's metadata. Source: S3 limits, 2 KB.
const MAX_METADATA_BYTES: usize = 2048;

impl Attributes {
    /// The header `Expires` of the answer.
    pub(super) fn expires(&self) -> Option<dto::Timestamp> {
        OffsetDateTime::from_unix_timestamp(self.expires?).ok().map(Into::into)
    }

    /// The storage class in the answer about one object; `None` for `STANDARD`.
    pub(super) fn storage_class(&self) -> Option<dto::StorageClass> {
        self.storage_class.clone().filter(|class| class != dto::StorageClass::STANDARD).map(Into::into)
    }

    /// The storage class in a listing.
    pub(super) fn listed_class(&self) -> dto::ObjectStorageClass {
        self.storage_class.clone().unwrap_or_else(|| dto::ObjectStorageClass::STANDARD.to_owned()).into()
    }
}

/// A time in answers. S3 keeps whole seconds, so that listings and the header `Last-Modified` agree.
pub(super) fn whole_seconds(milliseconds: i64) -> dto::Timestamp {
    from_milliseconds(milliseconds / 1000 * 1000).into()
}

/// A `Content-Encoding` without `aws-chunked`, which describes the upload and not the object.
pub(crate) fn without_framing(encoding: String) -> Option<String> {
    let is_framing = |word: &str| word.trim().eq_ignore_ascii_case("aws-chunked");
    if !encoding.split(',').any(is_framing) {
        return Some(encoding);
    }
    let words: Vec<&str> = encoding.split(',').filter(|word| !is_framing(word)).map(str::trim).collect();
    Some(words.join(",")).filter(|encoding| !encoding.is_empty())
}

/// The user's metadata, if they are not too large.
///
/// # Errors
/// `MetadataTooLarge`
pub(crate) fn checked(metadata: BTreeMap<String, String>) -> S3Result<BTreeMap<String, String>> {
    let size: usize = metadata.iter().map(|(name, value)| name.len() + value.len()).sum();
    match size > MAX_METADATA_BYTES {
        true => Err(s3_error!(MetadataTooLarge, "Your metadata headers exceed the maximum allowed metadata size")
            .with_member("MaxSizeAllowed", MAX_METADATA_BYTES)
            .with_member("Size", size)),
        false => Ok(metadata),
    }
}

/// Takes the attributes out of a request that stores an object, and out of its [`Extras`](super::verified_request::Extras).
macro_rules! attributes_of {
    ($input:expr, $extras:expr) => {{
        let text = |name: http::HeaderName, value: Option<String>| value.or_else(|| $extras.texts.get(name.as_str()).cloned());
        $crate::db::records::Attributes {
            content_type: $input.content_type.take().filter(|text| !text.is_empty()),
            cache_control: text(http::header::CACHE_CONTROL, $input.cache_control.take()),
            content_disposition: text(http::header::CONTENT_DISPOSITION, $input.content_disposition.take()),
            content_encoding: text(http::header::CONTENT_ENCODING, $input.content_encoding.take())
                .and_then($crate::s3::attributes::without_framing),
            content_language: text(http::header::CONTENT_LANGUAGE, $input.content_language.take()),
            expires: $input.expires.take().map(|time| time::OffsetDateTime::from(time).unix_timestamp()),
            storage_class: $input.storage_class.take().map(|class| class.as_str().to_owned()),
            redirect: $input.website_redirect_location.take(),
            metadata: $crate::s3::attributes::checked($extras.metadata.clone())?,
            parts: Default::default(),
            tags: $crate::s3::object_tagging::of_header($input.tagging.as_deref())?,
        }
    }};
}
pub(crate) use attributes_of;
