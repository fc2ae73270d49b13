//! The tokens of listings: a place in a listing, as a text that clients send back unread.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

use crate::json_protocol::WireError;

/// The token of a place.
///
/// # Errors
/// `InternalFailure` for a place that JSON cannot hold.
pub(crate) fn encode(position: &impl Serialize) -> Result<String, WireError> {
    let position = serde_json::to_vec(position).map_err(WireError::internal)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(position))
}

/// The place of a token; `None` when the token is not one of this listing. Each service has words of its own for that.
pub(crate) fn decode<T: DeserializeOwned>(token: &str) -> Option<T> {
    let decoded = BASE64_URL_SAFE_NO_PAD.decode(token).ok()?;
    serde_json::from_slice(&decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn a_place_comes_back_and_nothing_else_is_one() {
        let place = ("digits-1".to_owned(), 7_u32);
        let token = encode(&place).expect("a token");
        assert_eq!(decode(&token), Some(place));
        assert_eq!(decode::<u32>(&token), None, "the place of another listing");
        for wrong in ["", "!", &token[1..]] {
            assert_eq!(decode::<(String, u32)>(wrong), None, "{wrong}");
        }
    }
}
