//! `PutObject`: the old object stays until the new one is complete, verified and on the disk.

use s3s::{
    S3Request, S3Result,
    dto::{ETag, PutObjectInput, PutObjectOutput},
};

use super::{
    attributes::attributes_of,
    checksum::{set_checksums, stated_checksums},
    condition::WriteConditions,
    customer_key::{customer_key, set_customer_key},
    encryption::{asked_encryption, choose, of_store, set_encryption, told_context},
    error::{internal, no_such_bucket},
    receive::{Statement, receive},
    store::Store,
    verified_request::Extras,
};
use crate::db;

/// `PutObject`
pub(super) async fn put(store: &Store, request: S3Request<PutObjectInput>) -> S3Result<PutObjectOutput> {
    let extras = request.extensions.get::<Extras>().cloned().unwrap_or_default();
    let mut input = request.input;
    let conditions = WriteConditions::new(input.if_match.take(), input.if_none_match.take())?;
    if !store.has_bucket(&input.bucket).await.map_err(internal)? {
        return Err(no_such_bucket(&input.bucket));
    }
    let attributes = attributes_of!(input, extras);
    let statement = Statement {
        md5: input.content_md5.take(),
        length: input.content_length,
        checksums: stated_checksums!(input),
        algorithm: input.checksum_algorithm.take().map(|name| name.as_str().to_owned()),
        announced: header(&request.headers, "x-amz-trailer"),
        trailers: extras.trailers,
    };
    let customer = customer_key!(input)?;
    let choice = choose(store, &input.bucket, asked_encryption!(input), customer).await?;
    let seal = store.new_seal(&input.bucket, input.key.as_bytes(), &choice).await.map_err(of_store)?;
    let received = receive(store, input.body.take(), statement, seal).await?;
    let row = store.keep(&input.key, received, attributes).await.map_err(internal)?;

    let mut transaction = store.begin().await.map_err(internal)?;
    let existing = db::objects::find(&mut *transaction, &input.bucket, &row.key).await.map_err(internal)?;
    let checked = match db::buckets::exists(&mut *transaction, &input.bucket).await.map_err(internal)? {
        true => conditions.check(&input.key, existing.as_ref()),
        false => Err(no_such_bucket(&input.bucket)),
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
    set_encryption!(output, store, row.encryption.as_ref());
    set_customer_key!(output, &choice.customer);
    output.ssekms_encryption_context = told_context(row.encryption.as_ref());
    Ok(output)
}

/// A header as text; `None` when it is missing or no text.
pub(super) fn header(headers: &http::HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}
