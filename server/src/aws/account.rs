//! Credentials of one account only. If the profile changes to another account, no call is made in its name.

use std::{
    collections::BTreeMap,
    error::Error,
    sync::{Mutex, PoisonError},
};

use aws_credential_types::{
    Credentials,
    provider::{self, ProvideCredentials, SharedCredentialsProvider, error::CredentialsError, future},
};
use domain::AccountId;

use super::{Aws, error::Failure};

/// Access keys whose accounts are remembered. Temporary credentials bring a new key at each renewal.
const MAX_KNOWN_KEYS: usize = 100;

/// Why there are no credentials of the account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AccountError {
    /// The credentials are another account's.
    #[error("the credentials belong to account {found} and not to account {expected}")]
    Other { expected: AccountId, found: AccountId },
    /// STS did not say whose they are.
    #[error("STS did not say whose the credentials are: {}", .0.message)]
    Unknown(Failure),
}

impl AccountError {
    /// The error among the causes of a call that was not made.
    pub(super) fn among_causes<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a Self> {
        let mut cause = Some(error);
        while let Some(error) = cause {
            if let Some(found) = error.downcast_ref() {
                return Some(found);
            }
            cause = error.source();
        }
        None
    }
}

/// Hands on what a chain of providers gives while it belongs to one account. The SDK asks here when it has no credentials
/// or those that it has expire, so STS is asked once for each access key.
#[derive(Debug)]
pub(super) struct OneAccount {
    chain: SharedCredentialsProvider,
    sts: aws_sdk_sts::Client,
    account: AccountId,
    /// Accounts by access key: the key belongs to one account for ever.
    known: Mutex<BTreeMap<String, AccountId>>,
}

impl OneAccount {
    async fn checked(&self) -> provider::Result {
        let credentials = self.chain.provide_credentials().await?;
        let found = self.owner(&credentials).await.map_err(CredentialsError::provider_error)?;
        if found == self.account {
            return Ok(credentials);
        }
        Err(CredentialsError::provider_error(AccountError::Other { expected: self.account.clone(), found }))
    }

    async fn owner(&self, credentials: &Credentials) -> Result<AccountId, AccountError> {
        if let Some(known) = self.known().get(credentials.access_key_id()) {
            return Ok(known.clone());
        }
        let with_these = aws_sdk_sts::config::Builder::new().credentials_provider(credentials.clone());
        let answer = self.sts.get_caller_identity().customize().config_override(with_these).send().await;
        let account = answer.map_err(|error| Failure::new(&error)).and_then(|answer| super::identity::account(&answer));
        let account = account.map_err(AccountError::Unknown)?;
        let mut known = self.known();
        if known.len() >= MAX_KNOWN_KEYS {
            known.clear();
        }
        known.insert(credentials.access_key_id().to_owned(), account.clone());
        Ok(account)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, AccountId>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ProvideCredentials for OneAccount {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.checked())
    }
}

impl Aws {
    /// The same clients, which make no call with the credentials of another account. STS alone tells whose they are now.
    pub(crate) fn of_account(&self, account: AccountId) -> Self {
        let Some(chain) = self.config.credentials_provider() else { return self.clone() };
        let guard = OneAccount { chain: chain.clone(), sts: self.sts.clone(), account: account.clone(), known: Mutex::default() };
        let config = self.config.to_builder().credentials_provider(SharedCredentialsProvider::new(guard)).build();
        Self { sts: self.sts.clone(), credentials: Some(chain), account: Some(account), ..Self::new(&config, &self.region) }
    }

    /// Asks STS whether the credentials still belong to the account. An answer such as "there is no such job" says something
    /// about the history only then.
    ///
    /// # Errors
    /// See [`Failure`]; its kind is `OtherAccount` when they belong to another one.
    pub(crate) async fn confirm_account(&self) -> Result<(), Failure> {
        // The embedded engine has one account for ever.
        let Some(expected) = &self.account else { return Ok(()) };
        let found = self.account().await?;
        if found == *expected {
            return Ok(());
        }
        Err(Failure::from(&AccountError::Other { expected: expected.clone(), found }))
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::Arc,
        time::{Duration, SystemTime},
    };

    use aws_config::{BehaviorVersion, Region, SdkConfig};
    use axum::{
        Router,
        extract::Request,
        http::StatusCode,
        response::{IntoResponse, Response},
    };

    use domain::Timestamp;

    use super::*;
    use crate::aws::error::Kind;

    const OWN: &str = "111111111111";
    const OTHER: &str = "222222222222";

    /// A profile whose credentials change at run time; they are never kept for long.
    #[derive(Debug, Clone)]
    struct Profile(Arc<Mutex<&'static str>>);

    impl ProvideCredentials for Profile {
        #[expect(clippy::disallowed_methods, reason = "the SDK compares the expiry with the computer's clock")]
        fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
        where
            Self: 'a,
        {
            let expiry = SystemTime::now() + Duration::from_secs(1);
            let key = *self.0.lock().expect("no test panics here");
            future::ProvideCredentials::ready(Ok(Credentials::new(key, "secret", None, Some(expiry), "profile")))
        }
    }

    /// STS and an empty SageMaker; calls are remembered as key and operation. The key `AKIABROKEN` is nobody's.
    async fn service(calls: Arc<Mutex<Vec<(String, String)>>>) -> String {
        let routes = Router::new().fallback(move |request: Request| {
            let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
            let key = header("authorization").split_once("Credential=").and_then(|(_, rest)| rest.split_once('/'));
            let key = key.map(|(key, _)| key.to_owned()).unwrap_or_default();
            let operation = header("x-amz-target").rsplit('.').next().unwrap_or_default().to_owned();
            calls.lock().expect("no test panics here").push((key.clone(), operation.clone()));
            async move { answer(&key, &operation) }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async { axum::serve(listener, routes).await });
        endpoint
    }

    fn answer(key: &str, operation: &str) -> Response {
        if !operation.is_empty() {
            return ([("content-type", "application/x-amz-json-1.1")], r#"{"TrainingJobSummaries":[]}"#).into_response();
        }
        if key == "AKIABROKEN" {
            let xml = "<ErrorResponse><Error><Code>ExpiredToken</Code><Message>expired</Message></Error></ErrorResponse>";
            return (StatusCode::FORBIDDEN, [("x-amzn-requestid", "number-1")], xml).into_response();
        }
        let account = if key == "AKIAOWN" { OWN } else { OTHER };
        format!(
            "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>{account}</Account></GetCallerIdentityResult>\
             </GetCallerIdentityResponse>"
        )
        .into_response()
    }

    #[tokio::test]
    async fn nothing_but_sts_is_asked_with_the_credentials_of_another_account() {
        let (profile, calls) = (Profile(Arc::new(Mutex::new("AKIAOWN"))), Arc::new(Mutex::new(Vec::new())));
        let config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .endpoint_url(service(calls.clone()).await)
            .region(Region::new("us-west-2"))
            .credentials_provider(SharedCredentialsProvider::new(profile.clone()))
            .build();
        let aws = Aws::new(&config, "us-west-2").of_account(AccountId::parse(OWN).expect("an account"));
        let switch = |key| *profile.0.lock().expect("no test panics here") = key;
        aws.list_training_jobs(Timestamp::UNIX_EPOCH, None).await.expect("a list");

        switch("AKIAOTHER");
        for _ in 0..2 {
            let failure = aws.list_training_jobs(Timestamp::UNIX_EPOCH, None).await.map(|_| ()).expect_err("another account");
            assert_eq!(failure.kind, Kind::OtherAccount, "{failure:?}");
        }
        assert_eq!(aws.confirm_account().await.expect_err("another account").kind, Kind::OtherAccount);

        switch("AKIABROKEN");
        let failure = aws.list_training_jobs(Timestamp::UNIX_EPOCH, None).await.map(|_| ()).expect_err("expired credentials");
        assert_eq!((failure.kind, failure.request_id.as_deref()), (Kind::Credentials, Some("number-1")));

        switch("AKIAOWN");
        aws.list_training_jobs(Timestamp::UNIX_EPOCH, None).await.expect("a list, at once");
        aws.confirm_account().await.expect("its own account");
        let calls = calls.lock().expect("no test panics here");
        assert!(calls.iter().all(|(key, operation)| key == "AKIAOWN" || operation.is_empty()), "{calls:?}");
        let asked = calls.iter().filter(|(key, operation)| key == "AKIAOTHER" && operation.is_empty()).count();
        assert_eq!(asked, 2, "once for the credentials, once to confirm");
    }
}
