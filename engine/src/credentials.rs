//! The one pair of keys of a data folder.

use std::{fmt, fs, io};

use serde::{Deserialize, Serialize};

use crate::{atomic_write, data_folder::DataFolder, random};

/// The access key that signs every call. The first start creates it in `credentials.json`, readable by the owner only.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Credentials {
    access_key_id: String,
    secret_access_key: String,
}

impl Credentials {
    /// The public half, 20 characters, as AWS writes them.
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The secret half, 40 characters. Never log it.
    pub fn secret_access_key(&self) -> &str {
        &self.secret_access_key
    }

    /// Reads the keys of a data folder.
    pub(crate) fn read(folder: &DataFolder) -> io::Result<Self> {
        let text = fs::read(folder.credentials())?;
        serde_json::from_slice(&text).map_err(io::Error::other)
    }

    /// Reads the keys of a data folder, or makes and stores them.
    pub(crate) fn read_or_create(folder: &DataFolder) -> io::Result<Self> {
        match Self::read(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            result => return result,
        }
        // The prefix of long-term keys; the rest is base32, as in real ones.
        let access_key_id = format!("AKIA{}", random::text(16, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")?);
        let secret_access_key = random::text(40, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")?;
        let credentials = Self { access_key_id, secret_access_key };
        let text = serde_json::to_vec_pretty(&credentials).map_err(io::Error::other)?;
        atomic_write::write(&folder.credentials(), &text, 0o600)?;
        Ok(credentials)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Credentials").field("access_key_id", &self.access_key_id).finish_non_exhaustive()
    }
}
