//! The account that the engine plays. The operations of all services use it.

use std::sync::Arc;

use crate::{clock::Clock, db::Database, settings::SettingsFile};

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
