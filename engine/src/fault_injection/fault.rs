//! The effect of each fault on a call or a job.

use std::time::Duration;

use domain::fault_injection::{Fault, MAX_DELAY};
use http::StatusCode;
use serde_json::Value;

use super::Call;
use crate::{account::caller_arn, json_protocol::WireError};

/// The delay of an answer when the fault has no number.
const DEFAULT_DELAY_SECONDS: u64 = 30;

/// The effect of a fault on a call.
#[derive(Debug)]
pub(crate) enum InjectedFault {
    /// The operation is not run, and this error is answered.
    Refusal(WireError),
    /// The operation is not run, and nothing is answered.
    LostRequest,
    /// The operation is run, and nothing is answered.
    LostAnswer,
    /// The operation is run, and its answer is delayed.
    LateAnswer(Duration),
}

/// The stages at which a job can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Before anything else.
    Starting,
    /// Before its data is copied.
    Downloading,
    /// When the trainer has ended.
    Uploading,
}

/// Reads the value of a tag: a word, and a number where one makes sense.
pub(super) fn parse(text: &str) -> Option<(Fault, Option<u32>)> {
    let mut parts = text.split_whitespace();
    let fault = Fault::parse(parts.next()?)?;
    Some((fault, parts.next().and_then(|number| number.parse().ok())))
}

/// The effect on a call. Forms of the messages: docs/errors.md §1 and §2.
pub(super) fn answer(fault: Fault, call: &Call<'_>, seconds: Option<u64>, account: &str, region: &str) -> Option<InjectedFault> {
    let service = call.service;
    let user = format!("User: {} is not authorized to perform", caller_arn(account));
    let error = match fault {
        Fault::AccessDenied => {
            let action = action(call);
            let has = |member: &str| call.input.get(member).is_some();
            let resource = match service {
                "s3" => format!("arn:aws:s3:::{}", call.name),
                _ if call.name.starts_with("arn:") => call.name.to_owned(),
                _ if has("TrainingJobName") => format!("arn:aws:sagemaker:{region}:{account}:training-job/{}", call.name),
                _ if has("ModelName") => format!("arn:aws:sagemaker:{region}:{account}:model/{}", call.name),
                _ => format!("arn:aws:{service}:{region}:{account}:{}", call.name),
            };
            let message =
                format!("{user}: {action} on resource: {resource} because no identity-based policy allows the {action} action");
            WireError::new("AccessDeniedException", message)
        }
        Fault::PassRoleDenied => {
            let role = call.input.get("RoleArn").and_then(Value::as_str).unwrap_or_default();
            let message = format!(
                "{user}: iam:PassRole on resource: {role} because no identity-based policy allows the iam:PassRole action"
            );
            WireError::new("AccessDeniedException", message)
        }
        Fault::ResourceLimit => {
            let resources = call.input.get("ResourceConfig");
            let member = |name: &str| resources.and_then(|resources| resources.get(name));
            let instance = member("InstanceType").and_then(Value::as_str).unwrap_or(domain::instance::InstanceType::DEFAULT);
            let count = member("InstanceCount").and_then(Value::as_i64).unwrap_or(1);
            return Some(InjectedFault::Refusal(limit_exceeded(instance, false, 0, 0, count)));
        }
        Fault::Throttling => WireError::new("ThrottlingException", "Rate exceeded"),
        Fault::ExpiredToken => WireError::new("ExpiredTokenException", "The security token included in the request is expired"),
        Fault::InternalFailure => {
            let message = "The request processing has failed because of an unknown error, exception or failure.";
            WireError::new("InternalFailure", message).with_status(StatusCode::INTERNAL_SERVER_ERROR)
        }
        Fault::ServiceUnavailable => {
            let message = "The request has failed due to a temporary failure of the server.";
            WireError::new("ServiceUnavailable", message).with_status(StatusCode::SERVICE_UNAVAILABLE)
        }
        Fault::LostRequest => return Some(InjectedFault::LostRequest),
        Fault::LostAnswer => return Some(InjectedFault::LostAnswer),
        Fault::LateAnswer => {
            let delay = seconds.unwrap_or(DEFAULT_DELAY_SECONDS).min(MAX_DELAY);
            return Some(InjectedFault::LateAnswer(Duration::from_secs(delay)));
        }
        Fault::CapacityError | Fault::DownloadFailure | Fault::UploadFailure | Fault::InternalError => return None,
    };
    Some(InjectedFault::Refusal(error))
}

/// The permission that a call needs. The permissions of S3 have other names than its operations.
fn action(call: &Call<'_>) -> String {
    let name = match (call.service, call.operation) {
        ("s3", "ListObjects" | "ListObjectsV2" | "HeadBucket") => "ListBucket",
        ("s3", "ListBuckets") => "ListAllMyBuckets",
        ("s3", "HeadObject") => "GetObject",
        ("s3", "CopyObject" | "CreateMultipartUpload" | "UploadPart" | "UploadPartCopy" | "CompleteMultipartUpload") => {
            "PutObject"
        }
        ("s3", "DeleteObjects") => "DeleteObject",
        (_, operation) => operation,
    };
    format!("{}:{name}", call.service)
}

/// The reason of a job that fails at a stage. Forms: docs/errors.md §5.
pub(super) fn failure(fault: Fault, stage: Stage, arn: &str) -> Option<String> {
    let text = match (fault, stage) {
        (Fault::CapacityError, Stage::Starting) => {
            "CapacityError: Unable to provision requested ML compute capacity. Please retry using a different ML instance type."
        }
        (Fault::InternalError, Stage::Starting) => "InternalServerError: We encountered an internal error. Please try again.",
        (Fault::DownloadFailure, Stage::Downloading) => {
            return Some(format!(
                "ClientError: Data download failed:Unable to download object for {arn} (AccessDenied: Access Denied)"
            ));
        }
        (Fault::UploadFailure, Stage::Uploading) => {
            return Some(format!(
                "ClientError: Artifact upload failed:Unable to upload the model of {arn} (AccessDenied: Access Denied)"
            ));
        }
        _ => return None,
    };
    Some(text.to_owned())
}

/// `ResourceLimitExceeded` for instances. Source: docs/errors.md §2.
pub(crate) fn limit_exceeded(instance_type: &str, spot: bool, limit: i64, used: i64, delta: i64) -> WireError {
    let kind = if spot { "spot training job usage" } else { "training job usage" };
    WireError::new(
        "ResourceLimitExceeded",
        format!(
            "The account-level service limit '{instance_type} for {kind}' is {limit} Instances, with current utilization of {used} Instances and a request delta of {delta} Instances. Please contact AWS support to request an increase for this limit."
        ),
    )
}

#[cfg(test)]
mod tests {
    use domain::fault_injection::Fault;

    use super::parse;

    #[test]
    fn a_script_is_a_word_and_perhaps_a_number() {
        assert_eq!(parse("throttling 2"), Some((Fault::Throttling, Some(2))));
        assert_eq!(parse(" lost-answer "), Some((Fault::LostAnswer, None)));
        assert_eq!(parse("late-answer soon"), Some((Fault::LateAnswer, None)));
        assert_eq!((parse("explode"), parse("")), (None, None));
    }
}
