//! Who may do what: everything with a signature, nothing without; and the faults that are injected.

use std::sync::Arc;

use http::StatusCode;
use s3s::access::{S3Access, S3AccessContext};
use s3s::path::S3Path;
use s3s::{S3Error, S3ErrorCode, S3Result, s3_error};
use serde_json::Value;

use super::unsupported;
use crate::fault_injection::{Call, DroppedResponse, FaultInjection, InjectedFault};
use crate::json_protocol::WireError;

/// Decides before each operation.
pub(super) struct Authorizer(pub(super) Arc<FaultInjection>);

#[async_trait::async_trait]
impl S3Access for Authorizer {
    async fn check(&self, context: &mut S3AccessContext<'_>) -> S3Result<()> {
        if context.credentials().is_none() {
            return Err(s3_error!(AccessDenied, "Access Denied: the request is not signed."));
        }
        unsupported::check(context.headers(), context.uri())?;
        let name = match context.s3_path() {
            S3Path::Root => String::new(),
            S3Path::Bucket { bucket } => bucket.to_string(),
            S3Path::Object { bucket, key } => format!("{bucket}/{key}"),
        };
        let response = context.extensions_mut().get::<DroppedResponse>().cloned().unwrap_or_default();
        let call = Call { service: "s3", operation: context.s3_op().name(), name: &name, input: &Value::Null };
        match self.0.for_call(call).await {
            None => Ok(()),
            Some(InjectedFault::Refusal(error)) => Err(in_words_of_s3(error)),
            Some(InjectedFault::LostRequest) => {
                response.drop_response();
                Err(s3_error!(InternalError, "The request was lost on purpose."))
            }
            Some(InjectedFault::LostAnswer) => {
                response.drop_response();
                Ok(())
            }
            Some(InjectedFault::LateAnswer(delay)) => {
                tokio::time::sleep(delay).await;
                Ok(())
            }
        }
    }
}

fn in_words_of_s3(error: WireError) -> S3Error {
    let (code, status) = match error.code {
        "AccessDeniedException" => (S3ErrorCode::AccessDenied, StatusCode::FORBIDDEN),
        "ThrottlingException" | "ResourceLimitExceeded" => (S3ErrorCode::SlowDown, StatusCode::SERVICE_UNAVAILABLE),
        "ExpiredTokenException" => (S3ErrorCode::ExpiredToken, StatusCode::BAD_REQUEST),
        "ServiceUnavailable" => (S3ErrorCode::ServiceUnavailable, StatusCode::SERVICE_UNAVAILABLE),
        _ => (S3ErrorCode::InternalError, StatusCode::INTERNAL_SERVER_ERROR),
    };
    let mut error = S3Error::with_message(code, error.message);
    error.set_status_code(status);
    error
}
