//! `EnableKey`, `DisableKey`, `ScheduleKeyDeletion` and `CancelKeyDeletion`

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    NOTHING,
    keys::{AWS, Keys},
    member::{constraint, key_name},
};
use crate::{
    db,
    db::kms_keys::KeyRow,
    json_protocol::{WireError, timestamp},
};

/// Days before a key is deleted. Source: shape `PendingWindowInDaysType`, and the text of ScheduleKeyDeletion.
const WINDOW: std::ops::RangeInclusive<i64> = 7..=30;
const DAY: i64 = 24 * 60 * 60 * 1000;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Input {
    key_id: Option<String>,
    pending_window_in_days: Option<i64>,
}

impl Keys {
    /// Deletes the keys whose time has come.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn delete_due(&self) -> Result<(), WireError> {
        let now = self.account.now();
        if db::kms_keys::has_due(self.account.database.reader(), now).await? {
            let mut transaction = self.account.database.begin().await?;
            db::kms_keys::delete_due(&mut transaction, now).await?;
            transaction.commit().await?;
        }
        Ok(())
    }
}

/// Enables or disables a key.
pub(super) async fn enable(keys: &Keys, input: Input, is_enabled: bool) -> Result<Value, WireError> {
    let row = own(keys, &input).await?;
    if row.deletion_at.is_some() {
        return Err(invalid_state(format!("{} is pending deletion.", keys.arn(&row.id))));
    }
    db::kms_keys::set_state(keys.account.database.writer(), &row.id, is_enabled, None).await?;
    Ok(NOTHING)
}

/// Deletes a key after some days, in which it cannot be used.
pub(super) async fn schedule_deletion(keys: &Keys, input: Input) -> Result<Value, WireError> {
    let row = own(keys, &input).await?;
    let days = input.pending_window_in_days.unwrap_or(*WINDOW.end());
    if !WINDOW.contains(&days) {
        return Err(constraint("pendingWindowInDays", "have value between 7 and 30"));
    }
    if row.deletion_at.is_some() {
        return Err(invalid_state(format!("{} is pending deletion.", keys.arn(&row.id))));
    }
    let time = keys.account.now() + days * DAY;
    db::kms_keys::set_state(keys.account.database.writer(), &row.id, false, Some(time)).await?;
    Ok(json!({
        "KeyId": keys.arn(&row.id),
        "DeletionDate": timestamp(time),
        "KeyState": "PendingDeletion",
        "PendingWindowInDays": days,
    }))
}

/// Keeps a key that was to be deleted. It is disabled then.
pub(super) async fn cancel_deletion(keys: &Keys, input: Input) -> Result<Value, WireError> {
    let row = own(keys, &input).await?;
    if row.deletion_at.is_none() {
        return Err(invalid_state(format!("{} is not pending deletion.", keys.arn(&row.id))));
    }
    db::kms_keys::set_state(keys.account.database.writer(), &row.id, false, None).await?;
    Ok(json!({ "KeyId": keys.arn(&row.id) }))
}

/// A key whose state its owner may change. These operations take no alias.
async fn own(keys: &Keys, input: &Input) -> Result<KeyRow, WireError> {
    let name = key_name(input.key_id.as_deref())?;
    if name.starts_with("alias/") || name.contains(":alias/") {
        return Err(WireError::new("InvalidArnException", format!("{name} is an alias: name the key by its id or its ARN.")));
    }
    let row = keys.find(name).await?;
    match row.manager == AWS {
        false => Ok(row),
        true => Err(WireError::new(
            "AccessDeniedException",
            format!("{} is managed by AWS: its state cannot be changed.", keys.arn(&row.id)),
        )),
    }
}

fn invalid_state(message: String) -> WireError {
    WireError::new("KMSInvalidStateException", message)
}
