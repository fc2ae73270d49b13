//! KMS in the JSON protocol: symmetric keys that encrypt short texts and the data keys of objects.
//!
//! - [`keys`], [`key_error`] — the keys themselves, for S3 and jobs, too
//! - [`create_key`], [`describe_key`], [`list_keys`], [`key_state`] — operations on keys; [`aliases`] — their names
//! - [`texts`], [`data_keys`] — operations with a key
//! - [`member`] — members that several operations have

mod aliases;
mod create_key;
mod data_keys;
mod describe_key;
mod key_error;
mod key_state;
mod keys;
mod list_keys;
mod member;
mod texts;

use axum::response::Response;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::json_protocol::{WireError, success};

pub(crate) use key_error::KeyError;
pub(crate) use keys::{Context, Keys, S3_ALIAS};

const OPERATIONS: &str = "CreateKey, DescribeKey, ListKeys, ListResourceTags, EnableKey, DisableKey, ScheduleKeyDeletion, CancelKeyDeletion, CreateAlias, DeleteAlias, ListAliases, Encrypt, Decrypt, GenerateDataKey and GenerateDataKeyWithoutPlaintext";

/// The service.
pub(crate) struct Kms {
    pub(crate) keys: Keys,
}

impl Kms {
    /// Answers a verified request of a caller in a Region.
    pub(crate) async fn answer(&self, target: &str, body: &[u8], region: &str) -> Result<Response, WireError> {
        let keys = &self.keys.in_region(region);
        keys.delete_due().await?;
        let output = match target.strip_prefix("TrentService.").unwrap_or_default() {
            "CreateKey" => create_key::run(keys, read(body)?).await?,
            "DescribeKey" => describe_key::run(keys, read(body)?).await?,
            "ListKeys" => list_keys::run(keys, read(body)?).await?,
            "ListResourceTags" => describe_key::tags(keys, read(body)?).await?,
            "EnableKey" => key_state::enable(keys, read(body)?, true).await?,
            "DisableKey" => key_state::enable(keys, read(body)?, false).await?,
            "ScheduleKeyDeletion" => key_state::schedule_deletion(keys, read(body)?).await?,
            "CancelKeyDeletion" => key_state::cancel_deletion(keys, read(body)?).await?,
            "CreateAlias" => aliases::create(keys, read(body)?).await?,
            "DeleteAlias" => aliases::delete(keys, read(body)?).await?,
            "ListAliases" => aliases::list(keys, read(body)?).await?,
            "Encrypt" => texts::encrypt(keys, read(body)?).await?,
            "Decrypt" => texts::decrypt(keys, read(body)?).await?,
            "GenerateDataKey" => data_keys::generate(keys, read(body)?, true).await?,
            "GenerateDataKeyWithoutPlaintext" => data_keys::generate(keys, read(body)?, false).await?,
            _ => {
                let message = format!("This engine does not have the operation \"{target}\". Its KMS has {OPERATIONS}.");
                return Err(WireError::new("UnknownOperationException", message));
            }
        };
        Ok(success((!output.is_null()).then_some(&output)))
    }
}

/// The answer of an operation without output.
const NOTHING: Value = Value::Null;

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, WireError> {
    serde_json::from_slice(body)
        .map_err(|error| WireError::new("SerializationException", format!("The body cannot be read: {error}")))
}
