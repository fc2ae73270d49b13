//! `GetObjectTagging`, `PutObjectTagging`, `DeleteObjectTagging`, and the header `x-amz-tagging`.

use std::collections::{BTreeMap, BTreeSet};

use domain::percent;
use s3s::{
    S3Result,
    dto::{
        DeleteObjectTaggingInput, DeleteObjectTaggingOutput, GetObjectTaggingInput, GetObjectTaggingOutput,
        PutObjectTaggingInput, PutObjectTaggingOutput, Tag, Tagging,
    },
    s3_error,
    xml::{self, Deserialize as _},
};

use super::{
    error::{WithMember, internal, invalid_argument},
    get_object::find,
    store::Store,
};
use crate::{db, query_protocol::Form};

/// Tags of an object, and characters of a key and of a value. Source: "Categorizing your objects using tags" of the S3 guide.
const MAX_TAGS: usize = 10;
const MAX_KEY_LENGTH: usize = 128;
const MAX_VALUE_LENGTH: usize = 256;
/// The prefix of the keys that only AWS may write.
const RESERVED: &str = "aws:";
const MALFORMED_HEADER: &str =
    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.";

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
/// `InvalidArgument` for a key that comes twice, `InvalidTag`.
pub(super) fn of_header(header: Option<&str>) -> S3Result<BTreeMap<String, String>> {
    let Some(text) = header.filter(|text| !text.is_empty()) else { return Ok(BTreeMap::new()) };
    let tags: Vec<(String, String)> = Form::parse(text).into_pairs().collect();
    let names: BTreeSet<&str> = tags.iter().map(|(key, _)| key.as_str()).collect();
    if names.len() < tags.len() {
        return Err(invalid_argument(MALFORMED_HEADER.to_owned(), "x-amz-tagging", text));
    }
    checked(tags)
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

fn checked(tags: Vec<(String, String)>) -> S3Result<BTreeMap<String, String>> {
    if tags.len() > MAX_TAGS {
        return Err(s3_error!(InvalidTag, "Object tags cannot be greater than {MAX_TAGS}"));
    }
    for (key, value) in &tags {
        if key.get(..RESERVED.len()).is_some_and(|start| start.eq_ignore_ascii_case(RESERVED)) {
            return Err(s3_error!(InvalidTag, "Your TagKey cannot be prefixed with {RESERVED}").with_member("TagKey", key));
        }
        let is_key = !key.is_empty() && key.chars().count() <= MAX_KEY_LENGTH && key.chars().all(is_allowed);
        if !is_key {
            return Err(s3_error!(InvalidTag, "The TagKey you have provided is invalid").with_member("TagKey", key));
        }
        if value.chars().count() > MAX_VALUE_LENGTH || !value.chars().all(is_allowed) {
            return Err(s3_error!(InvalidTag, "The TagValue you have provided is invalid")
                .with_member("TagKey", key)
                .with_member("TagValue", value));
        }
    }
    let mut checked = BTreeMap::new();
    for (key, value) in tags {
        if checked.insert(key.clone(), value).is_some() {
            return Err(s3_error!(InvalidTag, "Cannot provide multiple Tags with the same key").with_member("TagKey", key));
        }
    }
    Ok(checked)
}

/// Whether a character may stand in a tag. Source: "Categorizing your objects using tags" of the S3 guide.
fn is_allowed(character: char) -> bool {
    character.is_alphanumeric() || character == ' ' || "+-=._:/@".contains(character)
}
