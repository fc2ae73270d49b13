//! Signature Version 4 of the JSON and query services. (The object store's requests are verified by `s3s`.)
//!
//! Source: "Create a signed AWS API request", IAM user guide. The body is part of what is signed, so it is read first.

use domain::percent;
use hmac::{Hmac, Mac};
use http::request::Parts;
use http::{HeaderMap, header};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Duration, OffsetDateTime, PrimitiveDateTime};

use crate::credentials::Credentials;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const DATE: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");
/// How far a client's clock may be off.
const SKEW: Duration = Duration::minutes(15);

/// Why a request is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SignatureError {
    /// There is no signature.
    #[error("Request is missing Authentication Token")]
    Missing,
    /// The `Authorization` header or a header that it needs cannot be read.
    #[error("The request signature is incomplete: {0}")]
    Incomplete(&'static str),
    /// Another access key than this data folder's.
    #[error("The security token included in the request is invalid.")]
    UnknownKey,
    /// Signed more than 15 minutes ago, or in the future.
    #[error("Signature expired: {signed} is more than 15 minutes from {now}")]
    Expired { signed: String, now: String },
    /// What was signed is not what arrived.
    #[error(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method."
    )]
    Mismatch,
}

/// What an `Authorization` header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Authorization<'a> {
    access_key_id: &'a str,
    date: &'a str,
    region: &'a str,
    /// The service that the request is for; requests are dispatched by it.
    pub(crate) service: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
}

impl<'a> Authorization<'a> {
    /// Reads the header.
    pub(crate) fn of(headers: &'a HeaderMap) -> Result<Self, SignatureError> {
        let text = headers.get(header::AUTHORIZATION).ok_or(SignatureError::Missing)?;
        let text = text.to_str().map_err(|_| SignatureError::Incomplete("the Authorization header is no text"))?;
        Self::parse(text).ok_or(SignatureError::Incomplete("the Authorization header is not of Signature Version 4"))
    }

    fn parse(text: &'a str) -> Option<Self> {
        let fields = text.strip_prefix(ALGORITHM)?.trim_start();
        let field = |name: &str| {
            let mut fields = fields.split(',').filter_map(|field| field.trim().split_once('='));
            fields.find(|(found, _)| *found == name).map(|(_, value)| value)
        };
        let mut scope = field("Credential")?.rsplitn(5, '/');
        if scope.next()? != "aws4_request" {
            return None;
        }
        let (service, region, date) = (scope.next()?, scope.next()?, scope.next()?);
        Some(Self {
            access_key_id: scope.next()?,
            date,
            region,
            service,
            signed_headers: field("SignedHeaders")?,
            signature: field("Signature")?,
        })
    }
}

/// Verifies a request: known key, recent, and signed exactly as it arrived.
///
/// # Errors
/// See [`SignatureError`].
pub(crate) fn verify(parts: &Parts, body: &[u8], credentials: &Credentials, now: OffsetDateTime) -> Result<(), SignatureError> {
    let authorization = Authorization::of(&parts.headers)?;
    if authorization.access_key_id != credentials.access_key_id() {
        return Err(SignatureError::UnknownKey);
    }
    let date = parts.headers.get("x-amz-date").and_then(|value| value.to_str().ok());
    let date = date.ok_or(SignatureError::Incomplete("there is no x-amz-date header"))?;
    check_date(date, &authorization, now)?;
    let scope = format!("{}/{}/{}/aws4_request", authorization.date, authorization.region, authorization.service);
    let request = hex::encode(Sha256::digest(canonical_request(parts, body, &authorization)?));
    let text = format!("{ALGORITHM}\n{date}\n{scope}\n{request}");

    let mut key = hmac(format!("AWS4{}", credentials.secret_access_key()).as_bytes(), authorization.date);
    for step in [authorization.region, authorization.service, "aws4_request"] {
        key = hmac(&key, step);
    }
    let expected = hex::encode(hmac(&key, &text));
    match bool::from(expected.as_bytes().ct_eq(authorization.signature.as_bytes())) {
        true => Ok(()),
        false => Err(SignatureError::Mismatch),
    }
}

fn check_date(date: &str, authorization: &Authorization<'_>, now: OffsetDateTime) -> Result<(), SignatureError> {
    let signed = PrimitiveDateTime::parse(date, &DATE).map_err(|_| SignatureError::Incomplete("x-amz-date is no date"))?;
    if !date.starts_with(authorization.date) {
        return Err(SignatureError::Incomplete("the credential is for another day than x-amz-date"));
    }
    if (now - signed.assume_utc()).abs() > SKEW {
        let now = now.format(&DATE).unwrap_or_default();
        return Err(SignatureError::Expired { signed: date.to_owned(), now });
    }
    Ok(())
}

/// The request in the one form that both sides can write.
fn canonical_request(parts: &Parts, body: &[u8], authorization: &Authorization<'_>) -> Result<String, SignatureError> {
    let signed: Vec<&str> = authorization.signed_headers.split(';').collect();
    // A header that decides what the request does must be covered.
    let required = ["host", "x-amz-date", "x-amz-target"];
    if required.into_iter().any(|name| parts.headers.contains_key(name) && !signed.contains(&name)) {
        return Err(SignatureError::Incomplete("host, x-amz-date and x-amz-target must be signed"));
    }
    // All services but S3 encode the path once more than it arrived.
    let path = percent::encode_path(parts.uri.path().as_bytes());
    let mut text = format!("{}\n{path}\n{}\n", parts.method, canonical_query(parts));
    for name in &signed {
        let values: Vec<&str> = parts.headers.get_all(*name).iter().filter_map(|value| value.to_str().ok()).collect();
        let value = values.join(",").split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        text.push_str(&format!("{name}:{value}\n"));
    }
    text.push_str(&format!("\n{}\n{}", authorization.signed_headers, hex::encode(Sha256::digest(body))));
    Ok(text)
}

fn canonical_query(parts: &Parts) -> String {
    let query = parts.uri.query().unwrap_or_default();
    let mut pairs: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| if pair.contains('=') { pair.to_owned() } else { format!("{pair}=") })
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
