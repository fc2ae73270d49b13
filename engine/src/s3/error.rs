//! Errors of the object store in S3's words.

use s3s::{S3Error, S3ErrorCode, s3_error};

use crate::db::records::ChecksumAlgorithm;

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

/// `InvalidPartNumber`
pub(crate) fn no_such_part() -> S3Error {
    let code = S3ErrorCode::Custom("InvalidPartNumber".into());
    let mut error = S3Error::with_message(code, "The requested partnumber is not satisfiable");
    error.set_status_code(http::StatusCode::RANGE_NOT_SATISFIABLE);
    error
}

/// `PreconditionFailed`
pub(crate) fn precondition_failed() -> S3Error {
    s3_error!(PreconditionFailed, "At least one of the pre-conditions you specified did not hold")
}

/// `InvalidDigest`
pub(crate) fn invalid_md5() -> S3Error {
    s3_error!(InvalidDigest, "The Content-MD5 you specified is not valid.")
}

/// `BadDigest` of a `Content-MD5`.
pub(crate) fn bad_md5() -> S3Error {
    s3_error!(BadDigest, "The Content-MD5 you specified did not match what we received.")
}

/// `BadDigest` of a checksum.
pub(crate) fn bad_checksum(algorithm: ChecksumAlgorithm) -> S3Error {
    s3_error!(BadDigest, "The {} you specified did not match the calculated checksum.", algorithm.name())
}

/// `MalformedTrailerError`: an announced trailer is missing.
pub(crate) fn malformed_trailer() -> S3Error {
    let mut error = S3Error::with_message(
        S3ErrorCode::Custom("MalformedTrailerError".into()),
        "The request contained trailing data that was not well-formed or did not conform to our published schema.",
    );
    error.set_status_code(http::StatusCode::BAD_REQUEST);
    error
}

/// `XAmzContentSHA256Mismatch`: the body differs from the signed hash.
pub(crate) fn sha256_mismatch() -> S3Error {
    let mut error = S3Error::with_message(
        S3ErrorCode::Custom("XAmzContentSHA256Mismatch".into()),
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
    error.set_status_code(http::StatusCode::BAD_REQUEST);
    error
}

/// The error of a body whose stream ended with an error.
pub(crate) fn of_body(error: &(dyn std::error::Error + Send + Sync + 'static)) -> S3Error {
    // The stream's error types are private to the protocol library, so only their texts distinguish them.
    let text = error.to_string();
    if text.contains("Sha256Mismatch") {
        sha256_mismatch()
    } else if text.contains("SignatureMismatch") {
        s3_error!(SignatureDoesNotMatch, "The signature of a chunk does not match what was computed.")
    } else {
        s3_error!(IncompleteBody, "The request body ended early or is malformed: {text}")
    }
}

/// S3's message of an error to which the protocol library gives none. Source: "List of error codes" of the S3 API.
pub(crate) fn wording(code: &str) -> &'static str {
    match code {
        "AccessDenied" => "Access Denied",
        "IncompleteBody" => "You did not provide the number of bytes specified by the Content-Length HTTP header.",
        "InternalError" => "We encountered an internal error. Please try again.",
        "InvalidBucketName" => "The specified bucket is not valid.",
        "InvalidURI" => "Couldn't parse the specified URI.",
        "KeyTooLongError" => "Your key is too long.",
        "MalformedXML" => "The XML you provided was not well-formed or did not validate against our published schema.",
        "MaxMessageLengthExceeded" => "Your request was too big.",
        "MethodNotAllowed" => "The specified method is not allowed against this resource.",
        "MissingContentLength" => "You must provide the Content-Length HTTP header.",
        "MissingRequestBodyError" => "Request body is empty.",
        "NotImplemented" => "A header or parameter you provided implies functionality that is not implemented.",
        "SignatureDoesNotMatch" => {
            "The request signature we calculated does not match the signature you provided. Check your key and signing method."
        }
        _ => "The request was refused. What its code means is in the list of error codes of the S3 API.",
    }
}
