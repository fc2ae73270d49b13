//! `Encrypt` and `Decrypt`

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    keys::{Context, Keys},
    member::{base64, bytes, key_name},
};
use crate::json_protocol::WireError;

/// The longest text in bytes. Source: API page of Encrypt.
const MAX_TEXT: usize = 4096;
/// The longest ciphertext in bytes. Source: shape `CiphertextType`.
const MAX_CIPHERTEXT: usize = 6144;
/// The only algorithm of symmetric keys.
const ALGORITHM: &str = "SYMMETRIC_DEFAULT";

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Input {
    key_id: Option<String>,
    plaintext: Option<String>,
    ciphertext_blob: Option<String>,
    encryption_context: Context,
    encryption_algorithm: Option<String>,
}

/// Encrypts a short text.
pub(super) async fn encrypt(keys: &Keys, input: Input) -> Result<Value, WireError> {
    let name = key_name(input.key_id.as_deref())?;
    let text = bytes(input.plaintext.as_deref(), "plaintext", MAX_TEXT)?;
    check_algorithm(&input)?;
    let row = keys.usable(name).await?;
    let sealed = keys.seal(&row, &input.encryption_context, &text)?;
    Ok(json!({ "CiphertextBlob": base64(&sealed), "KeyId": keys.arn(&row.id), "EncryptionAlgorithm": ALGORITHM }))
}

/// Decrypts what a key of this account has encrypted.
pub(super) async fn decrypt(keys: &Keys, input: Input) -> Result<Value, WireError> {
    let ciphertext = bytes(input.ciphertext_blob.as_deref(), "ciphertextBlob", MAX_CIPHERTEXT)?;
    check_algorithm(&input)?;
    let named = match input.key_id.as_deref() {
        Some(name) => Some(keys.usable(key_name(Some(name))?).await?),
        None => None,
    };
    let (row, text) = keys.open_text(&input.encryption_context, &ciphertext).await?;
    if named.is_some_and(|named| named.id != row.id) {
        return Err(WireError::new(
            "IncorrectKeyException",
            "The key ID in the request does not identify a CMK that can perform this operation.",
        ));
    }
    Ok(json!({ "Plaintext": base64(&text), "KeyId": keys.arn(&row.id), "EncryptionAlgorithm": ALGORITHM }))
}

fn check_algorithm(input: &Input) -> Result<(), WireError> {
    match input.encryption_algorithm.as_deref() {
        None | Some(ALGORITHM) => Ok(()),
        Some(other) => Err(WireError::new(
            "InvalidKeyUsageException",
            format!("Algorithm {other} and key spec SYMMETRIC_DEFAULT are incompatible."),
        )),
    }
}
