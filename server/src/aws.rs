//! The target: Amazon's services, or the embedded engine, through the same clients.
//!
//! This is the only place that knows the AWS SDKs.
//!
//! - [`training_jobs`], [`tags`], [`models`], [`logs`], [`objects`], [`artifact`], [`encryption_keys`], [`identity`] — the calls,
//!   one service each
//! - [`account`] — no call is made with the credentials of another account than the history's
//! - [`convert`] — domain types into SDK types and back
//! - [`error`] — what went wrong, in one form for all services; [`refusal`] — a refused request, on its fields

pub(crate) mod account;
pub(crate) mod artifact;
pub(crate) mod convert;
pub(crate) mod encryption_keys;
pub(crate) mod error;
pub(crate) mod identity;
pub(crate) mod logs;
pub(crate) mod models;
pub(crate) mod objects;
pub(crate) mod refusal;
pub(crate) mod tags;
pub(crate) mod training_jobs;

use std::time::Duration;

use aws_config::{
    BehaviorVersion, Region, SdkConfig, meta::region::RegionProviderChain, retry::RetryConfig, timeout::TimeoutConfig,
};
use aws_credential_types::{Credentials, provider::SharedCredentialsProvider};
use domain::AccountId;

/// The clients of one target.
#[derive(Debug, Clone)]
pub(crate) struct Aws {
    sagemaker: aws_sdk_sagemaker::Client,
    s3: aws_sdk_s3::Client,
    logs: aws_sdk_cloudwatchlogs::Client,
    kms: aws_sdk_kms::Client,
    sts: aws_sdk_sts::Client,
    region: String,
    credentials: Option<SharedCredentialsProvider>,
    endpoint: Option<String>,
    config: SdkConfig,
    /// The only account that is called; `None` at the embedded engine and while the account is not known.
    account: Option<AccountId>,
}

/// Why there is no Region.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RegionError {
    #[error("no AWS Region is configured: pass --region, set AWS_REGION, or name one in ~/.aws/config")]
    Missing,
    #[error("{0}: pass another --region, or set AWS_REGION")]
    Invalid(#[from] domain::region::RegionError),
}

/// The Region of the flag; otherwise the one that environment and profile name.
///
/// # Errors
/// When neither names a Region, or something that is none.
pub(crate) async fn configured_region(flag: Option<String>) -> Result<domain::Region, RegionError> {
    let chain = RegionProviderChain::first_try(flag.map(Region::new)).or_default_provider();
    let region = chain.region().await.ok_or(RegionError::Missing)?;
    Ok(domain::Region::parse(region.as_ref())?)
}

impl Aws {
    /// Clients of the embedded engine. Neither environment nor profiles are read, so nothing can lead them elsewhere.
    pub(crate) fn local(endpoint: &str, access_key_id: &str, secret_access_key: &str, region: &str) -> Self {
        let credentials = Credentials::new(access_key_id, secret_access_key, None, None, "engine");
        let config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .endpoint_url(endpoint)
            .region(Region::new(region.to_owned()))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .retry_config(retries().with_initial_backoff(Duration::from_millis(100)))
            .timeout_config(timeouts(Duration::from_secs(1)))
            // The engine has this machine's clock. The date of an answer tells nothing that the clock does not, and after the
            // clock was put back it would be believed instead of it.
            .disable_clock_skew_correction(true)
            .build();
        Self::new(&config, region)
    }

    /// Clients of Amazon's services, with the ordinary credential chain. `AWS_ENDPOINT_URL` is honoured.
    pub(crate) async fn from_environment(region: &domain::Region) -> Self {
        let loader = aws_config::defaults(BehaviorVersion::latest())
            .retry_config(retries())
            .timeout_config(timeouts(Duration::from_secs(4)))
            .region(Region::new(region.as_str().to_owned()));
        Self::new(&loader.load().await, region.as_str())
    }

    fn new(config: &SdkConfig, region: &str) -> Self {
        // Another endpoint than Amazon's has no name of its own for each bucket.
        let s3 = aws_sdk_s3::config::Builder::from(config).force_path_style(config.endpoint_url().is_some()).build();
        Self {
            sagemaker: aws_sdk_sagemaker::Client::new(config),
            s3: aws_sdk_s3::Client::from_conf(s3),
            logs: aws_sdk_cloudwatchlogs::Client::new(config),
            kms: aws_sdk_kms::Client::new(config),
            sts: aws_sdk_sts::Client::new(config),
            region: region.to_owned(),
            credentials: config.credentials_provider(),
            endpoint: config.endpoint_url().map(str::to_owned),
            config: config.clone(),
            account: None,
        }
    }

    /// The endpoint of all services, when it is not Amazon's own.
    pub(crate) fn endpoint(&self) -> Option<&str> {
        self.endpoint.as_deref()
    }

    /// The Region, for example `us-west-2`.
    pub(crate) fn region(&self) -> &str {
        &self.region
    }
}

/// Calls that read are tried three times; the one call that creates turns this off.
fn retries() -> RetryConfig {
    RetryConfig::standard().with_max_attempts(3)
}

/// No call may hang: the page waits for it. The parts of an upload have a longer time (`objects/upload.rs`).
fn timeouts(connect: Duration) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(connect)
        .read_timeout(Duration::from_secs(12))
        .operation_attempt_timeout(Duration::from_secs(15))
        .operation_timeout(Duration::from_secs(25))
        .build()
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use axum::{
        Router,
        extract::Request,
        http::header::{CONTENT_TYPE, DATE},
    };

    use domain::Timestamp;

    use super::Aws;

    /// The machine's clock was two hours ahead, the engine's answer says so, and then the clock was put right.
    #[tokio::test]
    async fn the_local_target_signs_by_the_clock_and_not_by_the_dates_of_answers() {
        let signed = Arc::new(Mutex::new(Vec::new()));
        let seen = signed.clone();
        let service = Router::new().fallback(move |request: Request| {
            let date = request.headers().get("x-amz-date").and_then(|date| date.to_str().ok()).unwrap_or_default().to_owned();
            seen.lock().expect("no test panics here").push(date);
            async { ([(DATE, "Thu, 01 Jan 2099 00:00:00 GMT"), (CONTENT_TYPE, "application/x-amz-json-1.1")], "{}") }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async { axum::serve(listener, service).await });
        let aws = Aws::local(&endpoint, "AKIATEST", "secret", "us-west-2");
        for _ in 0..2 {
            aws.list_training_jobs(Timestamp::UNIX_EPOCH, None).await.expect("an empty list");
        }
        let signed = signed.lock().expect("no test panics here");
        assert!(signed.len() == 2 && signed.iter().all(|date| !date.starts_with("2099")), "{signed:?}");
    }
}
