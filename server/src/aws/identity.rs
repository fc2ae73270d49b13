//! STS: whose credentials these are, and where they came from.

use std::time::{Duration, UNIX_EPOCH};

use aws_credential_types::{Credentials, provider::ProvideCredentials};
use aws_sdk_sts::operation::{RequestId, get_caller_identity::GetCallerIdentityOutput};
use console::data::history::{CredentialFacts, Identity};
use domain::{AccountId, Timestamp};

use super::{
    Aws,
    error::{Failure, Kind},
};

/// How long the credential chain may take: the metadata service of a machine that is none does not answer.
const CREDENTIALS_TIMEOUT: Duration = Duration::from_secs(5);

impl Aws {
    /// The account of the credentials.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn account(&self) -> Result<AccountId, Failure> {
        account(&self.sts.get_caller_identity().send().await.map_err(|error| Failure::new(&error))?)
    }

    /// Who the target takes the console for.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn identity(&self) -> Result<Identity, Failure> {
        let output = self.sts.get_caller_identity().send().await.map_err(|error| Failure::new(&error))?;
        Ok(Identity {
            account: output.account().unwrap_or_default().to_owned(),
            arn: output.arn().unwrap_or_default().to_owned(),
            user_id: output.user_id().unwrap_or_default().to_owned(),
        })
    }

    /// The facts about the credentials in use that may be shown.
    ///
    /// # Errors
    /// Why there are none, as a sentence for people.
    pub(crate) async fn credential_facts(&self) -> Result<CredentialFacts, String> {
        let Some(provider) = &self.credentials else { return Err("No provider of credentials is configured.".to_owned()) };
        match tokio::time::timeout(CREDENTIALS_TIMEOUT, provider.provide_credentials()).await {
            Ok(Ok(credentials)) => Ok(facts(&credentials)),
            Ok(Err(error)) => Err(format!("The credential chain gave none: {error}.")),
            Err(_) => Err(format!("The credential chain did not answer in {} s.", CREDENTIALS_TIMEOUT.as_secs())),
        }
    }
}

/// The account that an answer names.
pub(super) fn account(answer: &GetCallerIdentityOutput) -> Result<AccountId, Failure> {
    AccountId::parse(answer.account().unwrap_or_default()).map_err(|error| Failure {
        kind: Kind::Fault,
        code: "NoAccount".to_owned(),
        status: None,
        message: error.to_string(),
        request_id: answer.request_id().map(str::to_owned),
        bucket_region: None,
    })
}

fn facts(credentials: &Credentials) -> CredentialFacts {
    let expiry = credentials.expiry().and_then(|expiry| expiry.duration_since(UNIX_EPOCH).ok());
    CredentialFacts {
        access_key_id: credentials.access_key_id().to_owned(),
        source: source(credentials),
        expires_at: expiry.map(|expiry| Timestamp::UNIX_EPOCH.saturating_add(expiry)),
    }
}

/// The provider's name, which the SDK tells in its debug form alone; the secret is left out of that.
fn source(credentials: &Credentials) -> String {
    let text = format!("{credentials:?}");
    let name = text.split_once("provider_name: \"").and_then(|(_, rest)| rest.split_once('"'));
    name.map(|(name, _)| name.to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    #[test]
    fn credentials_are_described_without_their_secret() {
        let expiry = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let credentials = Credentials::new("AKIA1", "very-secret", Some("token".to_owned()), Some(expiry), "Environment");
        let facts = facts(&credentials);
        assert_eq!((facts.access_key_id.as_str(), facts.source.as_str()), ("AKIA1", "Environment"));
        assert_eq!(facts.expires_at, Some(Timestamp::from_milliseconds(1_800_000_000_000)));
        let text = format!("{facts:?}");
        assert!(!text.contains("very-secret") && !text.contains("token"));
    }
}
