//! The tags of an object or of a bucket.

use std::collections::BTreeMap;

use s3s::{
    S3Result,
    dto::{Tag, Tagging},
    s3_error,
};

use super::error::WithMember;

/// Characters of a key and of a value. Source: "Categorizing your objects using tags" of the S3 guide.
const MAX_KEY_LENGTH: usize = 128;
const MAX_VALUE_LENGTH: usize = 256;
/// The prefix of the keys that only AWS may write.
const RESERVED: &str = "aws:";

/// Keys and values of a document.
pub(super) fn pairs(tagging: Tagging) -> Vec<(String, String)> {
    tagging.tag_set.into_iter().map(|tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default())).collect()
}

/// Tags as answers have them.
pub(super) fn told(tags: BTreeMap<String, String>) -> Vec<Tag> {
    tags.into_iter().map(|(key, value)| Tag { key: Some(key), value: Some(value) }).collect()
}

/// Tags that may be kept: at most as many as the limit with this name in messages.
///
/// # Errors
/// `InvalidTag`
pub(super) fn checked(tags: Vec<(String, String)>, (name, max): (&str, usize)) -> S3Result<BTreeMap<String, String>> {
    if tags.len() > max {
        return Err(s3_error!(InvalidTag, "{name} cannot be greater than {max}"));
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
