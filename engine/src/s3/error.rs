//! Errors of the object store, and how S3 words them.

use s3s::{S3Error, S3ErrorCode, s3_error};

/// Turns a fault of the engine into S3's `InternalError` and logs its cause.
pub(crate) fn internal(error: impl std::error::Error + Send + Sync + 'static) -> S3Error {
    tracing::error!(%error, "the object store failed");
    S3Error::with_source(S3ErrorCode::InternalError, Box::new(error))
}

/// `NoSuchBucket`
pub(crate) fn no_such_bucket() -> S3Error {
    s3_error!(NoSuchBucket, "The specified bucket does not exist")
}

/// `NoSuchKey`
pub(crate) fn no_such_key() -> S3Error {
    s3_error!(NoSuchKey, "The specified key does not exist.")
}

/// `NoSuchUpload`
pub(crate) fn no_such_upload() -> S3Error {
    s3_error!(
        NoSuchUpload,
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed."
    )
}

/// `PreconditionFailed`
pub(crate) fn precondition_failed() -> S3Error {
    s3_error!(PreconditionFailed, "At least one of the pre-conditions you specified did not hold")
}

/// The error of a body whose stream broke, by what the stream says of itself.
pub(crate) fn of_body(error: &(dyn std::error::Error + Send + Sync + 'static)) -> S3Error {
    // The stream's error types are private to the protocol library; their texts are all there is to tell them apart.
    let text = error.to_string();
    if text.contains("Sha256Mismatch") {
        let mut error = S3Error::with_message(
            S3ErrorCode::Custom("XAmzContentSHA256Mismatch".into()),
            "The provided 'x-amz-content-sha256' header does not match what was computed.",
        );
        error.set_status_code(http::StatusCode::BAD_REQUEST);
        error
    } else if text.contains("SignatureMismatch") {
        s3_error!(SignatureDoesNotMatch, "The signature of a chunk does not match what was computed.")
    } else {
        s3_error!(IncompleteBody, "The request body ended early or is malformed: {text}")
    }
}
