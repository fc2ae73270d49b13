//! Limits, orders, tokens and times of all listings.

use serde::de::DeserializeOwned;

use super::member::enum_value;
use crate::{json_protocol::WireError, page_token};

pub(super) use page_token::encode as token;

/// Entries of a page when the request has no `MaxResults`. Source: API pages of ListTrainingJobs, ListModels and Search.
pub(super) const DEFAULT_LIMIT: i64 = 10;

/// Whether the entries are in descending order. The operations' texts say newest first; the shape of ListTrainingJobs has
/// another default.
pub(super) fn is_descending(sort_order: Option<&str>) -> Result<bool, WireError> {
    enum_value(sort_order, "sortOrder", true, &[("Ascending", false), ("Descending", true)])
}

/// Cuts off the entries behind `limit`, and returns whether there were any.
pub(super) fn cut<T>(entries: &mut Vec<T>, limit: i64) -> bool {
    let limit = usize::try_from(limit).unwrap_or_default();
    let has_more = entries.len() > limit;
    entries.truncate(limit);
    has_more
}

/// The place that a token names.
///
/// # Errors
/// `ValidationException` when the token is not one of this operation.
pub(super) fn position<T: DeserializeOwned>(token: &str) -> Result<T, WireError> {
    page_token::decode(token)
        .ok_or_else(|| WireError::validation("Invalid pagination token: use the NextToken of the last reply."))
}

/// A time of a request as it is stored.
#[expect(clippy::cast_possible_truncation, reason = "a time beyond the range selects nothing or everything, as it should")]
pub(super) fn milliseconds(seconds: f64) -> i64 {
    (seconds * 1000.0) as i64
}
