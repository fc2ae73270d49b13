//! Refusals before the protocol library sees a request.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};

use super::error::wording;
use crate::query_protocol::escape;

/// The reason why a request is refused, in S3's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    /// Names and texts of the other elements of the error document.
    members: Vec<(&'static str, String)>,
}

impl Refusal {
    /// A refusal with a status.
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), members: Vec::new() }
    }

    /// A refusal with the status 400.
    pub(crate) fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// `AccessDenied`
    pub(crate) fn access_denied(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "AccessDenied", message)
    }

    /// `SignatureDoesNotMatch`
    pub(crate) fn mismatch() -> Self {
        Self::new(StatusCode::FORBIDDEN, "SignatureDoesNotMatch", wording("SignatureDoesNotMatch"))
    }

    /// Adds an element to the error document.
    pub(crate) fn with_member(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.members.push((name, text.into()));
        self
    }

    /// The code of the error.
    #[cfg(test)]
    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    /// The error document.
    pub(crate) fn into_response(self) -> Response {
        let members = self.members.iter().map(|(name, text)| format!("<{name}>{}</{name}>", escape(text)));
        let document = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{}</Code><Message>{}</Message>{}</Error>",
            self.code,
            escape(&self.message),
            members.collect::<String>()
        );
        (self.status, [(header::CONTENT_TYPE, "application/xml")], Body::from(document)).into_response()
    }
}
