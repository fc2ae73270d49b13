//! Limits, orders, tokens and times of all listings.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

use super::member::enum_value;
use crate::json_protocol::WireError;

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

/// `NextToken`: the place of the last entry of a page.
pub(super) fn token(position: &impl Serialize) -> Result<String, WireError> {
    let position = serde_json::to_vec(position).map_err(WireError::internal)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(position))
}

/// The place that a token names.
///
/// # Errors
/// `ValidationException` when the token is not one of this operation.
pub(super) fn position<T: DeserializeOwned>(token: &str) -> Result<T, WireError> {
    let decoded = BASE64_URL_SAFE_NO_PAD.decode(token).ok();
    let position = decoded.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    position.ok_or_else(|| WireError::validation("Invalid pagination token: use the NextToken of the last reply."))
}

/// A time of a request as it is stored.
#[expect(clippy::cast_possible_truncation, reason = "a time beyond the range selects nothing or everything, as it should")]
pub(super) fn milliseconds(seconds: f64) -> i64 {
    (seconds * 1000.0) as i64
}
