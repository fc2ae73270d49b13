//! The checks of a caller, and the security headers of an answer.

use std::net::SocketAddr;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use leptos::{nonce::use_nonce, prelude::*};

use super::upload;

/// Largest body in bytes: 100 hyperparameters of 2,500 characters and the rest of a form fit several times.
pub(super) const MAX_BODY_SIZE: usize = 2 << 20;

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
pub(super) async fn check_caller(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    let host = header(request.headers(), "host").or_else(|| request.uri().authority().map(|authority| authority.as_str()));
    if !host.is_some_and(|host| hosts.allows(host)) {
        return refuse(StatusCode::MISDIRECTED_REQUEST, "The console is not served under this host name.");
    }
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !is_safe && !is_own_page(request.headers(), &hosts) {
        return refuse(StatusCode::FORBIDDEN, "This call came from another page than the console's own and was not carried out.");
    }
    next.run(request).await
}

/// Whether a call that changes something comes from a page of the console, or from no page at all.
fn is_own_page(headers: &HeaderMap, hosts: &Hosts) -> bool {
    if let Some(site) = header(headers, "sec-fetch-site")
        && !["same-origin", "none"].contains(&site)
    {
        return false;
    }
    match header(headers, "origin") {
        None => true,
        Some(origin) => origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://")).is_some_and(|host| {
            let own = header(headers, "host").unwrap_or_default();
            host.eq_ignore_ascii_case(own) && hosts.allows(host)
        }),
    }
}

/// Refuses a body that is too large before any of it is read.
pub(super) async fn limit_body(request: Request, next: Next) -> Response {
    let (limit, words) = if request.uri().path() == upload::PATH {
        (upload::MAX_BODY_SIZE, "What was sent is larger than 64 MiB, more than any part of an upload.")
    } else {
        (MAX_BODY_SIZE, "What was sent is larger than 2 MiB, more than any form of the console holds.")
    };
    let length = header(request.headers(), "content-length").and_then(|length| length.parse::<u64>().ok());
    if length.is_some_and(|length| length > limit as u64) {
        return refuse(StatusCode::PAYLOAD_TOO_LARGE, words);
    }
    let (parts, body) = request.into_parts();
    let body = axum::body::Body::new(http_body_util::Limited::new(body, limit));
    next.run(Request::from_parts(parts, body)).await
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
            let mut headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static("localhost:8080"))]);
            for (name, value) in pairs {
                headers.insert(*name, HeaderValue::from_static(value));
            }
            is_own_page(&headers, &hosts())
        };
        assert!(own(&[]));
        assert!(own(&[("origin", "http://localhost:8080"), ("sec-fetch-site", "same-origin")]));
        assert!(!own(&[("origin", "http://127.0.0.1:8080")]));
        assert!(!own(&[("origin", "null")]));
        assert!(!own(&[("sec-fetch-site", "cross-site")]));
        assert!(!own(&[("sec-fetch-site", "same-site")]));
    }
}
