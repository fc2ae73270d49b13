//! `CreateKey`

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    describe_key::metadata,
    keys::{CUSTOMER, Keys},
    member::constraint,
};
use crate::{db, json_protocol::WireError};

/// The longest description in characters. Source: shape `DescriptionType`.
const MAX_DESCRIPTION: usize = 8192;
/// Tags of a key. Source: "Quotas" of the KMS guide.
const MAX_TAGS: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Input {
    description: String,
    key_usage: Option<String>,
    key_spec: Option<String>,
    customer_master_key_spec: Option<String>,
    origin: Option<String>,
    multi_region: bool,
    tags: Vec<Tag>,
}

/// A tag, in KMS's members.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    tag_key: String,
    tag_value: String,
}

/// Makes a symmetric key, which is enabled.
pub(super) async fn run(keys: &Keys, input: Input) -> Result<Value, WireError> {
    check(&input)?;
    let row = keys.new_key(input.description, CUSTOMER)?;
    let tags: Vec<(String, String)> = input.tags.into_iter().map(|tag| (tag.tag_key, tag.tag_value)).collect();
    let mut transaction = keys.account.database.begin().await?;
    db::kms_keys::insert(&mut *transaction, &row).await?;
    db::tags::put(&mut transaction, &row.id, &tags).await?;
    transaction.commit().await?;
    Ok(json!({ "KeyMetadata": metadata(keys, &row) }))
}

fn check(input: &Input) -> Result<(), WireError> {
    if input.description.chars().count() > MAX_DESCRIPTION {
        return Err(constraint("description", &format!("have length less than or equal to {MAX_DESCRIPTION}")));
    }
    let is = |value: &Option<String>, only: &str| value.as_deref().is_none_or(|value| value == only);
    let is_symmetric = is(&input.key_usage, "ENCRYPT_DECRYPT")
        && is(&input.key_spec, "SYMMETRIC_DEFAULT")
        && is(&input.customer_master_key_spec, "SYMMETRIC_DEFAULT")
        && is(&input.origin, "AWS_KMS");
    if !is_symmetric || input.multi_region {
        return Err(WireError::new(
            "UnsupportedOperationException",
            "This engine has symmetric keys of one Region: KeyUsage ENCRYPT_DECRYPT, KeySpec SYMMETRIC_DEFAULT, Origin AWS_KMS.",
        ));
    }
    let is_named = |tag: &Tag| (1..=128).contains(&tag.tag_key.chars().count()) && tag.tag_value.chars().count() <= 256;
    match input.tags.len() > MAX_TAGS || !input.tags.iter().all(is_named) {
        true => Err(WireError::new(
            "TagException",
            "A key has at most 50 tags, with keys of 1 to 128 and values of 0 to 256 characters.",
        )),
        false => Ok(()),
    }
}
