//! The keys: who may use them, and what they seal.
//!
//! A ciphertext names its key, so that `Decrypt` needs no key's name: a byte with the version of this form, the key's id, and
//! what the key sealed. The encryption context is bound to it and is not part of it.

use std::collections::BTreeMap;

use crate::{
    account::{Account, caller_arn},
    clock::from_milliseconds,
    data_folder::DataFolder,
    db::{self, kms_keys::KeyRow},
    master_key, random,
    secret_key::SecretKey,
};

use super::key_error::KeyError;

/// The first byte of a ciphertext.
const VERSION: u8 = 1;
/// Bytes of a key's id.
const ID_BYTES: usize = 16;
/// The aliases of the keys that services use when a request names none.
const OF_SERVICES: [(&str, &str); 2] = [
    (S3_ALIAS, "Default key that protects my S3 objects when no other key is defined"),
    ("alias/aws/sagemaker", "Default key that protects my SageMaker data when no other key is defined"),
];
/// The key of S3.
pub(crate) const S3_ALIAS: &str = "alias/aws/s3";
/// The manager of keys that services use.
pub(super) const AWS: &str = "AWS";
/// The manager of keys that people create.
pub(super) const CUSTOMER: &str = "CUSTOMER";

/// The pairs that are bound to a ciphertext.
pub(crate) type Context = BTreeMap<String, String>;

/// The keys of an account. Clones share everything.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(super) account: Account,
    master: SecretKey,
}

impl Keys {
    /// Opens the keys. The first start makes the master key and the keys of the services.
    ///
    /// # Errors
    /// When the master key is missing or another one, because everything that it sealed would be lost.
    pub(crate) async fn open(folder: &DataFolder, account: Account) -> Result<Self, KeyError> {
        let probe = db::kms_keys::any(account.database.reader()).await?;
        let master = match (master_key::read(folder)?, &probe) {
            (Some(master), _) => master,
            (None, None) => master_key::create(folder)?,
            (None, Some(_)) => {
                return Err(KeyError::Unsealed("master.key is missing in the data folder: what it sealed".to_owned()));
            }
        };
        let keys = Self { account, master };
        if let Some(row) = probe {
            keys.material(&row)?;
        }
        for (alias, description) in OF_SERVICES {
            keys.make_for_service(alias, description).await?;
        }
        Ok(keys)
    }

    /// The same keys for a caller in a Region: their ARNs are of that Region.
    pub(crate) fn in_region(&self, region: &str) -> Self {
        Self { account: self.account.in_region(region), ..self.clone() }
    }

    async fn make_for_service(&self, alias: &str, description: &str) -> Result<(), KeyError> {
        if db::kms_aliases::key_of(self.account.database.reader(), alias).await?.is_some() {
            return Ok(());
        }
        let row = self.new_key(description.to_owned(), AWS)?;
        let mut transaction = self.account.database.begin().await?;
        db::kms_keys::insert(&mut *transaction, &row).await?;
        db::kms_aliases::insert(&mut *transaction, alias, &row.id, row.created_at).await?;
        Ok(transaction.commit().await?)
    }

    /// A new key, which is not yet stored.
    pub(super) fn new_key(&self, description: String, manager: &str) -> Result<KeyRow, KeyError> {
        let id = random::uuid()?;
        let material = self.master.seal(&bound_to_key(&id), SecretKey::random()?.bytes())?;
        let (created_at, manager) = (self.account.now(), manager.to_owned());
        Ok(KeyRow { id, created_at, description, manager, is_enabled: true, deletion_at: None, material })
    }

    /// The ARN of the key with an id.
    pub(crate) fn arn(&self, id: &str) -> String {
        self.account.arn("kms", &format!("key/{id}"))
    }

    /// The key that an id, an ARN, an alias or an alias's ARN names, in any state.
    ///
    /// # Errors
    /// `NotFoundException`, `AccessDeniedException` for another account.
    pub(crate) async fn find(&self, name: &str) -> Result<KeyRow, KeyError> {
        let resource = self.resource(name)?;
        let id = match resource.strip_prefix("alias/") {
            Some(_) => db::kms_aliases::key_of(self.account.database.reader(), resource).await?,
            None => Some(resource.trim_start_matches("key/").to_owned()),
        };
        let row = match id {
            Some(id) => db::kms_keys::find(self.account.database.reader(), &id).await?,
            None => None,
        };
        let now = self.account.now();
        row.filter(|row| row.deletion_at.is_none_or(|time| time > now)).ok_or_else(|| {
            KeyError::not_found(match resource.starts_with("alias/") {
                true => format!("Alias {} is not found.", self.account.arn("kms", resource)),
                false => format!("Key '{}' does not exist", self.arn(resource.trim_start_matches("key/"))),
            })
        })
    }

    /// `key/ID`, `alias/NAME` or `ID` of a key's name.
    fn resource<'a>(&self, name: &'a str) -> Result<&'a str, KeyError> {
        let Some(rest) = name.strip_prefix("arn:") else { return Ok(name) };
        let parts: Vec<&str> = rest.splitn(5, ':').collect();
        let ["aws", "kms", _, account, resource] = parts[..] else {
            return Err(KeyError::not_found(format!("Invalid arn {name}")));
        };
        if account != &*self.account.number {
            return Err(KeyError::refused(
                "AccessDeniedException",
                format!(
                    "User: {} is not authorized to perform: kms:GenerateDataKey on resource: {name} because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access",
                    caller_arn(&self.account.number)
                ),
            ));
        }
        Ok(resource)
    }

    /// A key that may seal and open now.
    ///
    /// # Errors
    /// Those of [`Self::find`]; `DisabledException`, `KMSInvalidStateException`.
    pub(crate) async fn usable(&self, name: &str) -> Result<KeyRow, KeyError> {
        let row = self.find(name).await?;
        self.check_usable(&row)?;
        Ok(row)
    }

    fn check_usable(&self, row: &KeyRow) -> Result<(), KeyError> {
        let arn = self.arn(&row.id);
        match (row.deletion_at, row.is_enabled) {
            (Some(time), _) => {
                tracing::debug!(%arn, until = %from_milliseconds(time), "the key waits for its deletion");
                Err(KeyError::refused("KMSInvalidStateException", format!("{arn} is pending deletion.")))
            }
            (None, false) => Err(KeyError::refused("DisabledException", format!("{arn} is disabled."))),
            (None, true) => Ok(()),
        }
    }

    /// Seals a short text with a key.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub(crate) fn seal(&self, row: &KeyRow, context: &Context, text: &[u8]) -> Result<Vec<u8>, KeyError> {
        let id = hex::decode(row.id.replace('-', "")).map_err(std::io::Error::other)?;
        let sealed = self.material(row)?.seal(&bound_to_text(context), text)?;
        Ok([&[VERSION][..], &id, &sealed].concat())
    }

    /// The text of a ciphertext, and its key.
    ///
    /// # Errors
    /// `InvalidCiphertextException`, and those of [`Self::usable`].
    pub(crate) async fn open_text(&self, context: &Context, ciphertext: &[u8]) -> Result<(KeyRow, Vec<u8>), KeyError> {
        let (id, sealed) = parts(ciphertext).ok_or_else(KeyError::invalid_ciphertext)?;
        let row = self.usable(&id).await?;
        let text = self.material(&row)?.open(&bound_to_text(context), sealed).ok_or_else(KeyError::invalid_ciphertext)?;
        Ok((row, text))
    }

    /// Seals with the master key itself, for what names no key.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub(crate) fn seal_with_master(&self, context: &Context, text: &[u8]) -> Result<Vec<u8>, KeyError> {
        Ok(self.master.seal(&bound_to_text(context), text)?)
    }

    /// Opens what the master key sealed.
    ///
    /// # Errors
    /// When it is not of this master key or another context.
    pub(crate) fn open_with_master(&self, context: &Context, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.master.open(&bound_to_text(context), sealed).ok_or_else(|| KeyError::Unsealed("a data key".to_owned()))
    }

    fn material(&self, row: &KeyRow) -> Result<SecretKey, KeyError> {
        let opened = self.master.open(&bound_to_key(&row.id), &row.material);
        opened.and_then(|bytes| SecretKey::of(&bytes)).ok_or_else(|| KeyError::Unsealed(format!("the key {}", row.id)))
    }
}

/// The key's id and what the key sealed, of a ciphertext.
fn parts(ciphertext: &[u8]) -> Option<(String, &[u8])> {
    let (&version, rest) = ciphertext.split_first()?;
    let (id, sealed) = rest.split_at_checked(ID_BYTES).filter(|_| version == VERSION)?;
    Some((random::in_uuid_form(&hex::encode(id)), sealed))
}

/// What binds a key's material to its row.
fn bound_to_key(id: &str) -> Vec<u8> {
    format!("key of KMS {id}").into_bytes()
}

/// What binds a sealed text to its encryption context: the pairs in order, each with its lengths before it, so that no two
/// contexts look the same.
fn bound_to_text(context: &Context) -> Vec<u8> {
    let mut bound = b"text".to_vec();
    for text in context.iter().flat_map(|(name, value)| [name, value]) {
        bound.extend_from_slice(&(text.len() as u64).to_be_bytes());
        bound.extend_from_slice(text.as_bytes());
    }
    bound
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(pairs: &[(&str, &str)]) -> Context {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn no_two_contexts_are_bound_alike() {
        let contexts = [&[][..], &[("a", "bc")], &[("ab", "c")], &[("a", "b"), ("c", "")], &[("a", ""), ("b", "c")], &[("", "")]];
        let bound: std::collections::BTreeSet<_> = contexts.iter().map(|pairs| bound_to_text(&context(pairs))).collect();
        assert_eq!(bound.len(), contexts.len());
    }

    #[test]
    fn a_ciphertext_names_its_key() {
        let id = "01234567-89ab-4def-8123-456789abcdef";
        let bytes = hex::decode(id.replace('-', "")).expect("an id");
        assert_eq!(parts(&[&[VERSION][..], &bytes, b"sealed"].concat()), Some((id.to_owned(), &b"sealed"[..])));
        assert_eq!(parts(&[&[7][..], &bytes, b"sealed"].concat()), None);
        assert_eq!(parts(&bytes[..5]), None);
        assert_eq!(parts(b""), None);
    }
}
