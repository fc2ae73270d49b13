//! Conditional requests. Source: RFC 9110 §13, and the S3 API's pages of GetObject, PutObject and CopyObject.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use s3s::{
    S3Error, S3ErrorCode, S3Result,
    dto::{ETag, ETagCondition, Timestamp},
    s3_error,
};

use super::error::precondition_failed;
use crate::{clock::from_milliseconds, db::objects::ObjectRow};

/// The conditions of a request that reads.
pub(crate) struct Conditions<'a> {
    pub(crate) if_match: Option<&'a ETagCondition>,
    pub(crate) if_none_match: Option<&'a ETagCondition>,
    pub(crate) if_modified_since: Option<&'a Timestamp>,
    pub(crate) if_unmodified_since: Option<&'a Timestamp>,
}

/// Takes the conditions out of a request that reads an object.
macro_rules! conditions_of {
    ($input:expr) => {
        $crate::s3::condition::Conditions {
            if_match: $input.if_match.as_ref(),
            if_none_match: $input.if_none_match.as_ref(),
            if_modified_since: $input.if_modified_since.as_ref(),
            if_unmodified_since: $input.if_unmodified_since.as_ref(),
        }
    };
}
pub(crate) use conditions_of;

/// Takes the conditions out of a request that copies an object: those on the source.
macro_rules! source_conditions_of {
    ($input:expr) => {
        $crate::s3::condition::Conditions {
            if_match: $input.copy_source_if_match.as_ref(),
            if_none_match: $input.copy_source_if_none_match.as_ref(),
            if_modified_since: $input.copy_source_if_modified_since.as_ref(),
            if_unmodified_since: $input.copy_source_if_unmodified_since.as_ref(),
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
        self.check(object).map_err(|_| precondition_failed())
    }

    /// Checks the conditions against an object, in the order of RFC 9110 §13.2.2.
    ///
    /// # Errors
    /// `PreconditionFailed` (412) or `NotModified` (304, with the ETag).
    pub(crate) fn check(&self, object: &ObjectRow) -> S3Result<()> {
        // HTTP dates have whole seconds.
        let modified = from_milliseconds(object.modified_at / 1000 * 1000);
        let is_newer_than = |time: &Timestamp| modified > time::OffsetDateTime::from(time.clone());
        match (self.if_match, self.if_unmodified_since) {
            (Some(condition), _) if !matches(condition, &object.etag) => return Err(precondition_failed()),
            (None, Some(time)) if is_newer_than(time) => return Err(precondition_failed()),
            _ => {}
        }
        match (self.if_none_match, self.if_modified_since) {
            (Some(condition), _) if matches(condition, &object.etag) => Err(not_modified(object)),
            (None, Some(time)) if !is_newer_than(time) => Err(not_modified(object)),
            _ => Ok(()),
        }
    }
}

/// Checks the conditions of a request that writes against the current object.
///
/// # Errors
/// `PreconditionFailed`, or `NoSuchKey` when an object must be there and is not.
pub(crate) fn check_write(
    if_match: Option<&ETagCondition>,
    if_none_match: Option<&ETagCondition>,
    existing: Option<&ObjectRow>,
) -> S3Result<()> {
    match (if_match, existing) {
        (Some(_), None) => return Err(super::error::no_such_key()),
        (Some(condition), Some(object)) if !matches(condition, &object.etag) => return Err(precondition_failed()),
        _ => {}
    }
    match (if_none_match, existing) {
        (Some(condition), Some(object)) if matches(condition, &object.etag) => Err(precondition_failed()),
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
    pub(crate) fn check(self, existing: Option<&ObjectRow>) -> S3Result<()> {
        let (size, modified) = (self.size, self.modified.map(|time| time::OffsetDateTime::from(time.clone()).unix_timestamp()));
        match existing {
            None if size.is_some() || modified.is_some() => Err(super::error::no_such_key()),
            Some(object) if size.is_some_and(|size| size != object.size) => Err(precondition_failed()),
            Some(object) if modified.is_some_and(|time| time != object.modified_at / 1000) => Err(precondition_failed()),
            _ => Ok(()),
        }
    }
}

/// A condition that the protocol library does not read for an operation.
///
/// # Errors
/// `InvalidArgument`
pub(crate) fn condition_of(headers: &HeaderMap, name: &HeaderName) -> S3Result<Option<ETagCondition>> {
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
