//! The composition root: one target, its history, and the ports that the pages are given.

use std::{error::Error, path::Path, sync::Arc};

use console::{data::ConsoleSettings, ports::Backend};
use domain::{AccountId, Clock};
use tokio_util::sync::CancellationToken;

use crate::{
    artifact::service::ArtifactScans,
    aws::Aws,
    db::Database,
    evaluation::service::ModelEvaluations,
    history::History,
    history_lock::HistoryLock,
    ports::{
        PRICES, Ports, console_info::ConsoleInfo, drafts::Drafts, fault_injection::EngineFaultRules, models::TargetModels,
        objects::Objects, sources::Sources,
    },
    transfer,
};

/// Whose jobs the console shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// The embedded engine, with its account.
    Local(String),
    /// An AWS account.
    Aws(AccountId),
}

impl Target {
    fn is_local(&self) -> bool {
        matches!(self, Self::Local(_))
    }

    fn account(&self) -> &str {
        match self {
            Self::Local(account) => account,
            Self::Aws(account) => account.as_str(),
        }
    }

    /// Name of the history's file. Each target has a history of its own, so that local jobs never mix with an
    /// account's jobs.
    fn file(&self, region: &str) -> String {
        match self {
            Self::Local(_) => "console-local.db".to_owned(),
            Self::Aws(account) => format!("console-aws-{account}-{region}.db"),
        }
    }
}

/// A console over an open history.
#[derive(Clone)]
pub(crate) struct State {
    /// What the router is given.
    pub(crate) ports: Ports,
    /// The history itself, for the poller and for the end of the program.
    pub(crate) history: Arc<History>,
    /// Keeps other consoles away; `None` in tests, where each history has a folder of its own.
    #[expect(dead_code, reason = "it is held")]
    pub(crate) lock: Option<Arc<HistoryLock>>,
}

impl State {
    /// Opens the history of the target below `data`.
    ///
    /// # Errors
    /// When its database cannot be opened.
    pub(crate) async fn open(
        aws: Aws,
        target: Target,
        data: &Path,
        clock: Arc<dyn Clock>,
        ending: CancellationToken,
    ) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let is_local = target.is_local();
        let settings = Arc::new(settings(&target, aws.region()));
        let file = target.file(aws.region());
        // Before the migrations: two programs that begin a new history at once would both create its tables.
        let lock = HistoryLock::take(data, &file)?;
        let database = Database::open(&data.join(&file)).await?;
        if let Target::Aws(account) = &target {
            transfer::unnamed::take_in(&database, data, aws.region(), account).await;
        }
        let drafts = Arc::new(Drafts::new(database.clone(), clock.clone()));
        let history = History::new(database.clone(), aws.clone(), clock.clone(), is_local);
        let evaluator = vec![std::env::current_exe()?.into_os_string()];
        let place = (data, file.as_str());
        let evaluations = ModelEvaluations::new(history.clone(), clock.clone(), place, evaluator, ending.clone());
        let engine_settings = is_local.then(|| engine::settings_file(data));
        let sources = Arc::new(Sources::new(history.clone(), data.join(PRICES), engine_settings.clone()));
        let backend = Backend {
            jobs: history.clone(),
            history: history.clone(),
            objects: Arc::new(Objects::new(aws.clone())),
            artifacts: Arc::new(ArtifactScans::new(aws.clone(), database.clone(), clock.clone())),
            evaluations: Arc::new(evaluations),
            models: Arc::new(TargetModels::new(aws.clone())),
            fault_rules: Arc::new(EngineFaultRules::new(engine_settings)),
            about: Arc::new(ConsoleInfo::new(aws, database, data.to_owned(), file)),
            drafts,
            sources,
            clock,
            settings,
        };
        let feed = history.clone();
        Ok(Self { ports: Ports { backend, feed, ending }, history, lock: Some(Arc::new(lock)) })
    }
}

fn settings(target: &Target, region: &str) -> ConsoleSettings {
    let (is_local, account) = (target.is_local(), target.account());
    let bucket = format!("sagemaker-{region}-{account}");
    ConsoleSettings {
        is_local,
        role: is_local.then(|| format!("arn:aws:iam::{account}:role/BatonLocalRole")),
        output_path: Some(format!("s3://{bucket}/output")),
        samples: is_local.then(|| format!("s3://{bucket}/samples/")),
        account: Some(account.to_owned()),
        region: region.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
