//! The one port: it finds the service that a request is for, and passes the request on.
//!
//! - [`service`] — the service that a request is for
//! - [`host`] — the host names that requests may have
//! - [`connection`] — connections: their number, their silence, and how injected faults abort them
//! - [`body`] — reads the small bodies of the JSON and query services
//! - [`objects`] — passes requests on to the object store, and completes its refusals
//! - [`forms`] — forms that upload a file
//! - [`signature_report`] — what a refusal tells about a signature
//! - [`foreign_service`] — refuses calls of services that the engine does not have
//! - [`answers`] — answers of the port itself
//!
//! The service is taken from the scope of the signature, not from the path, so that no name of a bucket collides.

mod answers;
mod body;
mod connection;
mod foreign_service;
mod forms;
mod host;
mod objects;
mod service;
mod signature_report;

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Bytes, HttpBody},
    extract::{ConnectInfo, Request, State, connect_info::IntoMakeServiceWithConnectInfo},
    response::Response,
};
use futures::FutureExt;
use http::{HeaderName, HeaderValue, StatusCode, header, request::Parts};
use serde_json::Value;
use time::{OffsetDateTime, UtcOffset, macros::format_description};

use crate::{
    clock::Clock,
    cloudwatch::{self, CloudWatch},
    credentials::Credentials,
    fault_injection::{Call, DroppedResponse, FaultInjection, InjectedFault},
    iam::{self, Iam},
    json_protocol::WireError,
    kms::Kms,
    logs::Logs,
    query_protocol::Form,
    random,
    s3::{Services, store::Store},
    sagemaker::SageMaker,
    signature::{self, Authorization},
    sts::{self, Sts},
};

use answers::{panicked, refuse};
use service::Service;

pub use connection::{BreakableListener, Peer};
pub(crate) use host::AllowedHosts;

/// All services behind the port.
pub(crate) struct Gateway {
    pub(crate) hosts: AllowedHosts,
    pub(crate) credentials: Credentials,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) objects: Store,
    pub(crate) s3: Services,
    pub(crate) sagemaker: SageMaker,
    pub(crate) logs: Logs,
    pub(crate) kms: Kms,
    pub(crate) cloudwatch: CloudWatch,
    pub(crate) sts: Sts,
    pub(crate) iam: Iam,
    pub(crate) faults: Arc<FaultInjection>,
}

/// The router that serves the port.
pub(crate) fn router(gateway: Arc<Gateway>) -> IntoMakeServiceWithConnectInfo<Router, Peer> {
    Router::new().fallback(handle).with_state(gateway).into_make_service_with_connect_info()
}

async fn handle(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(Peer { breaker, requests }): ConnectInfo<Peer>,
    mut request: Request,
) -> Response {
    requests.begin();
    let id = request_id();
    let service = Service::of(&request);
    let dropped = DroppedResponse::default();
    request.extensions_mut().insert(dropped.clone());
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let is_unanswered = expects_continue_for_nothing(&request);
    let answer = AssertUnwindSafe(gateway.answer(service, request, &id)).catch_unwind().await;
    requests.end();
    let mut response = answer.unwrap_or_else(|_| panicked(service, &id));
    if dropped.is_dropped() {
        breaker.pull();
    }
    if is_unanswered {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    let name = if service == Service::S3 { "x-amz-request-id" } else { "x-amzn-requestid" };
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
    // The HTTP library would add a date that it caches until the clock has passed it. After the clock is set back this date is
    // wrong, and clients correct their signatures by it.
    if let Some(date) = http_date(gateway.clock.now().date_time()) {
        response.headers_mut().insert(header::DATE, date);
    }
    tracing::debug!(?service, %method, %path, status = response.status().as_u16(), request_id = %id, "answered");
    response
}

/// Whether a request waits for `100 Continue` before a body of no bytes. The HTTP library sends none then, and botocore would
/// take the status of this answer for that of its next request on the connection. So the connection ends.
fn expects_continue_for_nothing(request: &Request) -> bool {
    request.headers().contains_key(header::EXPECT) && request.body().is_end_stream()
}

impl Gateway {
    async fn answer(&self, service: Service, request: Request, id: &str) -> Response {
        if !self.hosts.allow(&request) {
            let error = WireError::new("AccessDeniedException", host::REFUSAL).with_status(StatusCode::FORBIDDEN);
            return error.into_response();
        }
        match service {
            Service::S3 => self.store(request, id).await,
            Service::CloudWatch => {
                let protocol = cloudwatch::Protocol::of(request.headers());
                self.metrics(protocol, request, id).await.unwrap_or_else(|error| protocol.refuse(&error, id))
            }
            Service::Sts => self
                .query(service, request, |form| self.sts.answer(form, id))
                .await
                .unwrap_or_else(|error| sts::PROTOCOL.refuse(&error, id)),
            Service::Iam => self
                .query(service, request, |form| self.iam.answer(form, id))
                .await
                .unwrap_or_else(|error| iam::PROTOCOL.refuse(&error, id)),
            Service::SageMaker | Service::Logs | Service::Kms | Service::Other => {
                self.json(service, request, id).await.unwrap_or_else(WireError::into_response)
            }
        }
    }

    async fn json(&self, service: Service, request: Request, id: &str) -> Result<Response, WireError> {
        let (parts, body) = self.read(request).await?;
        let credential = Authorization::of(&parts.headers).map_err(refuse)?.credential;
        // The SageMaker Runtime signs for SageMaker, too, and has no targets.
        if service == Service::Other || !parts.headers.contains_key("x-amz-target") {
            return Ok(foreign_service::refuse(credential.service, &parts, &body, id));
        }
        let target = parts.headers.get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let operation = target.split_once('.').map_or(target, |(_, operation)| operation);
        // The operation itself refuses a body that cannot be read.
        let input = serde_json::from_slice(&body);
        let seen = input.as_ref().unwrap_or(&Value::Null);
        let member = |name: &str| seen.get(name).and_then(Value::as_str);
        let name = ["TrainingJobName", "ModelName", "logStreamName", "ResourceArn", "KeyId"].into_iter().find_map(member);
        let call = Call { service: service.name(), operation, name: name.unwrap_or_default(), input: seen };
        let delay = self.inject_fault(call, &parts).await?;
        let answer = match service {
            Service::Logs => self.logs.in_region(credential.region).answer(target, &body).await,
            Service::Kms => self.kms.answer(target, &body, credential.region).await,
            _ => self.sagemaker.answer(target, &body, input, credential.region).await,
        };
        wait(delay).await;
        answer
    }

    async fn metrics(&self, protocol: cloudwatch::Protocol, request: Request, id: &str) -> Result<Response, WireError> {
        let (parts, body) = self.read(request).await?;
        let cloudwatch::Request { operation, input } = protocol.read(&parts, &body)?;
        let call = Call { service: Service::CloudWatch.name(), operation: &operation, name: "", input: &input };
        let delay = self.inject_fault(call, &parts).await?;
        let answer = self.cloudwatch.answer(&operation, input).await;
        wait(delay).await;
        Ok(protocol.success(&operation, &answer?, id))
    }

    async fn query(
        &self,
        service: Service,
        request: Request,
        answer: impl FnOnce(&Form<'_>) -> Result<Response, WireError>,
    ) -> Result<Response, WireError> {
        let (parts, body) = self.read(request).await?;
        let body = String::from_utf8_lossy(&body);
        let form = Form::parse(&body);
        let name = form.get("RoleName");
        let call = Call { service: service.name(), operation: form.get("Action"), name, input: &Value::Null };
        let delay = self.inject_fault(call, &parts).await?;
        let answer = answer(&form);
        wait(delay).await;
        answer
    }

    /// Injects the fault of a call and returns the delay of the answer.
    async fn inject_fault(&self, call: Call<'_>, parts: &Parts) -> Result<Duration, WireError> {
        let dropped = parts.extensions.get::<DroppedResponse>().cloned().unwrap_or_default();
        match self.faults.for_call(call).await {
            None => Ok(Duration::ZERO),
            Some(InjectedFault::LateAnswer(delay)) => Ok(delay),
            Some(InjectedFault::Refusal(error)) => Err(error),
            Some(InjectedFault::LostAnswer) => {
                dropped.drop_response();
                Ok(Duration::ZERO)
            }
            Some(InjectedFault::LostRequest) => {
                dropped.drop_response();
                Err(WireError::new("InternalFailure", "The request was lost on purpose."))
            }
        }
    }

    /// The whole request after its signature is verified.
    async fn read(&self, request: Request) -> Result<(Parts, Bytes), WireError> {
        let (parts, body) = body::read(request).await?;
        signature::verify(&parts, &body, &self.credentials, self.clock.now().date_time()).map_err(refuse)?;
        Ok((parts, body))
    }
}

/// Waits for the delay of an injected fault. Without one it starts no timer, because a timer runs to the end of a millisecond.
async fn wait(delay: Duration) {
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
}

/// A time as HTTP writes it. Source: RFC 9110 §5.6.7, IMF-fixdate.
fn http_date(time: OffsetDateTime) -> Option<HeaderValue> {
    let format = format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");
    HeaderValue::try_from(time.to_offset(UtcOffset::UTC).format(format).ok()?).ok()
}

/// A random request id in the form of a UUID.
fn request_id() -> String {
    random::in_uuid_form(&random::hexadecimal(16).unwrap_or_else(|_| "0".repeat(32)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_answer_without_a_delay_waits_for_no_timer() {
        assert!(wait(Duration::ZERO).now_or_never().is_some());
        assert!(wait(Duration::from_secs(60)).now_or_never().is_none());
    }
}
