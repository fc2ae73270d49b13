//! The ETag of an object that was uploaded in parts.

use s3s::{
    S3Result,
    crypto::{Checksum as _, Md5},
};

use crate::s3::error::internal;

/// The MD5 of the parts' MD5s, and the number of parts.
pub(super) fn etag_of<'a>(parts: impl ExactSizeIterator<Item = &'a str>) -> S3Result<String> {
    let count = parts.len();
    let mut md5 = Md5::new();
    for part in parts {
        md5.update(&hex::decode(part).map_err(internal)?);
    }
    Ok(format!("{}-{count}", hex::encode(md5.finalize())))
}
