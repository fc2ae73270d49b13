//! The number of an AWS account.

use std::fmt;

use thiserror::Error;

/// Twelve digits. Safe as a part of a file's name.
///
/// Source: STS, `GetCallerIdentity`; IAM, "An AWS account ID is a 12-digit number".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccountId(String);

/// A text that is no account's number.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no number of an AWS account, which has twelve digits")]
pub struct AccountIdError(String);

impl AccountId {
    /// Parses a number.
    ///
    /// # Errors
    /// When `text` is anything but twelve digits.
    pub fn parse(text: &str) -> Result<Self, AccountIdError> {
        let is_number = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { Ok(Self(text.to_owned())) } else { Err(AccountIdError(text.to_owned())) }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_have_twelve_digits() {
        assert_eq!(AccountId::parse("012345678901").map(|account| account.to_string()).as_deref(), Ok("012345678901"));
        for text in ["", "1", "0123456789012", "01234567890x", "../456789012", "١٢٣٤٥٦"] {
            assert!(AccountId::parse(text).is_err(), "{text}");
        }
    }
}
