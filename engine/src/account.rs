//! The account that the engine plays. The operations of all services use it.

use std::sync::Arc;

use crate::{clock::Clock, db::Database, settings::SettingsFile};

/// The role that every caller acts in. IAM knows it as any other role.
const CALLER_ROLE: &str = "BatonExecutionRole";
/// The name of the caller's session in that role.
pub(crate) const CALLER_SESSION: &str = "local";

/// The ARN of every caller of an account.
pub(crate) fn caller_arn(number: &str) -> String {
    format!("arn:aws:sts::{number}:assumed-role/{CALLER_ROLE}/{CALLER_SESSION}")
}

/// An account in a Region. Clones share everything.
#[derive(Clone)]
pub(crate) struct Account {
    /// Twelve digits.
    pub(crate) number: Arc<str>,
    /// For example `us-west-2`.
    pub(crate) region: Arc<str>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) database: Database,
    /// Quotas, limits, registered images and injected faults.
    pub(crate) settings: SettingsFile,
}

impl Account {
    /// The current time in milliseconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now().milliseconds()
    }

    /// The same account in another Region.
    pub(crate) fn in_region(&self, region: &str) -> Self {
        Self { region: region.into(), ..self.clone() }
    }

    /// The ARN of a resource, which need not exist. `resource` is for example `training-job/digits`.
    pub(crate) fn arn(&self, service: &str, resource: &str) -> String {
        format!("arn:aws:{service}:{}:{}:{resource}", self.region, self.number)
    }

    /// The ARN of the training job with a name.
    pub(crate) fn training_job_arn(&self, name: &str) -> String {
        self.arn("sagemaker", &format!("training-job/{name}"))
    }

    /// The ARN of the model with a name.
    pub(crate) fn model_arn(&self, name: &str) -> String {
        self.arn("sagemaker", &format!("model/{name}"))
    }
}
