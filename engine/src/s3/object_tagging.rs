//! `GetObjectTagging`, `PutObjectTagging`, `DeleteObjectTagging`, and the header `x-amz-tagging`.

use std::collections::BTreeMap;

use s3s::{
    S3Result,
    dto::{
        DeleteObjectTaggingInput, DeleteObjectTaggingOutput, GetObjectTaggingInput, GetObjectTaggingOutput,
        PutObjectTaggingInput, PutObjectTaggingOutput, Tag,
    },
    s3_error,
};

use super::{error::internal, get_object::find, store::Store};
use crate::{db, query_protocol::Form};

/// Tags of an object, and characters of a key and of a value. Source: "Categorizing your objects using tags" of the S3 guide.
const MAX_TAGS: usize = 10;
const MAX_KEY_LENGTH: usize = 128;
const MAX_VALUE_LENGTH: usize = 256;

/// `GetObjectTagging`
pub(super) async fn get(store: &Store, input: GetObjectTaggingInput) -> S3Result<GetObjectTaggingOutput> {
    let (object, _) = find(store, &input.bucket, &input.key).await?;
    let tags = object.attributes.0.tags.into_iter();
    Ok(GetObjectTaggingOutput {
        tag_set: tags.map(|(key, value)| Tag { key: Some(key), value: Some(value) }).collect(),
        version_id: None,
    })
}

/// `PutObjectTagging`
pub(super) async fn put(store: &Store, input: PutObjectTaggingInput) -> S3Result<PutObjectTaggingOutput> {
    let tags = input.tagging.tag_set.into_iter();
    let tags = checked(tags.map(|tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default())).collect())?;
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
/// `InvalidTag`
pub(super) fn of_header(header: Option<&str>) -> S3Result<BTreeMap<String, String>> {
    checked(Form::parse(header.unwrap_or_default()).into_pairs().collect())
}

async fn set(store: &Store, bucket: &str, key: &str, tags: BTreeMap<String, String>) -> S3Result<()> {
    // The error names the missing bucket or key.
    find(store, bucket, key).await?;
    let mut transaction = store.begin().await.map_err(internal)?;
    // The object may have been deleted in the meantime; then nothing is tagged.
    if let Some(mut row) = db::objects::find(&mut *transaction, bucket, key.as_bytes()).await.map_err(internal)? {
        row.attributes.0.tags = tags;
        db::objects::put(&mut transaction, bucket, &row).await.map_err(internal)?;
    }
    transaction.commit().await.map_err(internal)
}

fn checked(tags: Vec<(String, String)>) -> S3Result<BTreeMap<String, String>> {
    if tags.len() > MAX_TAGS {
        return Err(s3_error!(InvalidTag, "Object tags cannot be greater than {MAX_TAGS}"));
    }
    if tags
        .iter()
        .any(|(key, value)| key.is_empty() || key.chars().count() > MAX_KEY_LENGTH || value.chars().count() > MAX_VALUE_LENGTH)
    {
        return Err(s3_error!(InvalidTag, "The TagKey or the TagValue you have provided is invalid"));
    }
    let count = tags.len();
    let tags: BTreeMap<String, String> = tags.into_iter().collect();
    match tags.len() == count {
        true => Ok(tags),
        false => Err(s3_error!(InvalidTag, "Cannot provide multiple Tags with the same key")),
    }
}
