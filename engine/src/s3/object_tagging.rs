//! `GetObjectTagging`, `PutObjectTagging`, `DeleteObjectTagging`, and the header `x-amz-tagging`.

use std::collections::{BTreeMap, BTreeSet};

use domain::percent;
use s3s::{
    S3Result,
    dto::{
        DeleteObjectTaggingInput, DeleteObjectTaggingOutput, GetObjectTaggingInput, GetObjectTaggingOutput,
        PutObjectTaggingInput, PutObjectTaggingOutput, Tag, Tagging,
    },
    xml::{self, Deserialize as _},
};

use super::{
    error::{internal, invalid_argument},
    get_object::find,
    store::Store,
    tag_set,
};
use crate::{db, query_protocol::Form};

/// Tags of an object. Source: "Categorizing your objects using tags" of the S3 guide.
const LIMIT: (&str, usize) = ("Object tags", 10);
const MALFORMED_HEADER: &str =
    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.";

/// `GetObjectTagging`
pub(super) async fn get(store: &Store, input: GetObjectTaggingInput) -> S3Result<GetObjectTaggingOutput> {
    let (object, _) = find(store, &input.bucket, &input.key).await?;
    Ok(GetObjectTaggingOutput { tag_set: tag_set::told(object.attributes.0.tags), version_id: None })
}

/// `PutObjectTagging`
pub(super) async fn put(store: &Store, input: PutObjectTaggingInput) -> S3Result<PutObjectTaggingOutput> {
    let tags = tag_set::checked(tag_set::pairs(input.tagging), LIMIT)?;
    set(store, &input.bucket, &input.key, tags).await?;
    Ok(PutObjectTaggingOutput::default())
}

/// `DeleteObjectTagging`
pub(super) async fn delete(store: &Store, input: DeleteObjectTaggingInput) -> S3Result<DeleteObjectTaggingOutput> {
    set(store, &input.bucket, &input.key, BTreeMap::new()).await?;
    Ok(DeleteObjectTaggingOutput::default())
}

/// The tags of a new object, as `key=value&…`.
///
/// # Errors
/// `InvalidArgument` for a key that comes twice, `InvalidTag`.
pub(super) fn of_header(header: Option<&str>) -> S3Result<BTreeMap<String, String>> {
    let Some(text) = header.filter(|text| !text.is_empty()) else { return Ok(BTreeMap::new()) };
    let tags: Vec<(String, String)> = Form::parse(text).into_pairs().collect();
    let names: BTreeSet<&str> = tags.iter().map(|(key, _)| key.as_str()).collect();
    if names.len() < tags.len() {
        return Err(invalid_argument(MALFORMED_HEADER.to_owned(), "x-amz-tagging", text));
    }
    tag_set::checked(tags, LIMIT)
}

/// The tags of a form's field, an XML document, in the form of the header `x-amz-tagging`; `None` for another document.
pub(crate) fn header_of_document(document: &str) -> Option<String> {
    let mut deserializer = xml::Deserializer::new(document.as_bytes());
    let tagging = Tagging::deserialize(&mut deserializer).ok()?;
    deserializer.expect_eof().ok()?;
    let tag = |tag: Tag| Some(format!("{}={}", percent::encode(&tag.key?), percent::encode(&tag.value.unwrap_or_default())));
    Some(tagging.tag_set.into_iter().map(tag).collect::<Option<Vec<String>>>()?.join("&"))
}

async fn set(store: &Store, bucket: &str, key: &str, tags: BTreeMap<String, String>) -> S3Result<()> {
    // The error names the missing bucket or key.
    find(store, bucket, key).await?;
    let mut transaction = store.begin().await.map_err(internal)?;
    // The object may have been deleted in the meantime; then nothing is tagged.
    if let Some(mut row) = db::objects::find(&mut *transaction, bucket, key.as_bytes()).await.map_err(internal)? {
        row.attributes.0.tags = tags;
        db::objects::set_attributes(&mut *transaction, bucket, &row.key, &row.attributes).await.map_err(internal)?;
    }
    transaction.commit().await.map_err(internal)
}
