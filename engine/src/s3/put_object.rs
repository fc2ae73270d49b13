//! `PutObject`: the old object stays until the new one is complete, verified and on the disk.

use s3s::{
    S3Request, S3Result,
    dto::{ETag, PutObjectInput, PutObjectOutput},
};

use super::{
    attributes::attributes_of,
    checksum::{set_checksums, stated_checksums},
    condition::check_write,
    error::{internal, no_such_bucket},
    receive::{Statement, receive},
    store::Store,
    unsupported::no_customer_keys,
};
use crate::db;

/// `PutObject`
pub(super) async fn put(store: &Store, request: S3Request<PutObjectInput>) -> S3Result<PutObjectOutput> {
    let mut input = request.input;
    // A form has the keys in a field and not in a header.
    if input.sse_customer_algorithm.is_some() || input.sse_customer_key.is_some() {
        return Err(no_customer_keys());
    }
    if !store.has_bucket(&input.bucket).await.map_err(internal)? {
        return Err(no_such_bucket());
    }
    let attributes = attributes_of!(input);
    let statement = Statement {
        md5: input.content_md5.take(),
        length: input.content_length,
        checksums: stated_checksums!(input),
        algorithm: input.checksum_algorithm.take().map(|name| name.as_str().to_owned()),
        announced: header(&request.headers, "x-amz-trailer"),
        trailers: request.trailing_headers,
    };
    let received = receive(store, input.body.take(), statement).await?;
    let row = store.keep(&input.key, received, attributes).await.map_err(internal)?;

    let mut transaction = store.begin().await.map_err(internal)?;
    let existing = db::objects::find(&mut *transaction, &input.bucket, &row.key).await.map_err(internal)?;
    let checked = match db::buckets::exists(&mut *transaction, &input.bucket).await.map_err(internal)? {
        true => check_write(input.if_match.as_ref(), input.if_none_match.as_ref(), existing.as_ref()),
        false => Err(no_such_bucket()),
    };
    if let Err(error) = checked {
        drop(transaction);
        store.discard(vec![row.blob]).await;
        return Err(error);
    }
    let old = db::objects::put(&mut transaction, &input.bucket, &row).await.map_err(internal)?;
    transaction.commit().await.map_err(internal)?;
    store.discard(old.into_iter().collect()).await;

    let mut output =
        PutObjectOutput { e_tag: Some(ETag::Strong(row.etag)), checksum_type: Some(row.checksums.kind()), ..Default::default() };
    set_checksums!(output, row.checksums);
    Ok(output)
}

/// A header as text; `None` when it is missing or no text.
pub(super) fn header(headers: &http::HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}
