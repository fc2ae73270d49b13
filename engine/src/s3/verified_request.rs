//! Requests whose signature the protocol library has verified, on their way to the operations.
//!
//! The library reads less than S3 does: it refuses headers beyond ASCII and metadata that only look encoded, and it does not
//! know that a link may carry headers as parameters. A change before the signature is verified would break the signature. So
//! one service verifies signatures, this module changes what needs it, and a second service calls the operations.

use std::collections::BTreeMap;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::percent;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri, header};
use s3s::{Body, S3Request, S3Response, S3Result, TrailingHeaders, dto::Range, route::S3Route, s3_error, service::S3Service};

use super::{
    authentication::parameters_as_headers,
    documents::simplify,
    error::{internal, invalid_checksum, invalid_md5},
    library_answers::Document,
    metadata,
};
use crate::{db::records::ChecksumAlgorithm, query_protocol::Form};

/// Headers of an object that may hold any UTF-8 text.
const TEXTS: [HeaderName; 4] =
    [header::CACHE_CONTROL, header::CONTENT_DISPOSITION, header::CONTENT_ENCODING, header::CONTENT_LANGUAGE];
/// Headers with an ETag, which clients may send without its quotes.
const ETAGS: [&str; 4] = ["if-match", "if-none-match", "x-amz-copy-source-if-match", "x-amz-copy-source-if-none-match"];
/// Parameters that mean nothing when they are empty.
const NUMBERS: [&str; 5] = ["max-buckets", "max-keys", "max-parts", "max-uploads", "part-number-marker"];

/// The parts of a verified request that the library cannot hand to an operation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Extras {
    /// The user's metadata, decoded.
    pub(crate) metadata: BTreeMap<String, String>,
    /// Headers with other characters than ASCII.
    pub(crate) texts: BTreeMap<String, String>,
    /// The trailers of a body in chunks.
    pub(crate) trailers: Option<TrailingHeaders>,
    /// The Region that the request was signed for; `None` for signatures of version 2.
    pub(crate) region: Option<String>,
}

/// Passes each verified request on to the operations.
pub(super) struct VerifiedRequests {
    pub(super) operations: S3Service,
}

#[async_trait::async_trait]
impl S3Route for VerifiedRequests {
    fn is_match(&self, _: &Method, _: &Uri, _: &HeaderMap, _: &mut http::Extensions) -> bool {
        true
    }

    async fn check_access(&self, request: &mut S3Request<Body>) -> S3Result<()> {
        match request.credentials {
            Some(_) => Ok(()),
            None => Err(s3_error!(AccessDenied, "Access Denied")),
        }
    }

    async fn call(&self, request: S3Request<Body>) -> S3Result<S3Response<Body>> {
        let extras = Extras {
            trailers: request.trailing_headers,
            region: request.region.map(|region| region.as_str().to_owned()),
            ..Extras::default()
        };
        let mut verified = Request::new(request.input);
        *verified.method_mut() = request.method;
        *verified.uri_mut() = request.uri;
        *verified.headers_mut() = request.headers;
        *verified.extensions_mut() = request.extensions;
        verified.headers_mut().remove(header::AUTHORIZATION);
        verified.extensions_mut().insert(extras);
        prepare(&mut verified)?;
        let verified = simplify(verified).await?;
        let document = Document::of(verified.method(), verified.uri());
        let answer = self.operations.call(verified).await.map_err(|error| internal(Unanswered(error.into())))?;
        let (mut parts, mut body) = answer.into_parts();
        if let Some(document) = document.filter(|_| parts.status.is_success()) {
            parts.headers.remove(header::CONTENT_LENGTH);
            body = document.correct(body).await;
        }
        Ok(S3Response { output: body, status: Some(parts.status), headers: parts.headers, extensions: parts.extensions })
    }
}

/// The failure of the library to answer at all.
#[derive(Debug, thiserror::Error)]
#[error("the operations gave no answer: {0}")]
struct Unanswered(Box<dyn std::error::Error + Send + Sync>);

/// Changes a verified request so that the library reads of it what S3 reads.
///
/// # Errors
/// `InvalidDigest`, `InvalidRequest`.
pub(crate) fn prepare(request: &mut Request<Body>) -> S3Result<()> {
    let mut uri = request.uri().clone();
    parameters_as_headers(request.headers_mut(), &mut uri, true);
    *request.uri_mut() = without_empty_numbers(&uri).unwrap_or(uri);
    check_digests(request)?;
    let method = request.method().clone();
    let headers = request.headers_mut();
    for name in ETAGS {
        if let Some(quoted) = headers.get(name).and_then(quoted) {
            headers.insert(name, quoted);
        }
    }
    // A range that cannot be read is ignored. Source: RFC 9110 §14.2.
    let is_readable = |range: &HeaderValue| range.to_str().is_ok_and(|range| range != "bytes=-" && Range::parse(range).is_ok());
    if [Method::GET, Method::HEAD].contains(&method) && headers.get(header::RANGE).is_some_and(|range| !is_readable(range)) {
        headers.remove(header::RANGE);
    }
    // In the source of a copy a plus is a space, as in a query.
    if let Some(source) = headers.get("x-amz-copy-source").and_then(|source| source.to_str().ok()).filter(|s| s.contains('+'))
        && let Ok(source) = HeaderValue::try_from(source.replace('+', "%20"))
    {
        headers.insert("x-amz-copy-source", source);
    }
    let metadata = metadata::take(headers);
    let texts = take_texts(headers);
    if let Some(extras) = request.extensions_mut().get_mut::<Extras>() {
        extras.metadata = metadata;
        extras.texts = texts;
    }
    Ok(())
}

/// The target without parameters that should be numbers and are empty; `None` when there are none.
fn without_empty_numbers(uri: &Uri) -> Option<Uri> {
    let is_empty =
        |pair: &&str| NUMBERS.iter().any(|name| pair.strip_prefix(name).is_some_and(|rest| rest == "=" || rest.is_empty()));
    let query = uri.query()?;
    if !query.split('&').any(|pair| is_empty(&pair)) {
        return None;
    }
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_empty(pair)).collect();
    let target = if kept.is_empty() { uri.path().to_owned() } else { format!("{}?{}", uri.path(), kept.join("&")) };
    Uri::try_from(target).ok()
}

/// An ETag in quotes; `None` for one that has them.
fn quoted(value: &HeaderValue) -> Option<HeaderValue> {
    let text = value.to_str().ok()?;
    let is_bare = !text.is_empty() && text != "*" && !text.contains('"');
    is_bare.then(|| HeaderValue::try_from(format!("\"{text}\"")).ok())?
}

/// Takes the headers with other characters than ASCII, which the library refuses.
fn take_texts(headers: &mut HeaderMap) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for name in TEXTS {
        let text = headers.get(&name).filter(|value| value.to_str().is_err());
        if let Some(text) = text.and_then(|value| std::str::from_utf8(value.as_bytes()).ok()).map(str::to_owned) {
            headers.remove(&name);
            texts.insert(name.as_str().to_owned(), text);
        }
    }
    texts
}

/// The digests in headers must have the form of their algorithm.
fn check_digests(request: &Request<Body>) -> S3Result<()> {
    let headers = request.headers();
    // The library takes an empty header for an absent one.
    if headers.get("content-md5").is_some_and(HeaderValue::is_empty) {
        return Err(invalid_md5(""));
    }
    let is_completion =
        request.method() == Method::POST && Form::parse(request.uri().query().unwrap_or_default()).find("uploadId").is_some();
    let stated: Vec<ChecksumAlgorithm> =
        ChecksumAlgorithm::ALL.into_iter().filter(|algorithm| headers.contains_key(algorithm.header())).collect();
    if stated.len() > 1 {
        return Err(s3_error!(
            InvalidRequest,
            "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."
        ));
    }
    // The completion of an upload compares whatever it is told: the checksum of an object of parts has their number behind it.
    match stated.first().filter(|_| !is_completion) {
        Some(algorithm)
            if !headers
                .get(algorithm.header())
                .and_then(|v| v.to_str().ok())
                .is_some_and(|text| is_checksum(*algorithm, text)) =>
        {
            Err(invalid_checksum(*algorithm))
        }
        _ => Ok(()),
    }
}

/// Whether a text is a checksum of an algorithm, in base64.
pub(super) fn is_checksum(algorithm: ChecksumAlgorithm, text: &str) -> bool {
    BASE64_STANDARD.decode(text).is_ok_and(|bytes| bytes.len() == algorithm.length())
}

/// The path of an object as requests have it.
pub(crate) fn path_of(bucket: &str, key: &str) -> String {
    format!("/{bucket}/{}", percent::encode_path(key.as_bytes()))
}
