//! Signature Version 4 of the JSON and query services. (The object store's requests are verified by `s3s`.)
//!
//! Source: "Create a signed AWS API request", IAM user guide. The signature covers the body, so the body is read first.

use domain::percent;
use hmac::{Hmac, Mac};
use http::{HeaderMap, HeaderName, HeaderValue, Method, header, request::Parts};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use time::{Duration, OffsetDateTime, PrimitiveDateTime, format_description::BorrowedFormatItem, macros::format_description};

use crate::credentials::Credentials;

/// The first word of an `Authorization` header.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const DATE: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");
/// The largest difference between the client's clock and ours.
const SKEW: Duration = Duration::minutes(15);

/// The reason why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SignatureError {
    /// The request has no signature.
    #[error("Request is missing Authentication Token")]
    Missing,
    /// The `Authorization` header or a header that it needs cannot be read.
    #[error("The request signature is incomplete: {0}")]
    Incomplete(&'static str),
    /// The access key is not the one of this data folder.
    #[error("The security token included in the request is invalid.")]
    UnknownKey,
    /// The request was signed more than 15 minutes ago, or in the future.
    #[error("Signature expired: {signed} is more than 15 minutes from {now}")]
    Expired { signed: String, now: String },
    /// The scope has another day, or no valid one.
    #[error(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{scope}' != '{day}', from '{date}'."
    )]
    OtherDay { scope: String, day: String, date: String },
    /// The signature does not cover a header that decides what the request does; the header's name in AWS's words.
    #[error("{0} must be a 'SignedHeader' in the AWS Authorization.")]
    NotSigned(String),
    /// The signature does not match the request.
    #[error(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method."
    )]
    Mismatch,
}

/// The parts of an `Authorization` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Authorization<'a> {
    pub(crate) credential: Credential<'a>,
    /// Names of headers, separated by semicolons.
    pub(crate) signed_headers: &'a str,
    pub(crate) signature: &'a str,
}

/// The access key and the scope of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Credential<'a> {
    pub(crate) access_key_id: &'a str,
    /// `YYYYMMDD`
    pub(crate) date: &'a str,
    /// The Region that the request is for, for example `us-west-2`.
    pub(crate) region: &'a str,
    /// The service that the request is for; requests are dispatched by it.
    pub(crate) service: &'a str,
}

impl<'a> Authorization<'a> {
    /// Reads the header.
    pub(crate) fn of(headers: &'a HeaderMap) -> Result<Self, SignatureError> {
        let text = headers.get(header::AUTHORIZATION).ok_or(SignatureError::Missing)?;
        let text = text.to_str().map_err(|_| SignatureError::Incomplete("the Authorization header is no text"))?;
        Self::parse(text).ok_or(SignatureError::Incomplete("the Authorization header is not of Signature Version 4"))
    }

    /// Reads the header's text; `None` when it has another form than Signature Version 4.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let fields = text.strip_prefix(ALGORITHM)?.trim_start();
        let field = |name: &str| {
            let mut fields = fields.split(',').filter_map(|field| field.trim().split_once('='));
            fields.find(|(found, _)| *found == name).map(|(_, value)| value)
        };
        Some(Self {
            credential: Credential::parse(field("Credential")?)?,
            signed_headers: field("SignedHeaders")?,
            signature: field("Signature")?,
        })
    }
}

impl<'a> Credential<'a> {
    /// Reads `KEY/YYYYMMDD/REGION/SERVICE/aws4_request`.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let mut scope = text.rsplitn(5, '/');
        if scope.next()? != "aws4_request" {
            return None;
        }
        let (service, region, date) = (scope.next()?, scope.next()?, scope.next()?);
        Some(Self { access_key_id: scope.next()?, date, region, service })
    }
}

/// Verifies a request: its key is known, its date is recent, and its signature matches.
///
/// # Errors
/// See [`SignatureError`].
pub(crate) fn verify(parts: &Parts, body: &[u8], credentials: &Credentials, now: OffsetDateTime) -> Result<(), SignatureError> {
    let authorization = Authorization::of(&parts.headers)?;
    let credential = authorization.credential;
    if credential.access_key_id != credentials.access_key_id() {
        return Err(SignatureError::UnknownKey);
    }
    let date = parts.headers.get("x-amz-date").and_then(|value| value.to_str().ok());
    let date = date.ok_or(SignatureError::Incomplete("there is no x-amz-date header"))?;
    check_date(date, credential.date, now)?;
    let text = string_to_sign(date, &credential, &canonical_request(parts, body, &authorization)?);
    let expected = sign(credentials.secret_access_key(), &credential, &text);
    if is_equal(&expected, authorization.signature) { Ok(()) } else { Err(SignatureError::Mismatch) }
}

/// The headers that decide what a request does and that a signature does not cover: `host` and each `x-amz-*` header. A header
/// is covered when the signature names it and its values are text. `x-amz-content-sha256` need not be named, because the
/// signature covers its value in any case. Source: "Create a signed AWS API request", IAM user guide; what S3 answers.
pub(crate) fn unsigned_headers<'a>(headers: &'a HeaderMap, signed: &[&str]) -> Vec<&'a str> {
    let is_covered = |name: &HeaderName| signed.contains(&name.as_str()) && headers.get_all(name).iter().all(is_text);
    let host = (!is_covered(&header::HOST)).then_some("host");
    let amazon = headers.keys().filter(|name| is_amazon(name) && *name != "x-amz-content-sha256");
    host.into_iter().chain(amazon.filter(|name| !is_covered(name)).map(HeaderName::as_str)).collect()
}

/// Whether a header is one of Amazon's own, all of which must be signed.
pub(crate) fn is_amazon(name: &HeaderName) -> bool {
    name.as_str().starts_with("x-amz-")
}

/// Whether a header's value is UTF-8.
pub(crate) fn is_text(value: &HeaderValue) -> bool {
    std::str::from_utf8(value.as_bytes()).is_ok()
}

fn check_date(date: &str, scope: &str, now: OffsetDateTime) -> Result<(), SignatureError> {
    let signed = PrimitiveDateTime::parse(date, &DATE).map_err(|_| SignatureError::Incomplete("x-amz-date is no date"))?;
    let day = date.get(..8).unwrap_or_default();
    if scope != day {
        return Err(SignatureError::OtherDay { scope: scope.to_owned(), day: day.to_owned(), date: date.to_owned() });
    }
    if (now - signed.assume_utc()).abs() > SKEW {
        let now = now.format(&DATE).unwrap_or_default();
        return Err(SignatureError::Expired { signed: date.to_owned(), now });
    }
    Ok(())
}

/// The canonical request, which client and server sign.
fn canonical_request(parts: &Parts, body: &[u8], authorization: &Authorization<'_>) -> Result<String, SignatureError> {
    let signed: Vec<&str> = authorization.signed_headers.split(';').collect();
    if let Some(name) = unsigned_headers(&parts.headers, &signed).first() {
        let name = if *name == "host" { "'Host' or ':authority'".to_owned() } else { format!("'{name}'") };
        return Err(SignatureError::NotSigned(name));
    }
    let request = CanonicalRequest {
        method: &parts.method,
        // All services but S3 encode the path of the request once more.
        path: percent::encode_path(parts.uri.path().as_bytes()),
        query: parts.uri.query().unwrap_or_default().split('&').collect(),
        headers: &parts.headers,
        signed_headers: authorization.signed_headers,
        payload: &hex::encode(Sha256::digest(body)),
    };
    // A header that is absent or no text cannot have been signed.
    request.text().ok_or(SignatureError::Mismatch)
}

/// The parts of a canonical request.
pub(crate) struct CanonicalRequest<'a> {
    pub(crate) method: &'a Method,
    /// Percent-encoded.
    pub(crate) path: String,
    /// Percent-encoded parameters in any order.
    pub(crate) query: Vec<&'a str>,
    pub(crate) headers: &'a HeaderMap,
    /// Names of headers, separated by semicolons.
    pub(crate) signed_headers: &'a str,
    /// The hash of the body, or the word in its place.
    pub(crate) payload: &'a str,
}

impl CanonicalRequest<'_> {
    /// The text that is hashed; `None` when a signed header is absent or no text.
    pub(crate) fn text(&self) -> Option<String> {
        let mut text = format!("{}\n{}\n{}\n", self.method, self.path, canonical_query(&self.query));
        for name in self.signed_headers.split(';') {
            let values = self.headers.get_all(name).iter().map(|value| std::str::from_utf8(value.as_bytes()).ok());
            let values = values.collect::<Option<Vec<&str>>>().filter(|values| !values.is_empty())?;
            let value = values.join(",").split_ascii_whitespace().collect::<Vec<_>>().join(" ");
            text.push_str(&format!("{name}:{value}\n"));
        }
        text.push_str(&format!("\n{}\n{}", self.signed_headers, self.payload));
        Some(text)
    }
}

/// The text whose HMAC is the signature of a canonical request.
pub(crate) fn string_to_sign(date: &str, credential: &Credential<'_>, canonical: &str) -> String {
    let scope = format!("{}/{}/{}/aws4_request", credential.date, credential.region, credential.service);
    format!("{ALGORITHM}\n{date}\n{scope}\n{}", hex::encode(Sha256::digest(canonical)))
}

/// The signature of a text by the key of a scope, in hexadecimal.
pub(crate) fn sign(secret: &str, credential: &Credential<'_>, text: &str) -> String {
    let steps = [credential.date, credential.region, credential.service, "aws4_request"];
    let key = steps.into_iter().fold(format!("AWS4{secret}").into_bytes(), |key, step| hmac(&key, step));
    hex::encode(hmac(&key, text))
}

/// Compares signatures in constant time.
pub(crate) fn is_equal(expected: &str, given: &str) -> bool {
    bool::from(expected.as_bytes().ct_eq(given.as_bytes()))
}

fn canonical_query(pairs: &[&str]) -> String {
    let mut pairs: Vec<String> = pairs
        .iter()
        .filter(|pair| !pair.is_empty())
        .map(|pair| if pair.contains('=') { (*pair).to_owned() } else { format!("{pair}=") })
        .collect();
    pairs.sort();
    pairs.join("&")
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    // HMAC takes keys of any length.
    let Ok(mut hmac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    hmac.update(text.as_bytes());
    hmac.finalize().into_bytes().to_vec()
}
