//! The service that a request is for.

use axum::extract::Request;

use crate::{cloudwatch, signature::Authorization};

/// The service that a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    S3,
    SageMaker,
    Logs,
    Kms,
    CloudWatch,
    Sts,
    Iam,
    Other,
}

impl Service {
    /// The service in the scope of the request's signature.
    pub(super) fn of(request: &Request) -> Self {
        match Authorization::of(request.headers()) {
            Ok(authorization) => match authorization.credential.service {
                "s3" => Self::S3,
                "sagemaker" => Self::SageMaker,
                "logs" => Self::Logs,
                "kms" => Self::Kms,
                "monitoring" => Self::CloudWatch,
                "sts" => Self::Sts,
                "iam" => Self::Iam,
                _ => Self::Other,
            },
            // Unsigned calls of the JSON services are refused in their own form.
            Err(_) => match request.headers().get("x-amz-target").and_then(|value| value.to_str().ok()) {
                Some(target) if target.starts_with("Logs_") => Self::Logs,
                Some(target) if target.starts_with("TrentService.") => Self::Kms,
                Some(target) if target.starts_with(cloudwatch::SERVICE) => Self::CloudWatch,
                Some(_) => Self::SageMaker,
                None if request.headers().contains_key("smithy-protocol") => Self::CloudWatch,
                // Presigned URLs, forms and older signatures. The store refuses anonymous requests.
                None => Self::S3,
            },
        }
    }

    /// The name of the service in the scope of a signature.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::SageMaker => "sagemaker",
            Self::Logs => "logs",
            Self::Kms => "kms",
            Self::CloudWatch => "monitoring",
            Self::Sts => "sts",
            Self::Iam => "iam",
            Self::Other => "other",
        }
    }
}
