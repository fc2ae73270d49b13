//! Requests for the object store. The module corrects requests before the protocol library reads them, and its answers
//! afterwards.

use axum::{
    body::{Body, HttpBody, to_bytes},
    extract::Request,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Method, StatusCode, Uri, header, uri::PathAndQuery};
use s3s::dto::Range;

use super::{Gateway, answers::preflight, forms};
use crate::{
    json_protocol::WireError,
    query_protocol::Form,
    s3::{authentication, body_digest, cors::CrossOriginRequest, error::wording},
};

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
        let has_body = !request.body().is_end_stream();
        let mut response = match authentication::check(request.headers(), request.uri()) {
            Ok(()) => self.library(request, has_body).await,
            Err(refusal) => refusal.into_response(),
        };
        // The library does not support ranges for `HEAD`.
        if is_head && response.status() == StatusCode::OK && response.headers().contains_key(header::CONTENT_RANGE) {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        }
        let status = response.status();
        if status.is_client_error() || status.is_server_error() {
            response = complete(response, id).await;
        }
        // A refusal may leave the body unread, and the connection then ends. Without this header a client would send its next
        // request into a closed connection.
        if has_body && !status.is_success() {
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response.headers_mut().extend(allowed.unwrap_or_default());
        response
    }

    /// The answer of the protocol library, corrected where it differs from S3.
    async fn library(&self, request: Request, has_body: bool) -> Response {
        let whole = without_range(&request);
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned();
        let is_form = forms::is_form(&request);
        let request = if is_form { forms::with_file_name(request).await } else { Ok(request) };
        let request = match request {
            Ok(request) => request,
            Err(refusal) => return refusal.into_response(),
        };
        let mut response = self.call(with_slash(request), has_body).await;
        if is_form {
            response = forms::with_place(response, &host).await;
        }
        if let Some(whole) = whole {
            response = self.instead_of_range(response, whole).await;
        }
        response
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

    /// Answers with the whole object when the library refused only the range. A range that cannot be read is ignored. Source:
    /// RFC 9110 §14.2. The library checks the range after signature and access.
    async fn instead_of_range(&self, response: Response, whole: Request) -> Response {
        if response.status() != StatusCode::BAD_REQUEST {
            return response;
        }
        let (parts, body) = response.into_parts();
        let refusal = to_bytes(body, MAX_ERROR_BYTES).await.unwrap_or_default();
        if String::from_utf8_lossy(&refusal).contains("<Message>invalid header: range: ") {
            in_http(self.s3.verified.call(whole.map(s3s::Body::http_body_unsync)).await)
        } else {
            Response::from_parts(parts, Body::from(refusal))
        }
    }
}

fn in_http(answer: Result<http::Response<s3s::Body>, impl Into<Box<dyn std::error::Error + Send + Sync>>>) -> Response {
    match answer {
        Ok(response) => response.map(Body::new).into_response(),
        Err(error) => {
            let cause = error.into();
            tracing::error!(%cause, "an S3 request failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A copy of the request without its range and its signature, when the range cannot be read; `None` for all other requests.
fn without_range(request: &Request) -> Option<Request> {
    let is_readable = |value: &HeaderValue| value.to_str().is_ok_and(|range| Range::parse(range).is_ok());
    let is_read = [Method::GET, Method::HEAD].contains(request.method());
    if !is_read || request.headers().get(header::RANGE).is_none_or(is_readable) {
        return None;
    }
    let mut whole = Request::new(Body::empty());
    *whole.method_mut() = request.method().clone();
    *whole.headers_mut() = request.headers().clone();
    whole.headers_mut().remove(header::RANGE);
    whole.headers_mut().remove(header::AUTHORIZATION);
    let is_signature = |pair: &&str| ["X-Amz-Signature=", "Signature="].iter().any(|name| pair.starts_with(name));
    let query: Vec<&str> = request.uri().query().unwrap_or_default().split('&').filter(|pair| !is_signature(pair)).collect();
    *whole.uri_mut() = format!("{}?{}", request.uri().path(), query.join("&")).parse().ok()?;
    Some(whole)
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

/// Adds a message and the id of the request to an error. The library leaves them out, and clients read them.
async fn complete(response: Response, id: &str) -> Response {
    let (mut parts, body) = response.into_parts();
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
    if !text.contains("<RequestId>") {
        text.push_str(&format!("<RequestId>{id}</RequestId>"));
    }
    text.push_str("</Error>");
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(text))
}
