//! A rule of S3 that the protocol library does not check: the signature must cover everything that decides what the request
//! does.
//!
//! The library computes the signature over the headers that the client names. It ignores all other headers, and header values
//! that are not UTF-8, but still passes them on to the operation. This check comes before the library's own.

use std::collections::HashSet;

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, Uri, header};

use crate::{
    query_protocol::{Form, escape},
    signature::{self, Authorization, Credential},
};

/// Headers that Signature Version 2 signs, besides all `x-amz-*` headers.
const VERSION_2_HEADERS: [&str; 3] = ["content-md5", "content-type", "date"];
/// The prefix of the query parameters that replace headers of the answer. They are the only signed parameters of Signature
/// Version 2 with values of any form.
const ANSWER_HEADERS: &str = "response-";
const EXPECTED_CREDENTIAL: &str = "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".";

/// The reason why a request is refused, in S3's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    /// Name and text of one more element of the error document, besides `Code` and `Message`.
    detail: Option<(&'static str, String)>,
}

impl Refusal {
    /// A refusal with the status 400.
    pub(crate) fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code, message: message.into(), detail: None }
    }

    fn not_signed(names: &[&str]) -> Self {
        Self {
            status: StatusCode::FORBIDDEN,
            code: "AccessDenied",
            message: "There were headers present in the request which were not signed".to_owned(),
            detail: Some(("HeadersNotSigned", names.join(", "))),
        }
    }

    fn mismatch() -> Self {
        Self {
            status: StatusCode::FORBIDDEN,
            code: "SignatureDoesNotMatch",
            message: super::error::wording("SignatureDoesNotMatch").to_owned(),
            detail: None,
        }
    }

    /// The error document.
    pub(crate) fn into_response(self) -> Response {
        let detail = self.detail.map(|(name, text)| format!("<{name}>{}</{name}>", escape(&text))).unwrap_or_default();
        let document = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{}</Code><Message>{}</Message>{detail}</Error>",
            self.code,
            escape(&self.message)
        );
        (self.status, [(header::CONTENT_TYPE, "application/xml")], Body::from(document)).into_response()
    }
}

/// Refuses a request whose signature does not cover everything that decides what the request does. The library verifies the
/// signature itself, and refuses a request without one.
///
/// # Errors
/// See [`Refusal`].
pub(crate) fn check(headers: &HeaderMap, uri: &Uri) -> Result<(), Refusal> {
    let query = Form::parse(uri.query().unwrap_or_default());
    let authorization = headers.get(header::AUTHORIZATION);
    let is_version_4_link = ["X-Amz-Algorithm", "X-Amz-Signature"].into_iter().any(|name| query.find(name).is_some());
    let is_version_2_link = query.find("Signature").is_some();
    match (is_version_4_link, is_version_2_link, authorization) {
        (false, false, None) => Ok(()),
        (true, false, None) => check_link(headers, &query),
        (false, true, None) => check_version_2(headers, &query),
        (false, false, Some(value)) => match value.to_str() {
            Ok(text) if text.starts_with("AWS ") && text.contains(':') => check_version_2(headers, &query),
            Ok(text) => check_authorization(headers, text),
            Err(_) => Err(unsupported()),
        },
        _ => Err(Refusal::bad_request(
            "InvalidArgument",
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
        )),
    }
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
    let date = headers.get("x-amz-date").and_then(|date| date.to_str().ok()).unwrap_or_default();
    check_scope(&authorization.credential, date).map_err(|why| refuse(&why))?;
    check_signed(headers, authorization.signed_headers)
}

/// A signature of version 4 in the query.
fn check_link(headers: &HeaderMap, query: &Form<'_>) -> Result<(), Refusal> {
    let refuse = |why: &str| Refusal::bad_request("AuthorizationQueryParametersError", why);
    let credential = Credential::parse(query.get("X-Amz-Credential"))
        .ok_or_else(|| refuse(&format!("Error parsing the X-Amz-Credential parameter; {EXPECTED_CREDENTIAL}")))?;
    if credential.service != "s3" {
        let service = credential.service;
        return Err(refuse(&format!(
            "Error parsing the X-Amz-Credential parameter; incorrect service \"{service}\". This endpoint belongs to \"s3\"."
        )));
    }
    check_scope(&credential, query.get("X-Amz-Date")).map_err(|why| refuse(&why))?;
    check_signed(headers, query.get("X-Amz-SignedHeaders"))
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
        return Err(Refusal::not_signed(&missing));
    }
    if signed.iter().any(|name| !headers.contains_key(*name)) {
        return Err(Refusal::mismatch());
    }
    Ok(())
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
        assert_eq!(with_list("host;x-amz-date;x-amz-meta-a", headers), Err(Refusal::not_signed(&["x-amz-meta-a"])));
    }

    #[test]
    fn names_count_as_they_are_written_on_the_wire() {
        let headers = headers(&[("x-amz-acl", "private"), ("x-amz-content-sha256", "UNSIGNED-PAYLOAD")]);
        assert_eq!(with_list("Host;X-Amz-Acl;x-amz-date", headers), Err(Refusal::not_signed(&["host", "x-amz-acl"])));
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
