//! Forms that upload a file. Source: S3 API, "POST Object".
//!
//! The protocol library keeps the whole file in memory and differs from S3 in the policy. So a form is read here: its fields
//! first, which are few bytes, then its signature and policy are checked, and only then the file flows into the store.
//!
//! - [`fields`] — the fields, which come before the file; [`file`](mod@file) — the bytes of the file
//! - [`signature`], [`policy`] — what the author of the form signed, and what he allows
//! - [`answer`] — what the form asks for after the upload

mod answer;
mod fields;
mod file;
mod policy;
mod signature;

use std::sync::{Arc, OnceLock};

use axum::{body::Body, extract::Request, response::Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};

use super::{Gateway, objects::in_http};
use crate::{
    query_protocol::Form,
    s3::{
        object_tagging::header_of_document,
        refusal::Refusal,
        verified_request::{Extras, path_of, prepare},
    },
};
use fields::Fields;
use file::File;

/// Fields that are headers of the object, besides those with a prefix of [`PREFIXES`].
const HEADERS: [&str; 12] = [
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-md5",
    "content-type",
    "expires",
    "x-amz-acl",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-storage-class",
    "x-amz-website-redirect-location",
    "x-amz-expected-bucket-owner",
];
const PREFIXES: [&str; 5] =
    ["x-amz-meta-", "x-amz-checksum-", "x-amz-grant-", "x-amz-object-lock-", "x-amz-server-side-encryption"];

/// Whether a request is a form.
pub(super) enum Kind {
    /// It is none.
    None,
    /// It is sent as a form is, but cannot be one.
    WrongType(Refusal),
    /// It uploads a file; with the boundary between its parts.
    Upload(Vec<u8>),
}

impl Kind {
    /// The kind of a request.
    pub(super) fn of(request: &Request) -> Self {
        if request.method() != Method::POST {
            return Self::None;
        }
        let boundary = boundary(request);
        let is_bucket = bucket(request).is_some();
        let has_query = !Form::parse(request.uri().query().unwrap_or_default()).pairs().all(|(name, _)| name.is_empty());
        match boundary {
            Some(boundary) if is_bucket => Self::Upload(boundary),
            Some(_) => Self::WrongType(
                Refusal::new(
                    StatusCode::METHOD_NOT_ALLOWED,
                    "MethodNotAllowed",
                    "The specified method is not allowed against this resource.",
                )
                .with_member("Method", "POST")
                .with_member("ResourceType", "OBJECT"),
            ),
            None if is_bucket && !has_query => Self::WrongType(
                Refusal::new(
                    StatusCode::PRECONDITION_FAILED,
                    "PreconditionFailed",
                    "At least one of the pre-conditions you specified did not hold",
                )
                .with_member("Condition", "Bucket POST must be of the enclosure-type multipart/form-data"),
            ),
            None => Self::None,
        }
    }
}

impl Gateway {
    /// Answers a form.
    pub(super) async fn form(&self, request: Request, boundary: &[u8]) -> Response {
        let bucket = bucket(&request).unwrap_or_default();
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned();
        match self.upload(request, &bucket, boundary).await {
            Ok((fields, response)) => answer::of(response, &fields, &host, &bucket),
            Err(refusal) => refusal.into_response(),
        }
    }

    /// Stores the file of a form, and returns its fields with the answer of the store.
    async fn upload(&self, request: Request, bucket: &str, boundary: &[u8]) -> Result<(Fields, Response), Refusal> {
        let (fields, rest) = fields::read(request.into_body(), boundary).await?;
        let now = self.clock.now().date_time();
        signature::check(&fields, &self.credentials)?;
        let range = match fields.get("policy") {
            Some(document) => policy::check(document, &fields, bucket, now)?,
            None => None,
        };
        let key = fields.get("key").filter(|key| !key.is_empty()).ok_or_else(|| fields::missing("key"))?;
        let failure = Arc::new(OnceLock::new());
        let file = File::new(rest, boundary, range, failure.clone());
        let mut put = Request::new(Body::from_stream(file.into_stream()));
        *put.method_mut() = Method::PUT;
        *put.uri_mut() = path_of(bucket, key).parse().map_err(|_| fields::invalid("key", key))?;
        *put.headers_mut() = headers(&fields)?;
        put.extensions_mut().insert(Extras::default());
        let mut put = put.map(s3s::Body::http_body_unsync);
        let response = match prepare(&mut put) {
            Ok(()) => in_http(self.s3.verified.call(put).await),
            Err(error) => in_http(error.to_http_response()),
        };
        match failure.get() {
            // The store only saw that the bytes broke off.
            Some(refusal) if !response.status().is_success() => Ok((fields, Refusal::clone(refusal).into_response())),
            _ => Ok((fields, response)),
        }
    }
}

/// The headers of the object that a form uploads.
fn headers(fields: &Fields) -> Result<HeaderMap, Refusal> {
    let mut headers = HeaderMap::new();
    for (name, value) in fields.pairs() {
        let (header, value) = match name {
            "acl" => ("x-amz-acl", value.to_owned()),
            "tagging" => ("x-amz-tagging", tags(value)?),
            name if HEADERS.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix)) => (name, value.to_owned()),
            _ => continue,
        };
        let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| fields::invalid(name, &value))?;
        headers.insert(HeaderName::try_from(header).map_err(|_| fields::invalid(name, ""))?, value);
    }
    Ok(headers)
}

/// The header with the tags of a document.
fn tags(document: &str) -> Result<String, Refusal> {
    let message = "The XML you provided was not well-formed or did not validate against our published schema";
    header_of_document(document).ok_or_else(|| Refusal::bad_request("MalformedXML", message))
}

/// The bucket that a request is for; `None` for another path. No name of a bucket needs encoding, and an encoded slash would
/// make a key of it that no condition of the policy has seen.
fn bucket(request: &Request) -> Option<String> {
    let path = request.uri().path().strip_prefix('/')?;
    let name = path.strip_suffix('/').unwrap_or(path);
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    (!name.is_empty() && is_name(name)).then(|| name.to_owned())
}

/// The boundary between the parts of a form.
fn boundary(request: &Request) -> Option<Vec<u8>> {
    let kind = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    let (kind, rest) = kind.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let value = rest.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"'))
    })?;
    (!value.is_empty()).then(|| format!("--{value}").into_bytes())
}
