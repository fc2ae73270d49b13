//! Requests that this store cannot fulfil, refused before anything happens. A client that asks for a version or a lock
//! relies on it. A store that ignored this would lose its data.

use http::{HeaderMap, HeaderValue, StatusCode, Uri};
use s3s::{S3Error, S3ErrorCode, S3Result, s3_error};

use super::{
    bucket_settings::ownership,
    error::{WithMember, invalid_argument},
};
use crate::query_protocol::Form;

/// The prefix of the headers that protect an object from deletion.
const OBJECT_LOCK: &str = "x-amz-object-lock-";
/// The header that creates a bucket whose objects can be protected.
const BUCKET_LOCK: &str = "x-amz-bucket-object-lock-enabled";
/// The header that appends to an object in a directory bucket.
const APPEND: &str = "x-amz-write-offset-bytes";
/// The header with one of S3's access control lists.
const CANNED_ACL: &str = "x-amz-acl";
/// The lists that say what holds anyway: the owner of the bucket owns its objects, and nobody else may read them.
const OWNER_ALONE: [&str; 2] = ["private", "bucket-owner-full-control"];
/// The prefix of the headers that grant something to others.
const GRANT: &str = "x-amz-grant-";
/// The header with the owner of a bucket's objects.
const OWNERSHIP: &str = "x-amz-object-ownership";
/// The classes of an object. Source: API page of PutObject; the others are those of other kinds of buckets.
const STORAGE_CLASSES: [&str; 8] = [
    "DEEP_ARCHIVE",
    "GLACIER",
    "GLACIER_IR",
    "INTELLIGENT_TIERING",
    "ONEZONE_IA",
    "REDUCED_REDUNDANCY",
    "STANDARD",
    "STANDARD_IA",
];
/// Headers that say what a copy takes from its source, with their name in messages.
const DIRECTIVES: [(&str, &str); 2] = [("x-amz-metadata-directive", "metadata"), ("x-amz-tagging-directive", "tagging")];

/// Refuses a request for an operation by its headers and its query.
///
/// # Errors
/// `NotImplemented`, `InvalidRequest`, `InvalidArgument`, `AccessControlListNotSupported`,
/// `InvalidBucketAclWithObjectOwnership`, `InvalidStorageClass`.
pub(super) fn check(headers: &HeaderMap, uri: &Uri, operation: &str) -> S3Result<()> {
    for (name, value) in headers {
        let name = name.as_str();
        if name.starts_with(OBJECT_LOCK) {
            return Err(s3_error!(InvalidRequest, "Bucket is missing Object Lock Configuration"));
        }
        if name == APPEND || (name == BUCKET_LOCK && value.as_bytes().eq_ignore_ascii_case(b"true")) {
            return Err(s3_error!(NotImplemented, "The header {name} asks for what this store does not have."));
        }
    }
    check_words(headers)?;
    check_acl(headers, operation)?;
    check_version(Form::parse(uri.query().unwrap_or_default()).find("versionId"))
}

/// Refuses words that S3 does not know, because another word would be done in their place.
fn check_words(headers: &HeaderMap) -> S3Result<()> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).filter(|text| !text.is_empty());
    if let Some(class) = text("x-amz-storage-class").filter(|class| !STORAGE_CLASSES.contains(class)) {
        return Err(s3_error!(InvalidStorageClass, "The storage class you specified is not valid")
            .with_member("StorageClassRequested", class));
    }
    for (header, name) in DIRECTIVES {
        if let Some(word) = text(header).filter(|word| !["COPY", "REPLACE"].contains(word)) {
            return Err(invalid_argument(format!("Unknown {name} directive."), header, word));
        }
    }
    match text(OWNERSHIP).filter(|word| !ownership::WORDS.contains(word)) {
        None => Ok(()),
        Some(word) => Err(invalid_argument(format!("Invalid {OWNERSHIP} header: {word}"), OWNERSHIP, word)),
    }
}

/// Refuses to let others read or write. Access control lists are off, as in every bucket that Amazon S3 creates. Source:
/// "Controlling ownership of objects and disabling ACLs" of the S3 guide.
fn check_acl(headers: &HeaderMap, operation: &str) -> S3Result<()> {
    let is_known = |acl: &HeaderValue| acl.is_empty() || OWNER_ALONE.iter().any(|known| acl.as_bytes() == known.as_bytes());
    let has_other = headers.get_all(CANNED_ACL).iter().any(|acl| !is_known(acl));
    if !has_other && !headers.keys().any(|name| name.as_str().starts_with(GRANT)) {
        return Ok(());
    }
    let (code, message) = match operation {
        "CreateBucket" => (
            "InvalidBucketAclWithObjectOwnership",
            "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
        ),
        _ => ("AccessControlListNotSupported", "The bucket does not allow ACLs"),
    };
    let mut error = S3Error::with_message(S3ErrorCode::Custom(code.into()), message);
    error.set_status_code(StatusCode::BAD_REQUEST);
    Err(error)
}

/// Refuses every version but `null`: buckets keep the current object only.
///
/// # Errors
/// `InvalidArgument`
pub(super) fn check_version(version: Option<&str>) -> S3Result<()> {
    match version {
        None | Some("null") => Ok(()),
        Some("") => Err(invalid_argument("Version id cannot be the empty string".to_owned(), "versionId", "")),
        Some(id) => Err(invalid_argument("Invalid version id specified".to_owned(), "versionId", id)),
    }
}
