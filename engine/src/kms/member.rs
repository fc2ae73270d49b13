//! Members that several operations have.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use crate::json_protocol::WireError;

/// The longest `GrantTokens`, `Marker` and key names in characters. Source: shape `KeyIdType`.
const MAX_KEY_NAME: usize = 2048;

/// The name of a key, which must be given.
///
/// # Errors
/// `ValidationException`
pub(super) fn key_name(name: Option<&str>) -> Result<&str, WireError> {
    match name {
        None => Err(missing("keyId")),
        Some("") => Err(constraint("keyId", "have length greater than or equal to 1")),
        Some(name) if name.len() > MAX_KEY_NAME => {
            Err(constraint("keyId", &format!("have length less than or equal to {MAX_KEY_NAME}")))
        }
        Some(name) => Ok(name),
    }
}

/// Bytes in base64, which must be given. `limit` is their greatest number.
///
/// # Errors
/// `ValidationException`, `SerializationException`.
pub(super) fn bytes(text: Option<&str>, member: &str, limit: usize) -> Result<Vec<u8>, WireError> {
    let bytes = BASE64_STANDARD.decode(text.ok_or_else(|| missing(member))?);
    let bytes = bytes.map_err(|_| WireError::new("SerializationException", format!("{member} is not in base64.")))?;
    match bytes.len() {
        0 => Err(constraint(member, "have length greater than or equal to 1")),
        length if length > limit => Err(constraint(member, &format!("have length less than or equal to {limit}"))),
        _ => Ok(bytes),
    }
}

/// Bytes as answers have them.
pub(super) fn base64(bytes: &[u8]) -> Value {
    json!(BASE64_STANDARD.encode(bytes))
}

/// The number of entries of one answer: 1 to `most`.
///
/// # Errors
/// `ValidationException`
pub(super) fn limit(asked: Option<i64>, default: i64, most: i64) -> Result<i64, WireError> {
    match asked {
        Some(limit) if limit < 1 => Err(constraint("limit", "have value greater than or equal to 1")),
        Some(limit) if limit > most => Err(constraint("limit", &format!("have value less than or equal to {most}"))),
        asked => Ok(asked.unwrap_or(default)),
    }
}

/// A page of at most `limit` of `entries`, of which one more was asked for; `marker` names the last entry of a page.
pub(super) fn page<T>(mut entries: Vec<T>, limit: i64, marker: impl Fn(&T) -> &str) -> (Vec<T>, bool, Value) {
    let limit = usize::try_from(limit).unwrap_or_default();
    let is_truncated = entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().filter(|_| is_truncated).map_or(Value::Null, |last| base64(marker(last).as_bytes()));
    (entries, is_truncated, next)
}

/// The entry that a marker names.
///
/// # Errors
/// `InvalidMarkerException`
pub(super) fn position(marker: Option<&str>) -> Result<String, WireError> {
    let Some(marker) = marker else { return Ok(String::new()) };
    let text = BASE64_STANDARD.decode(marker).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    text.ok_or_else(|| WireError::new("InvalidMarkerException", "The marker is not one of this operation."))
}

/// `ValidationException` of a member that is missing.
pub(super) fn missing(member: &str) -> WireError {
    WireError::validation(format!(
        "1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null"
    ))
}

/// `ValidationException` of a member that must be otherwise.
pub(super) fn constraint(member: &str, must: &str) -> WireError {
    WireError::validation(format!(
        "1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must {must}"
    ))
}
