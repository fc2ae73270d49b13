//! KMS: the keys with which a job can encrypt.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_kms::types::{AliasListEntry, KeyManagerType, KeyMetadata, KeySpec, KeyState, KeyUsageType};
use futures::{StreamExt, stream};

use super::{Aws, error::Failure};

/// Pages of aliases that are read. Source: our own limit; a page has at most 100.
const MAX_PAGES: usize = 5;
/// Keys that are described, since each costs a call.
const MAX_KEYS: usize = 20;
/// Keys that are described at a time.
const AT_A_TIME: usize = 4;

/// A key that may be used now, and what people call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EncryptionKey {
    /// Its ARN.
    pub(crate) arn: String,
    /// Its first alias, for example `alias/training`, or else its description.
    pub(crate) name: String,
}

impl Aws {
    /// Enabled symmetric keys of the account's own, those with an alias first. Keys that the credentials may not describe are left
    /// out: nobody knows whether they can be used.
    ///
    /// # Errors
    /// See [`Failure`]; among others when the credentials may not list keys.
    pub(crate) async fn encryption_keys(&self) -> Result<Vec<EncryptionKey>, Failure> {
        let aliases = self.aliases().await?;
        let others = self.kms.list_keys().limit(100).send().await.map_err(|error| Failure::new(&error))?;
        let others = others.keys().iter().filter_map(|key| key.key_id().map(str::to_owned));
        let mut seen = BTreeSet::new();
        let ids: Vec<String> =
            aliases.keys().cloned().chain(others).filter(|id| seen.insert(id.clone())).take(MAX_KEYS).collect();
        let found: Vec<Option<KeyMetadata>> = stream::iter(ids).map(|id| self.described(id)).buffered(AT_A_TIME).collect().await;
        Ok(found.iter().flatten().filter_map(|key| usable(key, &aliases)).collect())
    }

    /// The first alias of each key that the account made, by the key's id.
    async fn aliases(&self) -> Result<BTreeMap<String, String>, Failure> {
        let mut pages = self.kms.list_aliases().limit(100).into_paginator().send();
        let mut found = BTreeMap::new();
        for _ in 0..MAX_PAGES {
            let Some(page) = pages.next().await else { break };
            let page = page.map_err(|error| Failure::new(&error))?;
            for (id, name) in page.aliases().iter().filter_map(own_alias) {
                found.entry(id).or_insert(name);
            }
        }
        Ok(found)
    }

    /// A key's state and use; `None` when it cannot be described, whatever the reason.
    async fn described(&self, id: String) -> Option<KeyMetadata> {
        self.kms.describe_key().key_id(id).send().await.ok()?.key_metadata
    }
}

fn own_alias(alias: &AliasListEntry) -> Option<(String, String)> {
    let name = alias.alias_name().filter(|name| !name.starts_with("alias/aws/"))?;
    Some((alias.target_key_id()?.to_owned(), name.to_owned()))
}

/// The key with its name; `None` for one that cannot encrypt what a job stores.
fn usable(key: &KeyMetadata, aliases: &BTreeMap<String, String>) -> Option<EncryptionKey> {
    let is_usable = key.key_state() == Some(&KeyState::Enabled)
        && key.key_manager() == Some(&KeyManagerType::Customer)
        && key.key_usage() == Some(&KeyUsageType::EncryptDecrypt)
        && key.key_spec() == Some(&KeySpec::SymmetricDefault);
    let described = || key.description().filter(|words| !words.is_empty()).unwrap_or("Key without an alias").to_owned();
    let name = aliases.get(key.key_id()).cloned().unwrap_or_else(described);
    let arn = key.arn().filter(|_| is_usable)?;
    Some(EncryptionKey { arn: arn.to_owned(), name })
}

#[cfg(test)]
mod tests {
    use super::EncryptionKey;
    use crate::testing::local::Local;

    #[tokio::test]
    async fn keys_that_can_be_used_are_offered_by_their_alias() {
        let local = Local::start().await;
        let kms = &local.aws.kms;
        let make = async |description: &str| {
            let made = kms.create_key().description(description).send().await.expect("a key").key_metadata.expect("what it is");
            (made.key_id().to_owned(), made.arn().expect("an ARN").to_owned())
        };
        let ((named, named_arn), (_, described_arn), (disabled, _)) =
            (make("").await, make("for results").await, make("old").await);
        kms.create_alias().alias_name("alias/training").target_key_id(&named).send().await.expect("an alias");
        kms.create_alias().alias_name("alias/old").target_key_id(&disabled).send().await.expect("an alias");
        kms.disable_key().key_id(&disabled).send().await.expect("a disabled key");
        let expected = [(named_arn, "alias/training"), (described_arn, "for results")];
        let expected = expected.map(|(arn, name)| EncryptionKey { arn, name: name.to_owned() });
        assert_eq!(local.aws.encryption_keys().await.expect("keys"), expected);
    }
}
