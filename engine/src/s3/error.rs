//! Errors of the object store in S3's words.
//!
//! The protocol library knows the code and the message of an error. Its other elements, for example the name of a missing
//! bucket, travel in a header of the answer, and the gateway moves them into the document.

use std::fmt::Display;

use domain::percent;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use s3s::{S3Error, S3ErrorCode, s3_error};

use crate::{db::records::ChecksumAlgorithm, query_protocol::escape};

/// The header that carries the other elements of an error document to the gateway: each value is `name=text`, percent-encoded.
const MEMBERS: HeaderName = HeaderName::from_static("engine-error-members");

/// An error with more elements than code and message.
pub(crate) trait WithMember: Sized {
    /// Adds an element to the error document.
    fn with_member(self, name: &str, text: impl Display) -> Self;
}

impl WithMember for S3Error {
    fn with_member(mut self, name: &str, text: impl Display) -> Self {
        let mut headers = self.headers().cloned().unwrap_or_default();
        // Headers of an error replace those that the library would set.
        headers.entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static("application/xml"));
        if let Ok(value) = HeaderValue::try_from(format!("{name}={}", percent::encode(&text.to_string()))) {
            headers.append(MEMBERS, value);
        }
        self.set_headers(headers);
        self
    }
}

/// Takes the other elements of an error document out of an answer's headers, as XML.
pub(crate) fn take_members(headers: &mut HeaderMap) -> String {
    let values: Vec<HeaderValue> = headers.get_all(MEMBERS).iter().cloned().collect();
    headers.remove(MEMBERS);
    let pairs = values.iter().filter_map(|value| value.to_str().ok()?.split_once('='));
    pairs.map(|(name, text)| format!("<{name}>{}</{name}>", escape(&percent::decode(text)))).collect()
}

/// An error whose code the library does not know.
pub(super) fn custom(status: StatusCode, code: &'static str, message: impl Into<std::borrow::Cow<'static, str>>) -> S3Error {
    let mut error = S3Error::with_message(S3ErrorCode::Custom(code.into()), message);
    error.set_status_code(status);
    error
}

/// Turns a fault of the engine into S3's `InternalError` and logs its cause.
pub(crate) fn internal(error: impl std::error::Error + Send + Sync + 'static) -> S3Error {
    tracing::error!(%error, "the object store failed");
    S3Error::with_source(S3ErrorCode::InternalError, Box::new(error))
}

/// `NoSuchBucket`
pub(crate) fn no_such_bucket(bucket: &str) -> S3Error {
    s3_error!(NoSuchBucket, "The specified bucket does not exist").with_member("BucketName", bucket)
}

/// `NoSuchKey`
pub(crate) fn no_such_key(key: &str) -> S3Error {
    s3_error!(NoSuchKey, "The specified key does not exist.").with_member("Key", key)
}

/// `NoSuchUpload`
pub(crate) fn no_such_upload(id: &str) -> S3Error {
    s3_error!(
        NoSuchUpload,
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed."
    )
    .with_member("UploadId", id)
}

/// `InvalidPartNumber` of an object with so many parts.
pub(crate) fn no_such_part(asked: i32, parts: u64) -> S3Error {
    custom(StatusCode::RANGE_NOT_SATISFIABLE, "InvalidPartNumber", "The requested partnumber is not satisfiable")
        .with_member("ActualPartCount", parts)
        .with_member("PartNumberRequested", asked)
}

/// `InvalidArgument`
pub(crate) fn invalid_argument(message: String, name: &str, value: impl Display) -> S3Error {
    S3Error::with_message(S3ErrorCode::InvalidArgument, message)
        .with_member("ArgumentName", name)
        .with_member("ArgumentValue", value)
}

/// `PreconditionFailed` of the condition in a header.
pub(crate) fn precondition_failed(condition: &str) -> S3Error {
    s3_error!(PreconditionFailed, "At least one of the pre-conditions you specified did not hold")
        .with_member("Condition", condition)
}

/// `ConditionalRequestConflict`: the object changed while its upload was under way.
pub(crate) fn conditional_conflict(condition: &str, key: &str) -> S3Error {
    let message = "The conditional request cannot succeed due to a conflicting operation against this resource.";
    custom(StatusCode::CONFLICT, "ConditionalRequestConflict", message)
        .with_member("Condition", condition)
        .with_member("Key", key)
}

/// `NotImplemented` of a header's value.
pub(crate) fn unsupported_condition(header: &str) -> S3Error {
    s3_error!(NotImplemented, "A header you provided implies functionality that is not implemented")
        .with_member("Header", header)
        .with_member("additionalMessage", format!("We don't accept the provided value of {header} header for this API"))
}

/// `InvalidDigest` of a `Content-MD5` that is no MD5.
pub(crate) fn invalid_md5(stated: &str) -> S3Error {
    s3_error!(InvalidDigest, "The Content-MD5 you specified was invalid.").with_member("Content-MD5", stated)
}

/// `BadDigest` of a `Content-MD5`; both digests in base64.
pub(crate) fn bad_md5(expected: &str, calculated: &str) -> S3Error {
    s3_error!(BadDigest, "The Content-MD5 you specified did not match what we received.")
        .with_member("CalculatedDigest", calculated)
        .with_member("ExpectedDigest", expected)
}

/// `BadDigest` of a checksum.
pub(crate) fn bad_checksum(algorithm: ChecksumAlgorithm) -> S3Error {
    s3_error!(BadDigest, "The {} you specified did not match the calculated checksum.", algorithm.name())
}

/// `InvalidRequest`: a checksum has not the form of its algorithm.
pub(crate) fn invalid_checksum(algorithm: ChecksumAlgorithm) -> S3Error {
    s3_error!(InvalidRequest, "Value for {} header is invalid.", algorithm.header())
}

/// `MalformedTrailerError`: an announced trailer is missing.
pub(crate) fn malformed_trailer() -> S3Error {
    custom(
        StatusCode::BAD_REQUEST,
        "MalformedTrailerError",
        "The request contained trailing data that was not well-formed or did not conform to our published schema.",
    )
}

/// `XAmzContentSHA256Mismatch`: the body differs from the signed hash; both in hexadecimal.
pub(crate) fn sha256_mismatch(hashes: Option<(&str, &str)>) -> S3Error {
    let message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    let error = custom(StatusCode::BAD_REQUEST, "XAmzContentSHA256Mismatch", message);
    match hashes {
        None => error,
        Some((stated, computed)) => {
            error.with_member("ClientComputedContentSHA256", stated).with_member("S3ComputedContentSHA256", computed)
        }
    }
}

/// The error of a body whose stream ended with an error.
pub(crate) fn of_body(error: &(dyn std::error::Error + Send + Sync + 'static)) -> S3Error {
    // The stream's error types are private to the protocol library, so only their texts distinguish them.
    let text = error.to_string();
    if text.contains("Sha256Mismatch") {
        sha256_mismatch(None)
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
        "KeyTooLongError" => "Your key is too long",
        "MalformedXML" => "The XML you provided was not well-formed or did not validate against our published schema",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_elements_of_an_error_travel_in_its_headers_and_stay_there_no_longer() {
        let error = no_such_key("a <b>=ü").with_member("Other", 5);
        let mut headers = error.headers().cloned().unwrap_or_default();
        assert_eq!(take_members(&mut headers), "<Key>a &lt;b&gt;=ü</Key><Other>5</Other>");
        assert_eq!(take_members(&mut headers), "");
        assert_eq!(headers.len(), 1, "the content type stays");
    }
}
