//! What went wrong at the target, in one form for all services.

use aws_sdk_sagemaker::operation::RequestId;
use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::{display::DisplayErrorContext, metadata::ProvideErrorMetadata};
use console::error::AppError;

use super::account::AccountError;

/// A call that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// What kind of failure.
    pub(crate) kind: Kind,
    /// The service's code, for example `ValidationException`; our own word when there was no answer.
    pub(crate) code: String,
    /// The HTTP status of the answer; `None` when there was none.
    pub(crate) status: Option<u16>,
    /// The service's words.
    pub(crate) message: String,
    /// Identifies the call for support.
    pub(crate) request_id: Option<String>,
    /// The Region that S3 names when a bucket is elsewhere.
    pub(crate) bucket_region: Option<String>,
}

/// What kind of failure, which decides what is done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The service understood and said no.
    Refused,
    /// There is no such thing.
    NotFound,
    /// The credentials are unknown, expired or absent.
    Credentials,
    /// The credentials belong to another account than the history.
    OtherAccount,
    /// The credentials may not do this.
    Denied,
    /// Too many calls.
    Throttled,
    /// The service itself failed.
    Fault,
    /// Nobody answered: whether the call had an effect is not known.
    Unanswered,
    /// The call never left.
    NotSent,
}

impl Failure {
    /// Reads an SDK error.
    pub(crate) fn new<E>(error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + RequestId + std::error::Error + Send + Sync + 'static,
    {
        if let Some(account) = AccountError::among_causes(error) {
            return Self::from(account);
        }
        let chain = DisplayErrorContext(error).to_string();
        let response = error.raw_response();
        let status = response.map(|response| response.status().as_u16());
        let header = |name| response.and_then(|response| response.headers().get(name)).map(str::to_owned);
        let service = error.as_service_error();
        let code = service.and_then(ProvideErrorMetadata::code).map(str::to_owned);
        let kind = match error {
            SdkError::ServiceError(_) => classify(code.as_deref(), status, service.and_then(ProvideErrorMetadata::message)),
            SdkError::ConstructionFailure(_) => Kind::NotSent,
            SdkError::DispatchFailure(_) if chain.contains("credential") => Kind::Credentials,
            _ => Kind::Unanswered,
        };
        let message = service.and_then(ProvideErrorMetadata::message).map_or_else(|| brief(&chain), str::to_owned);
        Self {
            kind,
            code: code.unwrap_or_else(|| own_code(kind, status)),
            status,
            message,
            request_id: service.and_then(RequestId::request_id).map(str::to_owned).or_else(|| header("x-amzn-requestid")),
            bucket_region: header("x-amz-bucket-region"),
        }
    }

    /// An answer that broke off while it was read.
    pub(crate) fn cut(cause: &str) -> Self {
        Self {
            kind: Kind::Unanswered,
            code: own_code(Kind::Unanswered, None),
            status: None,
            message: cause.to_owned(),
            request_id: None,
            bucket_region: None,
        }
    }

    /// Whether the call may have had its effect although it failed.
    pub(crate) fn is_outcome_unknown(&self) -> bool {
        matches!(self.kind, Kind::Unanswered | Kind::Fault)
    }

    /// Whether the target works and merely refuses this one thing, so that other calls may well succeed.
    pub(crate) fn concerns_one_thing(&self) -> bool {
        matches!(self.kind, Kind::Refused | Kind::NotFound | Kind::Denied | Kind::NotSent)
    }

    /// What stands between the console and the target, for people.
    pub(crate) fn sentence(&self) -> String {
        match self.kind {
            Kind::Refused => format!("The service refused: {}", self.message),
            Kind::NotFound => "The service does not know what was asked for; it may have been deleted.".to_owned(),
            Kind::Credentials => {
                "The AWS credentials are missing, unknown or expired. Sign in again where the console runs (for example \
                                  `aws sso login`), and check that its clock is right."
                    .to_owned()
            }
            Kind::OtherAccount => format!(
                "The account has changed: {}. Nothing is asked, sent or changed until the credentials are those of this history \
                 again. Switch them back where the console runs, or start the console anew to work in the other account.",
                self.message
            ),
            Kind::Denied => match action(&self.message) {
                Some(action) => {
                    format!("Your credentials may not perform {action}. Ask whoever manages the account to allow it.")
                }
                None => "Your credentials may not do this. Ask whoever manages the account to allow it.".to_owned(),
            },
            Kind::Throttled => "The service asks us to slow down. Wait a moment, then try again.".to_owned(),
            Kind::Fault => "The service had a problem of its own. Try again in a moment.".to_owned(),
            Kind::Unanswered => {
                "The service does not answer. Check the network and that the target runs, then try again.".to_owned()
            }
            Kind::NotSent => "The call could not be made from what was given. Check the values, then try again.".to_owned(),
        }
    }
}

impl From<&AccountError> for Failure {
    fn from(error: &AccountError) -> Self {
        match error {
            AccountError::Unknown(failure) => failure.clone(),
            AccountError::Other { .. } => Self {
                kind: Kind::OtherAccount,
                code: "OtherAccount".to_owned(),
                status: None,
                message: error.to_string(),
                request_id: None,
                bucket_region: None,
            },
        }
    }
}

impl From<Failure> for AppError {
    fn from(failure: Failure) -> Self {
        match failure.kind {
            Kind::NotFound => Self::NotFound(failure.sentence()),
            kind => Self::Upstream {
                refusal: (kind == Kind::Refused).then_some(failure.status).flatten(),
                message: failure.sentence(),
                code: failure.code,
                details: failure.message,
                request_id: failure.request_id,
            },
        }
    }
}

/// The kind by the service's code; by the HTTP status where there is none, as in answers to HEAD.
fn classify(code: Option<&str>, status: Option<u16>, message: Option<&str>) -> Kind {
    match code.unwrap_or_default() {
        "ThrottlingException" | "Throttling" | "TooManyRequestsException" | "RequestLimitExceeded" | "SlowDown" => {
            Kind::Throttled
        }
        "AccessDeniedException" | "AccessDenied" | "AllAccessDisabled" => Kind::Denied,
        "InvalidClientTokenId"
        | "MissingAuthenticationToken"
        | "MissingAuthenticationTokenException"
        | "OptInRequired"
        | "IncompleteSignature"
        | "RequestExpired"
        | "ExpiredTokenException"
        | "ExpiredToken"
        | "UnrecognizedClientException"
        | "InvalidSignatureException"
        | "SignatureDoesNotMatch"
        | "InvalidAccessKeyId"
        | "RequestTimeTooSkewed" => Kind::Credentials,
        "ResourceNotFound" | "ResourceNotFoundException" | "NotFound" | "NoSuchKey" | "NoSuchBucket" => Kind::NotFound,
        "InternalFailure" | "ServiceUnavailable" | "InternalError" | "ServiceUnavailableException" => Kind::Fault,
        "ValidationException" if message.is_some_and(names_missing_job) => Kind::NotFound,
        _ => match status {
            Some(403) => Kind::Denied,
            Some(404) => Kind::NotFound,
            Some(429) => Kind::Throttled,
            Some(500..) => Kind::Fault,
            _ => Kind::Refused,
        },
    }
}

/// Whether the message says that a job is unknown: SageMaker's own words, and those of the public fake.
fn names_missing_job(message: &str) -> bool {
    message.starts_with("Requested resource not found") || message.starts_with("Could not find training job")
}

/// The action in "User: … is not authorized to perform: ACTION on resource: …".
pub(crate) fn action(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("is not authorized to perform: ")?;
    rest.split_whitespace().next()
}

fn own_code(kind: Kind, status: Option<u16>) -> String {
    match (kind, status) {
        (_, Some(status)) => format!("Http{status}"),
        (Kind::Credentials, None) => "NoCredentials".to_owned(),
        (Kind::NotSent, None) => "NotSent".to_owned(),
        (_, None) => "NoAnswer".to_owned(),
    }
}

/// The chain of causes without the debug form that the SDK appends.
fn brief(chain: &str) -> String {
    chain.split(" (").next().unwrap_or(chain).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Kind, action, classify};

    #[test]
    fn codes_and_statuses_tell_the_kind() {
        let cases = [
            (Some("ValidationException"), 400, "Requested resource not found.", Kind::NotFound),
            (Some("ValidationException"), 400, "1 validation error detected: x", Kind::Refused),
            (Some("ResourceNotFound"), 400, "", Kind::NotFound),
            (Some("ThrottlingException"), 400, "Rate exceeded", Kind::Throttled),
            (Some("AccessDeniedException"), 400, "", Kind::Denied),
            (Some("ExpiredTokenException"), 403, "", Kind::Credentials),
            (Some("InternalFailure"), 500, "", Kind::Fault),
            (None, 404, "", Kind::NotFound),
            (None, 403, "", Kind::Denied),
            (None, 503, "", Kind::Fault),
            (None, 301, "", Kind::Refused),
        ];
        for (code, status, message, kind) in cases {
            assert_eq!(classify(code, Some(status), Some(message)), kind, "{code:?} {status} {message}");
        }
    }

    #[test]
    fn the_missing_permission_is_named() {
        let message = "User: arn:aws:iam::1:user/x is not authorized to perform: sagemaker:CreateTrainingJob on resource: arn:y";
        assert_eq!(action(message), Some("sagemaker:CreateTrainingJob"));
        assert_eq!(action("no"), None);
    }
}
