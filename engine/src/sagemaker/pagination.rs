//! Tokens and times of all listings.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

use crate::json_protocol::WireError;

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
