//! Requests that this store cannot fulfil, refused before anything happens. A client that asks for a version, an encryption key
//! of its own or a lock relies on it. A store that ignored this would lose or expose its data.

use http::{HeaderMap, Uri};
use s3s::{S3Error, S3Result, s3_error};

use crate::query_protocol::Form;

/// The prefixes of the headers of server-side encryption with the client's own keys (SSE-C).
const CUSTOMER_KEYS: [&str; 2] = ["x-amz-server-side-encryption-customer-", "x-amz-copy-source-server-side-encryption-customer-"];
/// The prefix of the headers that protect an object from deletion.
const OBJECT_LOCK: &str = "x-amz-object-lock-";
/// The header that creates a bucket whose objects can be protected.
const BUCKET_LOCK: &str = "x-amz-bucket-object-lock-enabled";
/// The header that appends to an object in a directory bucket.
const APPEND: &str = "x-amz-write-offset-bytes";

/// The validity of a presigned link in seconds: a week. Source: "Authenticating Requests: Using Query Parameters" of the S3 API.
const MAX_LINK_SECONDS: u64 = 7 * 24 * 60 * 60;

/// Refuses a signed request by its headers and its query.
///
/// # Errors
/// `NotImplemented`, `InvalidRequest`, `InvalidArgument`, `AuthorizationQueryParametersError`.
pub(super) fn check(headers: &HeaderMap, uri: &Uri) -> S3Result<()> {
    for (name, value) in headers {
        let name = name.as_str();
        if CUSTOMER_KEYS.iter().any(|prefix| name.starts_with(prefix)) {
            return Err(no_customer_keys());
        }
        if name.starts_with(OBJECT_LOCK) {
            return Err(s3_error!(InvalidRequest, "Bucket is missing Object Lock Configuration"));
        }
        if name == APPEND || (name == BUCKET_LOCK && value.as_bytes().eq_ignore_ascii_case(b"true")) {
            return Err(s3_error!(NotImplemented, "The header {name} asks for what this store does not have."));
        }
    }
    let query = Form::parse(uri.query().unwrap_or_default());
    if query.find("X-Amz-Expires").and_then(|seconds| seconds.parse().ok()).is_some_and(|seconds: u64| seconds > MAX_LINK_SECONDS)
    {
        return Err(s3_error!(
            AuthorizationQueryParametersError,
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than {MAX_LINK_SECONDS} seconds"
        ));
    }
    check_version(query.find("versionId"))
}

/// Refuses every version but `null`: buckets keep the current object only.
///
/// # Errors
/// `InvalidArgument`
pub(super) fn check_version(version: Option<&str>) -> S3Result<()> {
    match version {
        None | Some("null") => Ok(()),
        Some("") => Err(s3_error!(InvalidArgument, "Version id cannot be the empty string")),
        Some(_) => Err(s3_error!(InvalidArgument, "Invalid version id specified")),
    }
}

/// The refusal of server-side encryption with the client's own keys.
pub(super) fn no_customer_keys() -> S3Error {
    s3_error!(
        NotImplemented,
        "This store does not encrypt with keys of its clients (SSE-C), and nothing was stored or read. Encrypt the bytes before they are sent."
    )
}
