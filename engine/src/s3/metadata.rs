//! The user's metadata in headers: `x-amz-meta-…`.
//!
//! Headers are ASCII. Other text travels as encoded words (RFC 2047), which the store keeps decoded. A value that only looks
//! encoded is kept as it is. Source: "Working with object metadata" of the S3 guide.

use std::collections::BTreeMap;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::{HeaderMap, HeaderName, HeaderValue};

const PREFIX: &str = "x-amz-meta-";

/// Takes the metadata out of a request's headers. Values of one name are joined.
pub(crate) fn take(headers: &mut HeaderMap) -> BTreeMap<String, String> {
    let names: Vec<HeaderName> = headers.keys().filter(|name| name.as_str().starts_with(PREFIX)).cloned().collect();
    let mut metadata = BTreeMap::new();
    for name in names {
        let values = headers.get_all(&name).iter().map(|value| decode(&String::from_utf8_lossy(value.as_bytes())));
        let value = values.collect::<Vec<_>>().join(",");
        headers.remove(&name);
        if let Some(name) = name.as_str().strip_prefix(PREFIX).filter(|name| !name.is_empty()) {
            metadata.insert(name.to_owned(), value);
        }
    }
    metadata
}

/// The headers of an answer with metadata.
pub(crate) fn headers(metadata: &BTreeMap<String, String>) -> HeaderMap {
    let pair = |(name, value): (&String, &String)| {
        let name = HeaderName::try_from(format!("{PREFIX}{name}")).ok()?;
        Some((name, HeaderValue::try_from(encode(value)).ok()?))
    };
    metadata.iter().filter_map(pair).collect()
}

/// The text of a header's value; the value itself when it is not encoded, or wrongly.
fn decode(value: &str) -> String {
    let value = value.trim();
    let words: Option<Vec<Vec<u8>>> = value.split_ascii_whitespace().map(decode_word).collect();
    let bytes = words.filter(|words| !words.is_empty()).map(|words| words.concat());
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| value.to_owned())
}

/// The bytes of an encoded word in UTF-8.
fn decode_word(word: &str) -> Option<Vec<u8>> {
    let mut parts = word.strip_prefix("=?")?.strip_suffix("?=")?.split('?');
    let (charset, encoding, text) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !charset.eq_ignore_ascii_case("UTF-8") {
        return None;
    }
    match encoding {
        "B" | "b" => BASE64_STANDARD.decode(text).ok(),
        "Q" | "q" => decode_quoted(text.as_bytes()),
        _ => None,
    }
}

fn decode_quoted(mut text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    loop {
        text = match text {
            [] => return Some(bytes),
            [b'=', high, low, rest @ ..] => {
                bytes.extend(hex::decode([*high, *low]).ok()?);
                rest
            }
            [b'=', ..] => return None,
            [b'_', rest @ ..] => {
                bytes.push(b' ');
                rest
            }
            [byte, rest @ ..] => {
                bytes.push(*byte);
                rest
            }
        };
    }
}

/// The value of a header: the text itself, or an encoded word when it has other characters than those of headers.
fn encode(text: &str) -> String {
    if text.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte)) {
        return text.to_owned();
    }
    let mut word = String::from("=?UTF-8?Q?");
    for byte in text.bytes() {
        match byte {
            b' ' => word.push('_'),
            byte if byte.is_ascii_alphanumeric() || b"!*+-/".contains(&byte) => word.push(char::from(byte)),
            byte => word.push_str(&format!("={byte:02X}")),
        }
    }
    word.push_str("?=");
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded_and_what_only_looks_so_is_kept() {
        for (sent, kept) in [
            ("=?UTF-8?Q?=C3=84M=C3=84Z=C3=95_S3?=", "ÄMÄZÕ S3"),
            ("=?UTF-8?B?w4QgYg==?=", "Ä b"),
            ("=?utf-8?q?=c3=84?= =?UTF-8?B?w4Q=?=", "ÄÄ"),
            ("=?UTF-8?B?w4?=", "=?UTF-8?B?w4?="),
            ("=?UTF-8?Q?=ZZ?=", "=?UTF-8?Q?=ZZ?="),
            ("=?ISO-8859-1?Q?=C4?=", "=?ISO-8859-1?Q?=C4?="),
            ("=?UTF-8?Q?a?= b", "=?UTF-8?Q?a?= b"),
            ("plain", "plain"),
            ("", ""),
        ] {
            assert_eq!(decode(sent), kept, "{sent}");
        }
    }

    #[test]
    fn a_value_is_encoded_when_a_header_cannot_hold_it() {
        assert_eq!(encode("ÄMÄZÕ S3=?_"), "=?UTF-8?Q?=C3=84M=C3=84Z=C3=95_S3=3D=3F=5F?=");
        assert_eq!(encode("a\tb ~"), "a\tb ~");
        assert_eq!(decode(&encode("zwei\nZeilen, ü")), "zwei\nZeilen, ü");
    }
}
