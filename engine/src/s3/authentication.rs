//! A rule of S3 that the protocol library does not check: the signature must cover everything that decides what the request
//! does, and be of its time. [`link`] has the signatures in the query.
//!
//! The library computes the signature over the headers that the client names. It ignores all other headers, and header values
//! that are not UTF-8, but still passes them on to the operation. This check comes before the library's own.

mod link;

use std::collections::HashSet;

use http::{HeaderMap, HeaderValue, Uri, header};
use time::{
    Duration, OffsetDateTime, PrimitiveDateTime,
    format_description::{
        BorrowedFormatItem,
        well_known::{Rfc2822, Rfc3339},
    },
    macros::format_description,
};

use super::refusal::Refusal;
use crate::{
    query_protocol::Form,
    signature::{self, Authorization, Credential},
};

pub(crate) use link::parameters_as_headers;

/// Headers that Signature Version 2 signs, besides all `x-amz-*` headers.
const VERSION_2_HEADERS: [&str; 3] = ["content-md5", "content-type", "date"];
/// The prefix of the query parameters that replace headers of the answer. They are the only signed parameters of Signature
/// Version 2 with values of any form.
const ANSWER_HEADERS: &str = "response-";
const EXPECTED_CREDENTIAL: &str = "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".";
/// The largest difference between the client's clock and ours. Source: S3 API, "Authenticating Requests", 15 minutes.
const MAX_SKEW: Duration = Duration::minutes(15);
/// A time in a signature of version 4.
const AMAZON_DATE: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");

/// Refuses a request whose signature does not cover everything that decides what the request does. The library verifies the
/// signature itself, and refuses a request without one.
///
/// # Errors
/// See [`Refusal`].
pub(crate) fn check(headers: &HeaderMap, uri: &Uri, now: OffsetDateTime) -> Result<(), Refusal> {
    let query = Form::parse(uri.query().unwrap_or_default());
    let authorization = headers.get(header::AUTHORIZATION);
    let has = |names: &[&str]| names.iter().any(|name| query.find(name).is_some());
    match (has(&link::VERSION_4), has(&link::VERSION_2), authorization) {
        (false, false, None) => Ok(()),
        (true, false, None) => link::check_version_4(headers, &query, now),
        (false, true, None) => {
            check_version_2(headers, &query)?;
            link::check_version_2(&query, now)
        }
        (false, false, Some(value)) => match value.to_str() {
            Ok(text) if text.starts_with("AWS ") && text.contains(':') => {
                check_version_2(headers, &query)?;
                check_time(headers, now)
            }
            Ok(text) => check_authorization(headers, text),
            Err(_) => Err(unsupported()),
        },
        _ => Err(Refusal::bad_request(
            "InvalidArgument",
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
        )),
    }
}

/// The header `x-amz-date` that a signature of version 4 needs, from a signed header `Date`; `None` when the request has one or
/// needs none. The protocol library reads `x-amz-date` only.
pub(crate) fn date_to_add(headers: &HeaderMap) -> Option<HeaderValue> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let is_dated = Authorization::parse(text)?.signed_headers.split(';').any(|name| name == "date");
    if headers.contains_key("x-amz-date") || !is_dated {
        return None;
    }
    HeaderValue::try_from(amazon_date(headers.get(header::DATE)?)?).ok()
}

/// A time of HTTP, or of a signature, in the form of signatures.
fn amazon_date(value: &HeaderValue) -> Option<String> {
    parse_time(value.to_str().ok()?)?.format(AMAZON_DATE).ok()
}

/// A time in any form that S3 takes.
fn parse_time(text: &str) -> Option<OffsetDateTime> {
    let of_http = OffsetDateTime::parse(&text.replace("GMT", "+0000"), &Rfc2822).ok();
    let of_signature = || PrimitiveDateTime::parse(text, AMAZON_DATE).ok().map(PrimitiveDateTime::assume_utc);
    of_http.or_else(of_signature).or_else(|| OffsetDateTime::parse(text, &Rfc3339).ok())
}

/// A time as error documents have it.
fn timestamp(time: OffsetDateTime) -> String {
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
    time.format(format).unwrap_or_default()
}

/// A header-signed request of version 2 is good for a few minutes; the library does not look at its date.
fn check_time(headers: &HeaderMap, now: OffsetDateTime) -> Result<(), Refusal> {
    let date = headers.get("x-amz-date").or_else(|| headers.get(header::DATE)).and_then(|date| date.to_str().ok());
    let Some(time) = date.and_then(parse_time) else {
        return Err(Refusal::access_denied("AWS authentication requires a valid Date or x-amz-date header"));
    };
    if (now - time).abs() <= MAX_SKEW {
        return Ok(());
    }
    let message = "The difference between the request time and the current time is too large.";
    Err(Refusal::new(http::StatusCode::FORBIDDEN, "RequestTimeTooSkewed", message)
        .with_member("RequestTime", date.unwrap_or_default())
        .with_member("ServerTime", timestamp(now))
        .with_member("MaxAllowedSkewMilliseconds", MAX_SKEW.whole_milliseconds().to_string()))
}

fn unsupported() -> Refusal {
    Refusal::bad_request("InvalidArgument", "Unsupported Authorization Type")
}

/// A signature of version 4 in the header.
fn check_authorization(headers: &HeaderMap, text: &str) -> Result<(), Refusal> {
    if !text.starts_with(signature::ALGORITHM) {
        return Err(unsupported());
    }
    let refuse =
        |why: &str| Refusal::bad_request("AuthorizationHeaderMalformed", format!("The authorization header is malformed; {why}"));
    let authorization = Authorization::parse(text).ok_or_else(|| refuse(EXPECTED_CREDENTIAL))?;
    let of_http = date_to_add(headers);
    let date = headers.get("x-amz-date").or(of_http.as_ref()).and_then(|date| date.to_str().ok()).unwrap_or_default();
    check_scope(&authorization.credential, date).map_err(|why| refuse(&why))?;
    check_signed(headers, authorization.signed_headers)
}

/// The scope must name the day of the request's date. The library refuses an absent or unreadable date.
fn check_scope(credential: &Credential<'_>, date: &str) -> Result<(), String> {
    let day = date.get(..8).unwrap_or_default();
    if credential.date == day {
        return Ok(());
    }
    Err(format!("Invalid credential date \"{}\". This date is not the same as X-Amz-Date: \"{day}\".", credential.date))
}

/// Each header that decides what the request does must be signed, and each signed header must be there.
fn check_signed(headers: &HeaderMap, list: &str) -> Result<(), Refusal> {
    let signed: Vec<&str> = list.split(';').collect();
    let missing = signature::unsigned_headers(headers, &signed);
    if !missing.is_empty() {
        return Err(not_signed(&missing));
    }
    if signed.iter().any(|name| !headers.contains_key(*name)) {
        return Err(Refusal::mismatch());
    }
    Ok(())
}

fn not_signed(names: &[&str]) -> Refusal {
    Refusal::access_denied("There were headers present in the request which were not signed")
        .with_member("HeadersNotSigned", names.join(", "))
}

/// For a signature of version 2 the library skips headers and parameters that it finds twice or cannot read, and joins the
/// names and values of parameters without encoding them.
fn check_version_2(headers: &HeaderMap, query: &Form<'_>) -> Result<(), Refusal> {
    let is_unreadable = headers.iter().any(|(name, value)| signature::is_amazon(name) && !signature::is_text(value));
    let is_twice = VERSION_2_HEADERS.into_iter().any(|name| headers.get_all(name).iter().nth(1).is_some());
    let mut names = HashSet::new();
    let is_repeated = query.pairs().any(|(name, _)| !names.insert(name));
    let is_ambiguous = query.pairs().any(|(name, value)| value.contains('&') && !name.starts_with(ANSWER_HEADERS));
    if is_unreadable || is_twice || is_repeated || is_ambiguous {
        return Err(Refusal::mismatch());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const CREDENTIAL: &str = "AKIA/20261129/us-west-2/s3/aws4_request";

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_static("127.0.0.1:9230"));
        headers.insert("x-amz-date", HeaderValue::from_static("20261129T120000Z"));
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_bytes(value.as_bytes()).expect("a value"));
        }
        headers
    }

    fn check(headers: &HeaderMap, uri: &Uri) -> Result<(), Refusal> {
        super::check(headers, uri, OffsetDateTime::UNIX_EPOCH)
    }

    fn with_list(list: &str, mut headers: HeaderMap) -> Result<(), Refusal> {
        let text = format!("AWS4-HMAC-SHA256 Credential={CREDENTIAL}, SignedHeaders={list}, Signature=0");
        headers.insert("authorization", HeaderValue::try_from(text).expect("a value"));
        check(&headers, &Uri::from_static("/a/b"))
    }

    #[test]
    fn a_header_counts_as_signed_when_the_library_can_read_it() {
        let mut headers = headers(&[("x-amz-meta-a", "first")]);
        assert_eq!(with_list("host;x-amz-date;x-amz-meta-a", headers.clone()), Ok(()));
        headers.append("x-amz-meta-a", HeaderValue::from_bytes(b"\xff").expect("a value"));
        assert_eq!(with_list("host;x-amz-date;x-amz-meta-a", headers), Err(not_signed(&["x-amz-meta-a"])));
    }

    #[test]
    fn names_count_as_they_are_written_on_the_wire() {
        let headers = headers(&[("x-amz-acl", "private"), ("x-amz-content-sha256", "UNSIGNED-PAYLOAD")]);
        assert_eq!(with_list("Host;X-Amz-Acl;x-amz-date", headers), Err(not_signed(&["host", "x-amz-acl"])));
    }

    #[test]
    fn another_word_in_place_of_the_algorithm_hides_nothing() {
        let parameters = "Credential=AKIA/20261129/us-west-2/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=0";
        for word in ["AWS", "FOO", "aws4-hmac-sha256"] {
            let mut headers = headers(&[("x-amz-acl", "private")]);
            headers.insert("authorization", HeaderValue::try_from(format!("{word} {parameters}")).expect("a value"));
            assert_eq!(check(&headers, &Uri::from_static("/a/b")), Err(unsupported()), "{word}");
        }
    }
}
