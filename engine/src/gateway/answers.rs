//! Answers of the port itself, before or instead of the answer of a service.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};

use super::service::Service;
use crate::{json_protocol::WireError, signature::SignatureError};

/// The answer to a browser's preflight request.
pub(super) fn preflight(allowed: Option<HeaderMap>) -> Response {
    let Some(allowed) = allowed else {
        let body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>AccessForbidden</Code><Message>CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.</Message></Error>";
        return (StatusCode::FORBIDDEN, [(header::CONTENT_TYPE, "application/xml")], body).into_response();
    };
    let mut response = StatusCode::OK.into_response();
    response.headers_mut().extend(allowed);
    response
}

/// The refusal of a request with a missing or wrong signature.
pub(super) fn refuse(error: SignatureError) -> WireError {
    let message = error.to_string();
    match error {
        SignatureError::Missing => WireError::new("MissingAuthenticationToken", message).with_status(StatusCode::FORBIDDEN),
        SignatureError::Incomplete(_) => WireError::new("IncompleteSignature", message),
        SignatureError::UnknownKey => WireError::new("UnrecognizedClientException", message),
        SignatureError::Expired { .. }
        | SignatureError::OtherDay { .. }
        | SignatureError::NotSigned(_)
        | SignatureError::Mismatch => WireError::new("InvalidSignatureException", message),
    }
}

/// The answer to a request whose handler panicked. The panic hook has logged the panic.
pub(super) fn panicked(service: Service, id: &str) -> Response {
    if service != Service::S3 {
        return WireError::internal("the handler panicked").into_response();
    }
    tracing::error!(request_id = id, "an S3 request panicked");
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>InternalError</Code><Message>We encountered an internal error. Please try again.</Message><RequestId>{id}</RequestId></Error>"
    );
    (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, "application/xml")], body).into_response()
}
