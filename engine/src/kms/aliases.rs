//! `CreateAlias`, `DeleteAlias` and `ListAliases`

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    NOTHING,
    keys::Keys,
    member::{constraint, key_name, limit, missing, page, position},
};
use crate::{
    db,
    json_protocol::{WireError, timestamp},
};

/// Aliases of one answer, by default and at most. Source: API page of ListAliases.
const DEFAULT_LIMIT: i64 = 50;
const MAX_LIMIT: i64 = 100;
/// The longest alias in characters. Source: shape `AliasNameType`.
const MAX_LENGTH: usize = 256;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Input {
    alias_name: Option<String>,
    target_key_id: Option<String>,
    key_id: Option<String>,
    limit: Option<i64>,
    marker: Option<String>,
}

/// Gives a key another name.
pub(super) async fn create(keys: &Keys, input: Input) -> Result<Value, WireError> {
    let name = own_name(input.alias_name.as_deref())?;
    let target = key_name(input.target_key_id.as_deref())?;
    if target.contains("alias/") {
        return Err(WireError::validation("Aliases must refer to keys. Not aliases"));
    }
    let row = keys.find(target).await?;
    if row.deletion_at.is_some() {
        return Err(WireError::new("KMSInvalidStateException", format!("{} is pending deletion.", keys.arn(&row.id))));
    }
    match db::kms_aliases::insert(keys.account.database.writer(), name, &row.id, keys.account.now()).await? {
        true => Ok(NOTHING),
        false => {
            let arn = keys.account.arn("kms", name);
            Err(WireError::new("AlreadyExistsException", format!("An alias with the name {arn} already exists")))
        }
    }
}

/// Takes a name from a key, which stays.
pub(super) async fn delete(keys: &Keys, input: Input) -> Result<Value, WireError> {
    let name = own_name(input.alias_name.as_deref())?;
    match db::kms_aliases::delete(keys.account.database.writer(), name).await? {
        true => Ok(NOTHING),
        false => {
            let arn = keys.account.arn("kms", name);
            Err(WireError::new("NotFoundException", format!("Alias {arn} is not found.")))
        }
    }
}

/// A page of aliases in order; those of one key, when it is named.
pub(super) async fn list(keys: &Keys, input: Input) -> Result<Value, WireError> {
    let limit = limit(input.limit, DEFAULT_LIMIT, MAX_LIMIT)?;
    let after = position(input.marker.as_deref())?;
    let key = match input.key_id.as_deref() {
        Some(name) => Some(keys.find(key_name(Some(name))?).await?.id),
        None => None,
    };
    let rows = db::kms_aliases::page(keys.account.database.reader(), key.as_deref(), &after, limit + 1).await?;
    let (rows, is_truncated, next) = page(rows, limit, |row| &row.name);
    let entries = rows.iter().map(|row| {
        json!({
            "AliasName": row.name,
            "AliasArn": keys.account.arn("kms", &row.name),
            "TargetKeyId": row.key,
            "CreationDate": timestamp(row.created_at),
            "LastUpdatedDate": timestamp(row.updated_at),
        })
    });
    let mut output = json!({ "Aliases": entries.collect::<Vec<_>>(), "Truncated": is_truncated });
    if is_truncated {
        output["NextMarker"] = next;
    }
    Ok(output)
}

/// The name of an alias that people may make. Source: API page of CreateAlias.
fn own_name(name: Option<&str>) -> Result<&str, WireError> {
    let name = name.ok_or_else(|| missing("aliasName"))?;
    if name.len() > MAX_LENGTH {
        return Err(constraint("aliasName", &format!("have length less than or equal to {MAX_LENGTH}")));
    }
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"/_-".contains(&byte);
    match name.strip_prefix("alias/") {
        None => Err(WireError::validation("Invalid identifier")),
        Some("") => Err(WireError::validation("Invalid identifier")),
        Some(rest) if rest.starts_with("aws/") => Err(WireError::new("NotAuthorizedException", "")),
        Some(rest) if !rest.bytes().all(is_allowed) => {
            Err(constraint("aliasName", "satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$"))
        }
        Some(_) => Ok(name),
    }
}
