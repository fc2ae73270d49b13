//! Why a key cannot be used, in KMS's words.

use std::io;

use crate::json_protocol::WireError;

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    /// A refusal with its exception.
    #[error("{code}: {message}")]
    Refused {
        /// For example `DisabledException`.
        code: &'static str,
        message: String,
    },
    /// The database failed.
    #[error("the keys cannot be read: {0}")]
    Index(#[from] sqlx::Error),
    /// The operating system gave no randomness.
    #[error("a key cannot be made: {0}")]
    Random(#[from] io::Error),
    /// The master key does not open what it sealed.
    #[error("{0} cannot be opened with the master key of the data folder")]
    Unsealed(String),
}

impl KeyError {
    pub(super) fn refused(code: &'static str, message: impl Into<String>) -> Self {
        Self::Refused { code, message: message.into() }
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::refused("NotFoundException", message)
    }

    /// A ciphertext that no key of this account has made, or of another encryption context. KMS does not tell which.
    pub(super) fn invalid_ciphertext() -> Self {
        Self::refused("InvalidCiphertextException", "")
    }
}

impl From<KeyError> for WireError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Refused { code, message } => Self::new(code, message),
            other => Self::internal(other),
        }
    }
}
