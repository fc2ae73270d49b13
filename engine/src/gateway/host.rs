//! The host names that requests may have. A web page whose name resolves to 127.0.0.1 (DNS rebinding) sends its own name, and
//! is refused.

use std::net::SocketAddr;

use axum::extract::Request;
use http::header;

/// The answer to a refused request.
pub(super) const REFUSAL: &str =
    "The Host header names another machine. Call the engine as 127.0.0.1 or localhost, with its port.";

/// The allowed values of the `Host` header.
#[derive(Debug, Clone)]
pub(crate) struct AllowedHosts(Vec<String>);

impl AllowedHosts {
    /// The loopback names with the engine's port, and the address itself.
    pub(crate) fn of(address: SocketAddr) -> Self {
        let port = address.port();
        Self(vec![address.to_string(), format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")])
    }

    /// Whether a request may be answered.
    pub(super) fn allow(&self, request: &Request) -> bool {
        let mut hosts = request.headers().get_all(header::HOST).iter();
        let (host, another) = (hosts.next(), hosts.next());
        let allowed = |name: &str| self.0.iter().any(|allowed| allowed.eq_ignore_ascii_case(name));
        let authority_is_allowed = request.uri().authority().is_none_or(|authority| allowed(authority.as_str()));
        another.is_none() && authority_is_allowed && host.and_then(|host| host.to_str().ok()).is_some_and(allowed)
    }
}
