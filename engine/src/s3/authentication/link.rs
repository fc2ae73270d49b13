//! Signatures in the query: presigned links.
//!
//! A link may carry headers as parameters. The protocol library reads headers only, so they are moved: for version 4 after the
//! signature is verified, which covers the query; for version 2 before, because there the signature covers them as headers.

use http::{
    HeaderMap, HeaderName, HeaderValue, Uri,
    uri::{PathAndQuery, Scheme},
};
use time::{Duration, OffsetDateTime};

use super::{EXPECTED_CREDENTIAL, Refusal, check_scope, check_signed, parse_time, timestamp};
use crate::{query_protocol::Form, signature::Credential};

/// The parameters of a link of version 4. Source: S3 API, "Authenticating Requests: Using Query Parameters".
pub(super) const VERSION_4: [&str; 6] =
    ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Expires"];
/// The parameters of a link of version 2. `Expires` alone does not make one.
pub(super) const VERSION_2: [&str; 2] = ["Signature", "AWSAccessKeyId"];

/// The longest validity of a link in seconds: a week. Source: "Authenticating Requests: Using Query Parameters" of the S3 API.
const MAX_SECONDS: i64 = 7 * 24 * 60 * 60;

/// Parameters that belong to the signature and never become headers.
const OF_SIGNATURE: [&str; 11] = [
    "x-amz-algorithm",
    "x-amz-credential",
    "x-amz-signature",
    "x-amz-date",
    "x-amz-signedheaders",
    "x-amz-expires",
    "x-amz-security-token",
    "x-amz-content-sha256",
    "signature",
    "expires",
    "awsaccesskeyid",
];
/// The headers that a link may carry as parameters, besides `x-amz-*`.
const HEADERS: [&str; 6] =
    ["if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "content-md5", "content-type"];
/// Headers that Amazon S3 ignores as parameters: the JavaScript SDK adds the checksum of an empty body to every link.
const IGNORED: [&str; 2] = ["x-amz-checksum-", "x-amz-sdk-checksum-"];

/// A signature of version 4 in the query.
pub(super) fn check_version_4(headers: &HeaderMap, query: &Form<'_>, now: OffsetDateTime) -> Result<(), Refusal> {
    let refuse = |why: &str| Refusal::bad_request("AuthorizationQueryParametersError", why);
    if VERSION_4.iter().any(|name| query.find(name).is_none()) {
        return Err(refuse(
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
        ));
    }
    let credential = Credential::parse(query.get("X-Amz-Credential"))
        .ok_or_else(|| refuse(&format!("Error parsing the X-Amz-Credential parameter; {EXPECTED_CREDENTIAL}")))?;
    if credential.service != "s3" {
        let service = credential.service;
        return Err(refuse(&format!(
            "Error parsing the X-Amz-Credential parameter; incorrect service \"{service}\". This endpoint belongs to \"s3\"."
        )));
    }
    let date = query.get("X-Amz-Date");
    check_scope(&credential, date).map_err(|why| refuse(&why))?;
    let seconds = query.get("X-Amz-Expires").parse::<i64>().map_err(|_| refuse("X-Amz-Expires should be a number"))?;
    if seconds < 0 {
        return Err(refuse("X-Amz-Expires must be non-negative"));
    }
    if seconds > MAX_SECONDS {
        return Err(refuse(&format!(
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than {MAX_SECONDS} seconds"
        )));
    }
    // The library refuses a date that cannot be read.
    if let Some(end) = parse_time(date).map(|date| date + Duration::seconds(seconds))
        && now > end
    {
        return Err(expired()
            .with_member("X-Amz-Expires", seconds.to_string())
            .with_member("Expires", timestamp(end))
            .with_member("ServerTime", timestamp(now)));
    }
    check_signed(headers, query.get("X-Amz-SignedHeaders"))
}

/// A signature of version 2 in the query.
pub(super) fn check_version_2(query: &Form<'_>, now: OffsetDateTime) -> Result<(), Refusal> {
    let expires = query.find("Expires");
    if VERSION_2.iter().any(|name| query.find(name).is_none()) || expires.is_none() {
        return Err(Refusal::access_denied(
            "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
        ));
    }
    let end = expires.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds.parse().ok()?).ok());
    let Some(end) = end else {
        return Err(Refusal::access_denied("Invalid date (should be seconds since epoch)"));
    };
    match now > end {
        true => Err(expired().with_member("Expires", timestamp(end)).with_member("ServerTime", timestamp(now))),
        false => Ok(()),
    }
}

fn expired() -> Refusal {
    Refusal::access_denied("Request has expired")
}

/// Moves the headers that a link carries as parameters to where the protocol library reads them, and removes the parameters of
/// the signature when it was verified. A header that the request itself has stays.
pub(crate) fn parameters_as_headers(headers: &mut HeaderMap, uri: &mut Uri, is_verified: bool) {
    let query = uri.query().unwrap_or_default().to_owned();
    let is_link = Form::parse(&query).pairs().any(|(name, _)| VERSION_4.contains(&name) || VERSION_2.contains(&name));
    if !is_link {
        return;
    }
    let mut kept = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let Some((name, value)) = Form::parse(pair).into_pairs().next() else { continue };
        let name = name.to_ascii_lowercase();
        if OF_SIGNATURE.contains(&name.as_str()) {
            if !is_verified {
                kept.push(pair);
            }
        } else if HEADERS.contains(&name.as_str()) || name.starts_with("x-amz-") {
            let header = (HeaderName::try_from(&name), HeaderValue::from_bytes(value.as_bytes()));
            if let (Ok(name), Ok(value)) = header
                && !IGNORED.iter().any(|prefix| name.as_str().starts_with(prefix))
                && !headers.contains_key(&name)
            {
                headers.insert(name, value);
            }
        } else {
            kept.push(pair);
        }
    }
    set_query(uri, &kept.join("&"));
}

/// Replaces the query of a target.
fn set_query(uri: &mut Uri, query: &str) {
    let target = if query.is_empty() { uri.path().to_owned() } else { format!("{}?{query}", uri.path()) };
    let mut parts = uri.clone().into_parts();
    if let Ok(target) = PathAndQuery::try_from(target) {
        parts.path_and_query = Some(target);
        if parts.authority.is_some() && parts.scheme.is_none() {
            parts.scheme = Some(Scheme::HTTP);
        }
        if let Ok(changed) = Uri::from_parts(parts) {
            *uri = changed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_link_carries_becomes_headers_and_the_rest_stays() {
        let mut headers = HeaderMap::new();
        headers.insert("x-amz-acl", HeaderValue::from_static("private"));
        let query = "X-Amz-Signature=0&X-Amz-Meta-Owner=ann+b&x-amz-acl=public-read&x-amz-checksum-crc32=AAAAAA%3D%3D&If-None-Match=%2A&uploadId=5&x-id=PutObject";
        let mut uri = Uri::try_from(format!("/bucket/a%20b?{query}")).expect("a target");
        parameters_as_headers(&mut headers, &mut uri, true);
        assert_eq!(uri.to_string(), "/bucket/a%20b?uploadId=5&x-id=PutObject");
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        assert_eq!((header("x-amz-meta-owner"), header("if-none-match")), (Some("ann b"), Some("*")));
        assert_eq!((header("x-amz-acl"), header("x-amz-checksum-crc32")), (Some("private"), None));

        let mut plain = Uri::from_static("/bucket?x-amz-meta-owner=ann");
        parameters_as_headers(&mut headers, &mut plain, true);
        assert_eq!(plain.to_string(), "/bucket?x-amz-meta-owner=ann", "only a signature makes parameters headers");
    }
}
