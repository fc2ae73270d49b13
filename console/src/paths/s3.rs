//! Addresses of the S3 browser.

use domain::{S3Uri, percent::encode_path};

use super::encode;
use crate::data::evaluation::MaskView;

/// All buckets.
pub fn s3() -> String {
    "/s3".to_owned()
}

/// A bucket, a folder (its key ends with a slash) or an object.
pub fn s3_location(uri: &S3Uri) -> String {
    format!("/s3/{}/{}", uri.bucket(), encode_path(uri.key().as_bytes()))
}

/// Downloads an object.
pub fn download(uri: &S3Uri) -> String {
    format!("/download?uri={}", encode(&uri.to_string()))
}

/// A page of a folder: what starts with `filter`, behind `continuation`, as page number `page`.
pub fn s3_page(uri: &S3Uri, filter: &str, continuation: &str, page: u32) -> String {
    let mut query = Vec::new();
    if !filter.is_empty() {
        query.push(format!("prefix={}", encode(filter)));
    }
    if !continuation.is_empty() {
        query.push(format!("continuation={}&page={page}", encode(continuation)));
    }
    if query.is_empty() { s3_location(uri) } else { format!("{}?{}", s3_location(uri), query.join("&")) }
}

/// A picture in S3, to be shown.
pub fn picture(uri: &S3Uri) -> String {
    format!("/preview/picture?uri={}", encode(&uri.to_string()))
}

/// A mask in S3 in colours, to be shown.
pub fn mask(uri: &S3Uri) -> String {
    format!("/preview/mask?uri={}", encode(&uri.to_string()))
}

/// A mask that an evaluation has left, by the name under which it is kept and its number.
pub fn evaluated_mask(result: &str, number: u32, shown: MaskView) -> String {
    format!("/preview/evaluated-mask?result={}&number={number}&shown={}", encode(result), shown.word())
}

/// The image in the record of `size` bytes at `offset` of a RecordIO file, to be shown.
pub fn record_picture(uri: &S3Uri, offset: u64, size: u64) -> String {
    format!("/preview/record?uri={}&offset={offset}&size={size}", encode(&uri.to_string()))
}

/// Where a part of an upload is sent to.
pub fn upload_part(uri: &S3Uri, upload: &str, number: u64) -> String {
    format!("/upload/part?uri={}&upload={}&number={number}", encode(&uri.to_string()), encode(upload))
}
