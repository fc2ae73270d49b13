//! Conditional requests. Source: RFC 9110 §13, and the S3 API's pages of GetObject, PutObject and CopyObject.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use s3s::{
    S3Error, S3ErrorCode, S3Result,
    dto::{ETag, ETagCondition, Timestamp},
    s3_error,
};

use super::error::{WithMember, conditional_conflict, no_such_key, precondition_failed, unsupported_condition};
use crate::{clock::from_milliseconds, db::objects::ObjectRow};

/// The prefix of the names of conditions on the source of a copy.
const SOURCE: &str = "x-amz-copy-source-";

/// The conditions of a request that reads.
pub(crate) struct Conditions<'a> {
    pub(crate) if_match: Option<&'a ETagCondition>,
    pub(crate) if_none_match: Option<&'a ETagCondition>,
    pub(crate) if_modified_since: Option<&'a Timestamp>,
    pub(crate) if_unmodified_since: Option<&'a Timestamp>,
    /// The current time in milliseconds since 1970.
    pub(crate) now: i64,
}

/// Takes the conditions out of a request that reads an object.
macro_rules! conditions_of {
    ($input:expr, $store:expr) => {
        $crate::s3::condition::Conditions {
            if_match: $input.if_match.as_ref(),
            if_none_match: $input.if_none_match.as_ref(),
            if_modified_since: $input.if_modified_since.as_ref(),
            if_unmodified_since: $input.if_unmodified_since.as_ref(),
            now: $store.now(),
        }
    };
}
pub(crate) use conditions_of;

/// Takes the conditions out of a request that copies an object: those on the source.
macro_rules! source_conditions_of {
    ($input:expr, $store:expr) => {
        $crate::s3::condition::Conditions {
            if_match: $input.copy_source_if_match.as_ref(),
            if_none_match: $input.copy_source_if_none_match.as_ref(),
            if_modified_since: $input.copy_source_if_modified_since.as_ref(),
            if_unmodified_since: $input.copy_source_if_unmodified_since.as_ref(),
            now: $store.now(),
        }
    };
}
pub(crate) use source_conditions_of;

impl Conditions<'_> {
    /// Checks the conditions on the source of a copy. S3 answers 412 to every one that does not hold.
    ///
    /// # Errors
    /// `PreconditionFailed`
    pub(crate) fn check_source(&self, object: &ObjectRow) -> S3Result<()> {
        match self.broken(object) {
            None => Ok(()),
            Some(name) => Err(precondition_failed(&format!("{SOURCE}{name}"))),
        }
    }

    /// Checks the conditions against an object, in the order of RFC 9110 §13.2.2.
    ///
    /// # Errors
    /// `PreconditionFailed` (412) or `NotModified` (304, with the ETag).
    pub(crate) fn check(&self, object: &ObjectRow) -> S3Result<()> {
        match self.broken(object) {
            None => Ok(()),
            Some("If-None-Match" | "If-Modified-Since") => Err(not_modified(object)),
            Some(name) => Err(precondition_failed(name)),
        }
    }

    /// The name of the condition that does not hold.
    fn broken(&self, object: &ObjectRow) -> Option<&'static str> {
        // HTTP dates have whole seconds.
        let modified = from_milliseconds(object.modified_at / 1000 * 1000);
        let is_newer_than = |time: &Timestamp| modified > time::OffsetDateTime::from(time.clone());
        // A date in the future is no date of this condition. Source: RFC 9110 §13.1.3.
        let is_past = |time: &&Timestamp| time::OffsetDateTime::from((*time).clone()) <= from_milliseconds(self.now);
        match (self.if_match, self.if_unmodified_since) {
            (Some(condition), _) if !matches(condition, &object.etag) => return Some("If-Match"),
            (None, Some(time)) if is_newer_than(time) => return Some("If-Unmodified-Since"),
            _ => {}
        }
        match (self.if_none_match, self.if_modified_since.filter(is_past)) {
            (Some(condition), _) if matches(condition, &object.etag) => Some("If-None-Match"),
            (None, Some(time)) if !is_newer_than(time) => Some("If-Modified-Since"),
            _ => None,
        }
    }
}

/// The conditions of a request that writes an object.
#[derive(Debug, Clone, Default)]
pub(crate) struct WriteConditions {
    if_match: Option<ETagCondition>,
    if_none_match: Option<ETagCondition>,
}

impl WriteConditions {
    /// The conditions, if S3 takes them: `If-Match` with an ETag or `If-None-Match` with `*`. Source: API page of PutObject.
    ///
    /// # Errors
    /// `NotImplemented`
    pub(crate) fn new(if_match: Option<ETagCondition>, if_none_match: Option<ETagCondition>) -> S3Result<Self> {
        match (&if_match, &if_none_match) {
            (Some(_), Some(_)) => {
                Err(s3_error!(NotImplemented, "A header you provided implies functionality that is not implemented")
                    .with_member("Header", "If-Match,If-None-Match")
                    .with_member("additionalMessage", "Multiple conditional request headers present in the request"))
            }
            (Some(ETagCondition::Any), _) => Err(unsupported_condition("If-Match")),
            (_, Some(ETagCondition::ETag(_))) => Err(unsupported_condition("If-None-Match")),
            _ => Ok(Self { if_match, if_none_match }),
        }
    }

    /// The conditions in the headers of a request whose operation has none in the protocol library.
    ///
    /// # Errors
    /// `NotImplemented`, `InvalidArgument`.
    pub(crate) fn of_headers(headers: &HeaderMap) -> S3Result<Self> {
        Self::new(condition_of(headers, &header::IF_MATCH)?, condition_of(headers, &header::IF_NONE_MATCH)?)
    }

    /// Checks the conditions against the current object.
    ///
    /// # Errors
    /// `PreconditionFailed`, or `NoSuchKey` when an object must be there and is not.
    pub(crate) fn check(&self, key: &str, existing: Option<&ObjectRow>) -> S3Result<()> {
        check_match(self.if_match.as_ref(), key, existing)?;
        match (&self.if_none_match, existing) {
            (Some(_), Some(_)) => Err(precondition_failed("If-None-Match")),
            _ => Ok(()),
        }
    }

    /// Checks the conditions of the completion of an upload. They hold for the object that was there when the upload began, so
    /// one that was written or deleted since is a conflict.
    ///
    /// # Errors
    /// Those of [`Self::check`], and `ConditionalRequestConflict`.
    pub(crate) fn check_completion(&self, key: &str, existing: Option<&ObjectRow>, is_overtaken: bool) -> S3Result<()> {
        self.check(key, existing)?;
        match (&self.if_match, &self.if_none_match) {
            (Some(_), _) if is_overtaken => Err(conditional_conflict("If-Match", key)),
            (_, Some(_)) if is_overtaken => Err(conditional_conflict("If-None-Match", key)),
            _ => Ok(()),
        }
    }
}

/// Checks that the current object has an ETag.
///
/// # Errors
/// `PreconditionFailed`, or `NoSuchKey` when there is no object.
pub(crate) fn check_match(if_match: Option<&ETagCondition>, key: &str, existing: Option<&ObjectRow>) -> S3Result<()> {
    match (if_match, existing) {
        (Some(_), None) => Err(no_such_key(key)),
        (Some(condition), Some(object)) if !matches(condition, &object.etag) => Err(precondition_failed("If-Match")),
        _ => Ok(()),
    }
}

/// The conditions of a request that deletes, besides the ETag.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct DeleteConditions<'a> {
    /// In bytes.
    pub(crate) size: Option<i64>,
    pub(crate) modified: Option<&'a Timestamp>,
}

impl DeleteConditions<'_> {
    /// Checks the conditions against the current object.
    ///
    /// # Errors
    /// `PreconditionFailed`, or `NoSuchKey` when there is a condition and no object.
    pub(crate) fn check(self, key: &str, existing: Option<&ObjectRow>) -> S3Result<()> {
        let (size, modified) = (self.size, self.modified.map(|time| time::OffsetDateTime::from(time.clone()).unix_timestamp()));
        match existing {
            None if size.is_some() || modified.is_some() => Err(no_such_key(key)),
            Some(object) if size.is_some_and(|size| size != object.size) => Err(precondition_failed("x-amz-if-match-size")),
            Some(object) if modified.is_some_and(|time| time != object.modified_at / 1000) => {
                Err(precondition_failed("x-amz-if-match-last-modified-time"))
            }
            _ => Ok(()),
        }
    }
}

/// A condition that the protocol library does not read for an operation.
///
/// # Errors
/// `InvalidArgument`
fn condition_of(headers: &HeaderMap, name: &HeaderName) -> S3Result<Option<ETagCondition>> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let condition = ETagCondition::parse_http_header(value.as_bytes());
    condition.map(Some).map_err(|_| s3_error!(InvalidArgument, "The header {name} holds no ETag."))
}

fn matches(condition: &ETagCondition, etag: &str) -> bool {
    condition.is_any() || condition.as_etag().is_some_and(|expected| expected.value() == etag)
}

fn not_modified(object: &ObjectRow) -> S3Error {
    let mut error = S3Error::new(S3ErrorCode::NotModified);
    let mut headers = HeaderMap::new();
    if let Ok(value) = ETag::Strong(object.etag.clone()).to_http_header() {
        headers.insert(header::ETAG, value);
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/xml"));
    error.set_headers(headers);
    error
}
