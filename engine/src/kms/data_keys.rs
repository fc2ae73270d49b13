//! `GenerateDataKey` and `GenerateDataKeyWithoutPlaintext`

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    keys::{Context, Keys},
    member::{base64, constraint, key_name},
};
use crate::{json_protocol::WireError, random};

/// Bytes of a data key. Source: shape `NumberOfBytesType`.
const LENGTHS: std::ops::RangeInclusive<usize> = 1..=MAX_LENGTH;
const MAX_LENGTH: usize = 1024;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Input {
    key_id: Option<String>,
    key_spec: Option<String>,
    number_of_bytes: Option<usize>,
    encryption_context: Context,
}

/// A new data key, encrypted, and with `with_plaintext` also as it is.
pub(super) async fn generate(keys: &Keys, input: Input, with_plaintext: bool) -> Result<Value, WireError> {
    let name = key_name(input.key_id.as_deref())?;
    let length = length(&input)?;
    let row = keys.usable(name).await?;
    let random: [u8; MAX_LENGTH] = random::bytes().map_err(WireError::internal)?;
    let data_key = random.get(..length).unwrap_or_default();
    let sealed = keys.seal(&row, &input.encryption_context, data_key)?;
    let mut output = json!({ "CiphertextBlob": base64(&sealed), "KeyId": keys.arn(&row.id) });
    if with_plaintext {
        output["Plaintext"] = base64(data_key);
    }
    Ok(output)
}

fn length(input: &Input) -> Result<usize, WireError> {
    match (input.key_spec.as_deref(), input.number_of_bytes) {
        (Some("AES_256"), None) => Ok(32),
        (Some("AES_128"), None) => Ok(16),
        (Some(_), None) => Err(constraint("keySpec", "satisfy enum value set: [AES_256, AES_128]")),
        (None, Some(length)) if LENGTHS.contains(&length) => Ok(length),
        (None, Some(_)) => Err(constraint("numberOfBytes", "have value between 1 and 1024")),
        _ => Err(WireError::validation("Please specify either number of bytes or key spec.")),
    }
}
