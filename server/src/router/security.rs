//! The checks of a caller, and the security headers of an answer.

use std::net::SocketAddr;

use app::server_call::status_of;
use axum::{
    body::{Body, HttpBody, to_bytes},
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use console::error::AppError;
use engine::Peer;
use leptos::{nonce::use_nonce, prelude::*, server_fn::error::SERVER_FN_ERROR_HEADER};

use super::{
    body::{self, BodyError, Limit},
    upload,
};

/// The largest body of all other routes: 100 hyperparameters of 2,500 characters and the rest of a form fit several times.
pub(super) const LIMIT: Limit = Limit { bytes: 2 << 20, words: "2 MiB", what: "any form of the console holds" };

/// Names under which the console may be called. Another name means that a foreign page was resolved to this machine.
#[derive(Debug, Clone)]
pub(crate) struct Hosts {
    names: Vec<String>,
}

impl Hosts {
    /// The names of this machine on the port of `address`, and those that were allowed by a flag, on any port.
    pub(crate) fn new(address: SocketAddr, allowed: &[String]) -> Self {
        let port = address.port();
        let mut names = vec![address.to_string()];
        for name in ["127.0.0.1", "localhost", "[::1]"] {
            names.push(format!("{name}:{port}"));
            if port == 80 {
                names.push(name.to_owned());
            }
        }
        names.extend(allowed.iter().map(|name| name.to_ascii_lowercase()));
        Self { names }
    }

    fn allows(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let without_port =
            host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map(|(name, _)| name);
        self.names.iter().any(|name| *name == host || (Some(name.as_str()) == without_port && !name.contains(':')))
    }
}

/// Refuses foreign host names, and calls that change something from foreign pages.
pub(super) async fn check_caller(State(hosts): State<Hosts>, mut request: Request, next: Next) -> Response {
    // CONNECT names a host and `OPTIONS *` the server as a whole; pages have paths.
    if !request.uri().path().starts_with('/') || request.method() == Method::CONNECT {
        return refuse(StatusCode::METHOD_NOT_ALLOWED, "The console is no proxy: ask for one of its pages.");
    }
    let host = match named_host(request.uri(), request.headers()) {
        Ok(host) => host.to_owned(),
        Err(words) => return refuse(StatusCode::BAD_REQUEST, words),
    };
    if !hosts.allows(&host) {
        return refuse(StatusCode::MISDIRECTED_REQUEST, "The console is not served under this host name.");
    }
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !is_safe && !is_own_page(request.headers(), &host) {
        return refuse(StatusCode::FORBIDDEN, "This call came from another page than the console's own and was not carried out.");
    }
    // A form without scripts is answered with the page that sent it, which must be one of the console.
    if !header(request.headers(), "referer").is_some_and(|page| is_page_of(page, &host)) {
        request.headers_mut().remove(header::REFERER);
    }
    next.run(request).await
}

/// The host that a request names: once, in its address (HTTP/2, and HTTP/1.1 to a proxy), its `Host` header, or alike in both.
///
/// # Errors
/// The refusal in words. Source: RFC 9112 §3.2, RFC 9113 §8.3.1.
fn named_host<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Result<&'a str, &'static str> {
    let mut named = headers.get_all(header::HOST).iter();
    let (in_header, others) = (named.next(), named.next());
    let in_header = match in_header.map(HeaderValue::to_str) {
        None => None,
        Some(Ok(host)) if others.is_none() => Some(host),
        Some(_) => return Err("The request names its host more than once, or in no text."),
    };
    match (uri.authority().map(Authority::as_str), in_header) {
        (Some(address), Some(host)) if !address.eq_ignore_ascii_case(host) => {
            Err("The request names one host in its address and another one in its header.")
        }
        (Some(host), _) | (None, Some(host)) => Ok(host),
        (None, None) => Err("The request names no host."),
    }
}

/// Whether a call that changes something comes from a page of the console, or from no page at all. `own` is the host that the
/// request names.
fn is_own_page(headers: &HeaderMap, own: &str) -> bool {
    if let Some(site) = header(headers, "sec-fetch-site")
        && !["same-origin", "none"].contains(&site)
    {
        return false;
    }
    match header(headers, "origin") {
        None => true,
        Some(origin) => is_page_of(origin, own),
    }
}

/// Whether an address, with or without a path, is one of `host`.
fn is_page_of(address: &str, host: &str) -> bool {
    let Ok(address) = address.parse::<Uri>() else { return false };
    let is_http = matches!(address.scheme_str(), Some("http" | "https"));
    is_http && address.authority().is_some_and(|authority| authority.as_str().eq_ignore_ascii_case(host))
}

/// Refuses a body that is too large before any of it is read, and waits until one has arrived as a whole. The route of uploads
/// reads its bodies itself.
pub(super) async fn whole_body(request: Request, next: Next) -> Response {
    let is_part = request.uri().path() == upload::PATH;
    let limit = if is_part { upload::LIMIT } else { LIMIT };
    let length = header(request.headers(), "content-length").and_then(|length| length.parse::<u64>().ok());
    if length.is_some_and(|length| length > limit.bytes as u64) {
        return BodyError::TooLarge(limit).into_response();
    }
    if is_part || request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    match body::receive(body, limit, body::READ_TIMEOUT, None).await {
        Ok(received) => next.run(Request::from_parts(parts, Body::from(received.bytes))).await,
        Err(error) => error.into_response(),
    }
}

/// Tells the connection that the request is being answered, until the head of the answer is there.
pub(super) async fn count(request: Request, next: Next) -> Response {
    // Tests have no connection.
    let peer = request.extensions().get::<ConnectInfo<Peer>>().cloned();
    let _answering = peer.map(|ConnectInfo(peer)| peer.answering());
    next.run(request).await
}

/// Gives the answer of a call that could not be read the status of its error: the call's own code, which sets it, did not run.
pub(super) async fn status_of_unread_call(response: Response) -> Response {
    let is_error = response.headers().contains_key(SERVER_FN_ERROR_HEADER);
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR || !is_error {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LIMIT.bytes).await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    if let Ok(error) = serde_json::from_slice::<AppError>(&bytes)
        && let Ok(status) = StatusCode::from_u16(status_of(&error))
    {
        parts.status = status;
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Headers of every answer. Pages bring a content security policy with a nonce; everything else may do nothing.
pub(super) async fn headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Gives the page that is being rendered its content security policy: own scripts, and Leptos's inline ones by nonce.
/// Style *attributes* are allowed: the widths of a timeline are data.
pub(super) fn allow_nonce() {
    if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<leptos_axum::ResponseOptions>()) {
        let policy = format!(
            "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
             style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
             base-uri 'none'; frame-ancestors 'none'"
        );
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
    }
}

fn refuse(status: StatusCode, words: &'static str) -> Response {
    (status, format!("{words}\n")).into_response()
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;

    use super::*;

    fn hosts() -> Hosts {
        Hosts::new("127.0.0.1:8080".parse().expect("an address"), &["Train.example".to_owned()])
    }

    #[test]
    fn only_known_names_are_served() {
        for host in ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080", "train.example", "train.example:443"] {
            assert!(hosts().allows(host), "{host}");
        }
        for host in ["localhost:80", "localhost", "evil.example", "127.0.0.1.evil.example:8080", "", "train.example.evil:1"] {
            assert!(!hosts().allows(host), "{host}");
        }
    }

    #[test]
    fn only_own_pages_change_anything() {
        let own = |pairs: &[(&'static str, &'static str)]| {
            let pairs = pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
            is_own_page(&pairs.collect(), "localhost:8080")
        };
        assert!(own(&[]));
        assert!(own(&[("origin", "http://localhost:8080"), ("sec-fetch-site", "same-origin")]));
        assert!(!own(&[("origin", "http://127.0.0.1:8080")]));
        assert!(!own(&[("origin", "null")]));
        assert!(!own(&[("sec-fetch-site", "cross-site")]));
        assert!(!own(&[("sec-fetch-site", "same-site")]));
    }

    #[test]
    fn a_request_names_one_host() {
        let named = |uri: &'static str, hosts: &[&'static str]| {
            let headers = hosts.iter().map(|host| (header::HOST, HeaderValue::from_static(host)));
            named_host(&Uri::from_static(uri), &headers.collect()).ok().map(str::to_owned)
        };
        assert_eq!(named("/", &["localhost:8080"]).as_deref(), Some("localhost:8080"));
        // HTTP/2 has no such header.
        assert_eq!(named("http://localhost:8080/", &[]).as_deref(), Some("localhost:8080"));
        assert_eq!(named("http://localhost:8080/", &["LOCALHOST:8080"]).as_deref(), Some("localhost:8080"));
        assert_eq!(named("http://localhost:8080/", &["evil.example"]), None);
        assert_eq!(named("/", &["localhost:8080", "localhost:8080"]), None);
        assert_eq!(named("/", &[]), None);
    }

    #[test]
    fn an_answer_leads_to_pages_of_the_console_alone() {
        for page in ["http://localhost:8080", "https://LOCALHOST:8080/training-jobs?rows=2"] {
            assert!(is_page_of(page, "localhost:8080"), "{page}");
        }
        for page in [
            "javascript:alert(1)",
            "//localhost:8080/",
            "http://evil.example/",
            "http://localhost:8080@evil.example/",
            "ftp://localhost:8080/",
            "",
            "null",
        ] {
            assert!(!is_page_of(page, "localhost:8080"), "{page}");
        }
    }
}
