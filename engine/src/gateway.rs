//! The one port: looks at who a request is for, and hands it to that service.
//!
//! - [`host`] — which names the engine answers to
//! - [`body`] — reads the small bodies of the JSON and query services
//!
//! Requests are told apart by the service in their signature's scope, not by their path, so that no bucket name collides.

mod body;
mod host;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::{Router, body::Bytes};
use futures::FutureExt;
use http::request::Parts;
use http::{HeaderName, HeaderValue, StatusCode, header};
use s3s::service::S3Service;

use crate::clock::Clock;
use crate::credentials::Credentials;
use crate::logs::Logs;
use crate::random;
use crate::sagemaker::SageMaker;
use crate::signature::{self, Authorization, SignatureError};
use crate::sts::Sts;
use crate::wire::WireError;

pub(crate) use host::AllowedHosts;

/// All services behind the port.
pub(crate) struct Gateway {
    pub(crate) hosts: AllowedHosts,
    pub(crate) credentials: Credentials,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) s3: S3Service,
    pub(crate) sagemaker: SageMaker,
    pub(crate) logs: Logs,
    pub(crate) sts: Sts,
}

/// The router that serves the port.
pub(crate) fn router(gateway: Arc<Gateway>) -> Router {
    Router::new().fallback(handle).with_state(gateway)
}

/// Whom a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Service {
    S3,
    SageMaker,
    Logs,
    Sts,
    Other,
}

async fn handle(State(gateway): State<Arc<Gateway>>, request: Request) -> Response {
    let id = request_id();
    let service = service_of(&request);
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let answer = AssertUnwindSafe(gateway.answer(service, request, &id)).catch_unwind().await;
    let mut response = answer.unwrap_or_else(|_| panicked(service, &id));
    let name = if service == Service::S3 { "x-amz-request-id" } else { "x-amzn-requestid" };
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
    tracing::debug!(?service, %method, %path, status = response.status().as_u16(), request_id = %id, "answered");
    response
}

impl Gateway {
    async fn answer(&self, service: Service, request: Request, id: &str) -> Response {
        if !self.hosts.allow(&request) {
            let error = WireError::new("AccessDeniedException", host::REFUSAL).with_status(StatusCode::FORBIDDEN);
            return error.into_response();
        }
        match service {
            Service::S3 => self.store(request).await,
            Service::Sts => match self.read(request).await {
                Ok((_, body)) => self.sts.answer(&body, id),
                Err(error) => self.sts.refuse(&error, id),
            },
            Service::SageMaker | Service::Logs | Service::Other => match self.json(service, request).await {
                Ok(response) => response,
                Err(error) => error.into_response(),
            },
        }
    }

    async fn json(&self, service: Service, request: Request) -> Result<Response, WireError> {
        let (parts, body) = self.read(request).await?;
        let target = parts.headers.get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default();
        match service {
            Service::SageMaker => self.sagemaker.answer(target, &body).await,
            Service::Logs => self.logs.answer(target, &body).await,
            _ => Err(WireError::new(
                "UnknownOperationException",
                "This engine has SageMaker, S3, CloudWatch Logs and STS, and no other service.",
            )),
        }
    }

    /// The whole request, verified.
    async fn read(&self, request: Request) -> Result<(Parts, Bytes), WireError> {
        let (parts, body) = body::read(request).await?;
        signature::verify(&parts, &body, &self.credentials, self.clock.now()).map_err(refuse)?;
        Ok((parts, body))
    }

    async fn store(&self, request: Request) -> Response {
        match self.s3.call(request.map(s3s::Body::http_body_unsync)).await {
            Ok(response) => response.map(Body::new).into_response(),
            Err(error) => {
                let cause: Box<dyn std::error::Error + Send + Sync> = error.into();
                tracing::error!(%cause, "an S3 request failed");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

fn service_of(request: &Request) -> Service {
    match Authorization::of(request.headers()) {
        Ok(authorization) => match authorization.service {
            "s3" => Service::S3,
            "sagemaker" => Service::SageMaker,
            "logs" => Service::Logs,
            "sts" => Service::Sts,
            _ => Service::Other,
        },
        // Unsigned calls of the JSON services are refused in their own form.
        Err(_) => match request.headers().get("x-amz-target").and_then(|value| value.to_str().ok()) {
            Some(target) if target.starts_with("Logs_") => Service::Logs,
            Some(_) => Service::SageMaker,
            // Presigned URLs, forms, older signatures, and anonymous requests, which the store refuses.
            None => Service::S3,
        },
    }
}

fn refuse(error: SignatureError) -> WireError {
    let message = error.to_string();
    match error {
        SignatureError::Missing => WireError::new("MissingAuthenticationToken", message).with_status(StatusCode::FORBIDDEN),
        SignatureError::Incomplete(_) => WireError::new("IncompleteSignature", message),
        SignatureError::UnknownKey => WireError::new("UnrecognizedClientException", message),
        SignatureError::Expired { .. } | SignatureError::Mismatch => WireError::new("InvalidSignatureException", message),
    }
}

/// The reply to a request whose handling panicked; the panic itself was logged by the hook.
fn panicked(service: Service, id: &str) -> Response {
    if service != Service::S3 {
        return WireError::internal("the handler panicked").into_response();
    }
    tracing::error!(request_id = id, "an S3 request panicked");
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>InternalError</Code><Message>We encountered an internal error. Please try again.</Message><RequestId>{id}</RequestId></Error>"
    );
    (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, "application/xml")], body).into_response()
}

/// A random request id in the form of a UUID.
fn request_id() -> String {
    let digits = random::hexadecimal(16).unwrap_or_else(|_| "0".repeat(32));
    let part = |range| digits.get(range).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0..8), part(8..12), part(12..16), part(16..20), part(20..32))
}
