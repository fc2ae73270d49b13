//! `DescribeKey` and `ListResourceTags`

use serde::Deserialize;
use serde_json::{Value, json};

use super::{keys::Keys, member::key_name};
use crate::{
    db,
    db::kms_keys::KeyRow,
    json_protocol::{WireError, timestamp},
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Input {
    key_id: Option<String>,
}

/// A key, in any state.
pub(super) async fn run(keys: &Keys, input: Input) -> Result<Value, WireError> {
    let row = keys.find(key_name(input.key_id.as_deref())?).await?;
    Ok(json!({ "KeyMetadata": metadata(keys, &row) }))
}

/// The tags of a key, which are few.
pub(super) async fn tags(keys: &Keys, input: Input) -> Result<Value, WireError> {
    let row = keys.find(key_name(input.key_id.as_deref())?).await?;
    let tags = db::tags::all(keys.account.database.reader(), &row.id).await?.into_iter();
    let tags: Vec<Value> = tags.map(|(key, value)| json!({ "TagKey": key, "TagValue": value })).collect();
    Ok(json!({ "Tags": tags, "Truncated": false }))
}

/// The description of a key.
pub(super) fn metadata(keys: &Keys, row: &KeyRow) -> Value {
    let mut metadata = json!({
        "AWSAccountId": &*keys.account.number,
        "KeyId": row.id,
        "Arn": keys.arn(&row.id),
        "CreationDate": timestamp(row.created_at),
        "Enabled": row.is_enabled && row.deletion_at.is_none(),
        "Description": row.description,
        "KeyUsage": "ENCRYPT_DECRYPT",
        "KeyState": state(row),
        "Origin": "AWS_KMS",
        "KeyManager": row.manager,
        "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "KeySpec": "SYMMETRIC_DEFAULT",
        "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"],
        "MultiRegion": false,
    });
    if let (Some(time), Some(members)) = (row.deletion_at, metadata.as_object_mut()) {
        members.insert("DeletionDate".to_owned(), timestamp(time));
    }
    metadata
}

fn state(row: &KeyRow) -> &'static str {
    match (row.deletion_at, row.is_enabled) {
        (Some(_), _) => "PendingDeletion",
        (None, true) => "Enabled",
        (None, false) => "Disabled",
    }
}
