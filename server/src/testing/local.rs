//! An embedded engine, for tests that need a store which really stores.

use std::sync::Arc;

use domain::S3Uri;
use engine::{Config, Engine, RunningEngine, SystemClock};
use tempfile::TempDir;

use crate::aws::Aws;

/// A running engine.
pub(crate) struct Local {
    pub(crate) aws: Aws,
    engine: RunningEngine,
    _folder: TempDir,
}

impl Local {
    /// Starts one on a free port, with the samples in its bucket. It has no jobs to run.
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let config = Config {
            listen: "127.0.0.1:0".parse().expect("an address"),
            data: folder.path().to_owned(),
            region: "us-west-2".to_owned(),
            trainer_command: vec!["false".into()],
            supervisor_command: vec!["false".into()],
            samples: engine::Samples::Digits,
        };
        let engine = Engine::start(config, Arc::new(SystemClock)).await.expect("an engine");
        let keys = engine.credentials();
        let endpoint = format!("http://{}", engine.address());
        let aws = Aws::local(&endpoint, keys.access_key_id(), keys.secret_access_key(), "us-west-2");
        Self { aws, engine, _folder: folder }
    }

    /// A location in the bucket that every account has.
    pub(crate) fn at(&self, key: &str) -> S3Uri {
        S3Uri::parse(&format!("s3://sagemaker-us-west-2-{}/{key}", self.engine.account())).expect("a location")
    }
}
