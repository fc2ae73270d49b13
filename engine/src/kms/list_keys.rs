//! `ListKeys`

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    keys::Keys,
    member::{limit, page, position},
};
use crate::{db, json_protocol::WireError};

/// Keys of one answer, by default and at most. Source: API page of ListKeys.
const DEFAULT_LIMIT: i64 = 100;
const MAX_LIMIT: i64 = 1000;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Input {
    limit: Option<i64>,
    marker: Option<String>,
}

/// A page of keys in order of their ids.
pub(super) async fn run(keys: &Keys, input: Input) -> Result<Value, WireError> {
    let limit = limit(input.limit, DEFAULT_LIMIT, MAX_LIMIT)?;
    let after = position(input.marker.as_deref())?;
    let ids = db::kms_keys::page(keys.account.database.reader(), &after, limit + 1).await?;
    let (ids, is_truncated, next) = page(ids, limit, |id| id);
    let entries: Vec<Value> = ids.iter().map(|id| json!({ "KeyId": id, "KeyArn": keys.arn(id) })).collect();
    let mut output = json!({ "Keys": entries, "Truncated": is_truncated });
    if is_truncated {
        output["NextMarker"] = next;
    }
    Ok(output)
}
