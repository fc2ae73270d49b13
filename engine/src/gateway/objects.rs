//! Requests for the object store. The module corrects requests before the protocol library verifies their signature, and its
//! answers afterwards. [`crate::s3::verified_request`] changes what the signature covers.

use axum::{
    body::{Body, HttpBody, to_bytes},
    extract::Request,
    response::{IntoResponse, Response},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::percent;
use http::{HeaderValue, Method, StatusCode, Uri, header, uri::PathAndQuery};
use time::OffsetDateTime;

use super::{Gateway, answers::preflight, forms, signature_report::SignedRequest};
use crate::{
    json_protocol::WireError,
    query_protocol::{Form, escape},
    random,
    s3::{
        authentication::{self, parameters_as_headers},
        body_digest,
        cors::CrossOriginRequest,
        error::{take_members, wording},
        refusal::Refusal,
    },
};

/// The longest key in bytes of UTF-8. Source: "Naming Amazon S3 objects" of the S3 guide.
const MAX_KEY_BYTES: usize = 1024;
/// The longest error of the library that is completed, in bytes.
const MAX_ERROR_BYTES: usize = 64 * 1024;

impl Gateway {
    /// Answers a request for the object store.
    pub(super) async fn store(&self, request: Request, id: &str) -> Response {
        let cross_origin = CrossOriginRequest::of(request.method(), request.uri().path(), request.headers());
        let allowed = match &cross_origin {
            None => None,
            Some(cross_origin) => match cross_origin.answer(&self.objects).await {
                Ok(allowed) => allowed,
                Err(error) => return WireError::internal(error).into_response(),
            },
        };
        if request.method() == Method::OPTIONS {
            return preflight(allowed);
        }
        let is_head = request.method() == Method::HEAD;
        let path = percent::decode(request.uri().path());
        let has_body = !request.body().is_end_stream();
        let mut response = match forms::Kind::of(&request) {
            forms::Kind::None => self.signed(request, has_body).await,
            forms::Kind::WrongType(refusal) => refusal.into_response(),
            forms::Kind::Upload(boundary) => self.form(request, &boundary).await,
        };
        // The library does not support ranges for `HEAD`.
        if is_head && response.status() == StatusCode::OK && response.headers().contains_key(header::CONTENT_RANGE) {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        }
        let host_id = host_id();
        let status = response.status();
        if status == StatusCode::INTERNAL_SERVER_ERROR {
            tracing::error!(request_id = %id, "an S3 request failed");
        }
        if status.is_client_error() || status.is_server_error() {
            response = complete(response, &path, id, &host_id).await;
        }
        if let Ok(host_id) = HeaderValue::try_from(host_id) {
            response.headers_mut().insert("x-amz-id-2", host_id);
        }
        // A refusal may leave the body unread, and the connection then ends. Without this header a client would send its next
        // request into a closed connection.
        if has_body && !status.is_success() {
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response.headers_mut().extend(allowed.unwrap_or_default());
        response
    }

    /// Answers a request with a signature in its headers or its query.
    async fn signed(&self, mut request: Request, has_body: bool) -> Response {
        let report = SignedRequest::of(&request, self.credentials.access_key_id());
        if let Err(refusal) = authorize(&mut request, self.clock.now().date_time()) {
            return refusal.into_response();
        }
        let response = self.call(with_slash(request), has_body).await;
        match report.filter(|_| response.status() == StatusCode::FORBIDDEN) {
            Some(report) => report.complete(response).await,
            None => response,
        }
    }

    async fn call(&self, request: Request, has_body: bool) -> Response {
        let (request, verdict) = if has_body { body_digest::watch(request) } else { (request, body_digest::Verdict::default()) };
        let answer = self.s3.signed.call(request.map(s3s::Body::http_body_unsync)).await;
        match verdict.error() {
            // The library reports an internal error, because the document broke off.
            Some(error) => in_http(error.to_http_response()),
            None => in_http(answer),
        }
    }
}

/// Checks what the signature must cover, and completes the request for the library's own check.
fn authorize(request: &mut Request, now: OffsetDateTime) -> Result<(), Refusal> {
    authentication::check(request.headers(), request.uri(), now)?;
    if let Some(date) = authentication::date_to_add(request.headers()) {
        request.headers_mut().insert("x-amz-date", date);
    }
    // A signature of version 2 covers the headers that a link carries as if they were headers.
    let is_version_2 = Form::parse(request.uri().query().unwrap_or_default()).find("AWSAccessKeyId").is_some();
    if is_version_2 {
        let mut uri = request.uri().clone();
        parameters_as_headers(request.headers_mut(), &mut uri, false);
        *request.uri_mut() = uri;
    }
    Ok(())
}

/// The answer of the protocol library.
pub(super) fn in_http(
    answer: Result<http::Response<s3s::Body>, impl Into<Box<dyn std::error::Error + Send + Sync>>>,
) -> Response {
    match answer {
        Ok(response) => response.map(Body::new).into_response(),
        Err(error) => {
            let cause = error.into();
            tracing::error!(%cause, "an S3 request failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The second id of a request, which S3 gives for its support.
fn host_id() -> String {
    let bytes = random::hexadecimal(24).unwrap_or_default();
    BASE64_STANDARD.encode(bytes)
}

/// Appends a slash to the path of a bucket when the request has a signature of version 2. The signature covers the path with
/// the slash, but some clients, such as boto3, send it without.
fn with_slash(mut request: Request) -> Request {
    let query = Form::parse(request.uri().query().unwrap_or_default());
    let by_query = query.find("Signature").is_some() && query.find("AWSAccessKeyId").is_some();
    let by_header = request.headers().get(header::AUTHORIZATION).is_some_and(|value| value.as_bytes().starts_with(b"AWS "));
    let path = request.uri().path();
    let is_bucket = path.len() > 1 && path.rfind('/') == Some(0);
    if !is_bucket || !(by_query || by_header) {
        return request;
    }
    let target = match request.uri().query() {
        Some(query) => format!("{path}/?{query}"),
        None => format!("{path}/"),
    };
    let mut parts = request.uri().clone().into_parts();
    // The path stays valid. If it does not, the library gets the request unchanged.
    if let Ok(target) = PathAndQuery::try_from(target) {
        parts.path_and_query = Some(target);
        if let Ok(uri) = Uri::from_parts(parts) {
            *request.uri_mut() = uri;
        }
    }
    request
}

/// Completes an error document: a message, the elements that the library does not know, and the ids of the request.
async fn complete(response: Response, path: &str, id: &str, host_id: &str) -> Response {
    let (mut parts, body) = response.into_parts();
    let members = take_members(&mut parts.headers);
    let Ok(bytes) = to_bytes(body, MAX_ERROR_BYTES).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let text = String::from_utf8_lossy(&bytes);
    let (Some(start), Some((_, code))) = (text.strip_suffix("</Error>"), text.split_once("<Code>")) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    let code = code.split_once("</Code>").map_or("", |(code, _)| code);
    let mut text = start.to_owned();
    if !text.contains("<Message>") {
        text.push_str(&format!("<Message>{}</Message>", wording(code)));
    }
    text.push_str(&members);
    text.push_str(&of_path(code, path));
    if !text.contains("<RequestId>") {
        text.push_str(&format!("<RequestId>{id}</RequestId>"));
    }
    text.push_str(&format!("<HostId>{host_id}</HostId></Error>"));
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(text))
}

/// The elements of errors about names, which the library finds before any operation.
fn of_path(code: &str, path: &str) -> String {
    let (bucket, key) = path.trim_start_matches('/').split_once('/').unwrap_or((path.trim_start_matches('/'), ""));
    match code {
        "InvalidBucketName" => format!("<BucketName>{}</BucketName>", escape(bucket)),
        "KeyTooLongError" => format!("<MaxSizeAllowed>{MAX_KEY_BYTES}</MaxSizeAllowed><Size>{}</Size>", key.len()),
        _ => String::new(),
    }
}
