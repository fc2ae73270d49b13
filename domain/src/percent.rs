//! Percent encoding as AWS signs it and as addresses carry it: everything but RFC 3986's unreserved characters.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const RESERVED_IN_PATHS: &AsciiSet = &RESERVED.remove(b'/');

/// Encodes what stands between slashes or behind an equals sign.
pub fn encode(text: &str) -> String {
    percent_encode(text.as_bytes(), RESERVED).to_string()
}

/// Encodes a path or a key, whose slashes stay.
pub fn encode_path(path: &[u8]) -> String {
    percent_encode(path, RESERVED_IN_PATHS).to_string()
}

/// The inverse of both; bytes that are no UTF-8 become replacement signs.
pub fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_can_be_read_again() {
        assert_eq!(encode("a b/c+d~é"), "a%20b%2Fc%2Bd~%C3%A9");
        assert_eq!(encode_path("a b/c+d~é".as_bytes()), "a%20b/c%2Bd~%C3%A9");
        assert_eq!(decode("a%20b%2Fc%2Bd~%C3%A9"), "a b/c+d~é");
        assert_eq!((decode("100%"), decode("%zz"), decode("%ff")), ("100%".into(), "%zz".into(), "\u{fffd}".into()));
    }
}
