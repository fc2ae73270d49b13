//! Answers of the JSON services: a document, or an error in the form that every AWS client reads.

use axum::{body::Body, response::Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};

/// The content type of requests and answers.
const CONTENT_TYPE: HeaderValue = HeaderValue::from_static("application/x-amz-json-1.1");

/// An error that is answered to the caller.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub(crate) struct WireError {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl WireError {
    /// A refusal, HTTP 400.
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code, message: message.into() }
    }

    /// `ValidationException`: everything from a bad value to a missing resource.
    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::new("ValidationException", message)
    }

    /// The same error with another HTTP status.
    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// A fault of the engine. Its cause is logged, not answered.
    pub(crate) fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, "a request failed");
        Self::new("InternalFailure", "The engine failed to process the request; its log has the reason.")
            .with_status(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The reply.
    pub(crate) fn into_response(self) -> Response {
        // Errors that the service model declares call the member `Message`, the others `message`.
        let member = match self.code {
            "ResourceInUse" | "ResourceLimitExceeded" | "ResourceNotFound" | "ConflictException" => "Message",
            _ => "message",
        };
        let mut response = reply(self.status, &json!({ "__type": self.code, member: self.message }));
        response.headers_mut().insert("x-amzn-errortype", HeaderValue::from_static(self.code));
        response
    }
}

impl From<sqlx::Error> for WireError {
    fn from(error: sqlx::Error) -> Self {
        Self::internal(error)
    }
}

/// A successful reply; an operation without output answers an empty body.
pub(crate) fn success(output: Option<&Value>) -> Response {
    match output {
        Some(output) => reply(StatusCode::OK, output),
        None => with_type(Response::new(Body::empty())),
    }
}

/// A time as the JSON protocols write it: seconds since 1970, with milliseconds behind the point.
pub(crate) fn timestamp(milliseconds: i64) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds stay exact for 285,000 years")]
    let seconds = milliseconds as f64 / 1000.0;
    json!(seconds)
}

fn reply(status: StatusCode, document: &Value) -> Response {
    let mut response = Response::new(Body::from(document.to_string()));
    *response.status_mut() = status;
    with_type(response)
}

fn with_type(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONTENT_TYPE, CONTENT_TYPE);
    response
}
