//! The checks before every operation. A request with a valid signature may do everything. One without a signature never comes
//! here, see [`super::verified_request`].

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, StatusCode};
use s3s::{
    S3Error, S3ErrorCode, S3Result,
    access::{S3Access, S3AccessContext},
    path::S3Path,
    s3_error,
};
use serde_json::Value;

use super::unsupported;
use crate::{
    account::Account,
    fault_injection::{Call, DroppedResponse, FaultInjection, InjectedFault},
    json_protocol::WireError,
};

/// The headers with the expected owner of the bucket, and of the bucket of a copy's source.
const EXPECTED_OWNERS: [&str; 2] = ["x-amz-expected-bucket-owner", "x-amz-source-expected-bucket-owner"];

/// Checks each operation.
pub(super) struct Authorizer {
    pub(super) account: Account,
    pub(super) faults: Arc<FaultInjection>,
}

#[async_trait::async_trait]
impl S3Access for Authorizer {
    async fn check(&self, context: &mut S3AccessContext<'_>) -> S3Result<()> {
        unsupported::check(context.headers(), context.uri(), context.s3_op().name())?;
        self.inject_fault(context).await?;
        self.check_owner(context.headers())?;
        if let S3Path::Object { key, .. } = context.s3_path() {
            check_key(key)?;
        }
        Ok(())
    }
}

impl Authorizer {
    async fn inject_fault(&self, context: &mut S3AccessContext<'_>) -> S3Result<()> {
        let name = match context.s3_path() {
            S3Path::Root => String::new(),
            S3Path::Bucket { bucket } => bucket.to_string(),
            S3Path::Object { bucket, key } => format!("{bucket}/{key}"),
        };
        let response = context.extensions_mut().get::<DroppedResponse>().cloned().unwrap_or_default();
        let call = Call { service: "s3", operation: context.s3_op().name(), name: &name, input: &Value::Null };
        match self.faults.for_call(call).await {
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

    /// Refuses a request that expects another owner of a bucket. All buckets belong to the account.
    fn check_owner(&self, headers: &HeaderMap) -> S3Result<()> {
        let number = &self.account.number;
        let is_other = |owner: &HeaderValue| owner.as_bytes() != number.as_bytes();
        if EXPECTED_OWNERS.iter().flat_map(|name| headers.get_all(*name)).any(is_other) {
            return Err(s3_error!(AccessDenied, "Access Denied: the bucket belongs to account {number}."));
        }
        Ok(())
    }
}

/// Refuses invalid keys.
///
/// # Errors
/// `InvalidArgument`
pub(super) fn check_key(key: &str) -> S3Result<()> {
    if key.contains('\0') {
        return Err(s3_error!(InvalidArgument, "A key may not hold the character NUL."));
    }
    Ok(())
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
