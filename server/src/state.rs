//! The composition root: one target, its history, and the ports that the pages are given.

use std::{error::Error, path::Path, sync::Arc, time::Duration};

use console::{data::ConsoleSettings, ports::Backend};
use domain::Clock;
use tokio_util::sync::CancellationToken;

use crate::{
    about::About, artifact::service::Passes, aws::Aws, db::Database, drafts::Drafts, history::History, models::TargetModels,
    objects::Objects, prices, rehearsals::Rehearsals, sources::Sources,
};

/// How long the start may wait for the account's number.
const IDENTITY_TIMEOUT: Duration = Duration::from_secs(8);

/// Everything that requests share.
#[derive(Clone)]
pub(crate) struct State {
    /// What the pages may reach.
    pub(crate) backend: Backend,
    /// Jobs, with what only this crate needs of them.
    pub(crate) history: Arc<History>,
    /// Cancelled when the process is asked to end.
    pub(crate) ending: CancellationToken,
}

impl State {
    /// Opens the history of the target below `data`. `local_account` is the embedded engine's account, at that target.
    pub(crate) async fn new(
        aws: Aws,
        local_account: Option<String>,
        data: &Path,
        clock: Arc<dyn Clock>,
        ending: CancellationToken,
    ) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let is_local = local_account.is_some();
        let account = match local_account {
            Some(account) => Some(account),
            None => account(&aws).await,
        };
        let settings = Arc::new(settings(is_local, account, aws.region()));
        let now: Arc<dyn Fn() -> i64 + Send + Sync> = Arc::new(move || clock.now().milliseconds());
        // Each target keeps a history of its own, so that a local rehearsal never mixes with an account's jobs.
        let file = match (&settings.account, is_local) {
            (_, true) => "console-local.db".to_owned(),
            (Some(account), false) => format!("console-aws-{account}-{}.db", aws.region()),
            (None, false) => format!("console-aws-{}.db", aws.region()),
        };
        let database = Database::open(&data.join(&file)).await?;
        let drafts = Arc::new(Drafts::new(database.clone(), now.clone()));
        let history = History::new(database.clone(), aws.clone(), now.clone(), is_local);
        let sources = Arc::new(Sources::new(history.clone(), data.join(prices::FILE)));
        let backend = Backend {
            jobs: history.clone(),
            history: history.clone(),
            objects: Arc::new(Objects::new(aws.clone())),
            artifacts: Arc::new(Passes::new(aws.clone(), database.clone(), now.clone())),
            models: Arc::new(TargetModels::new(aws.clone())),
            rehearsals: Arc::new(Rehearsals::new(is_local.then(|| engine::settings_file(data)))),
            about: Arc::new(About::new(aws, database, data.to_owned(), file)),
            drafts,
            sources,
            now,
            settings,
        };
        Ok(Self { backend, history, ending })
    }
}

/// The account of the credentials; unknown when the target does not say in time. The console works without.
async fn account(aws: &Aws) -> Option<String> {
    match tokio::time::timeout(IDENTITY_TIMEOUT, aws.account()).await {
        Ok(Ok(account)) => account,
        Ok(Err(failure)) => {
            tracing::warn!(code = failure.code, "the account is not known: {}", failure.sentence());
            None
        }
        Err(_) => {
            tracing::warn!("the account is not known: no answer in {IDENTITY_TIMEOUT:?}");
            None
        }
    }
}

fn settings(is_local: bool, account: Option<String>, region: &str) -> ConsoleSettings {
    let bucket = account.as_ref().map(|account| format!("sagemaker-{region}-{account}"));
    ConsoleSettings {
        is_local,
        role: account.as_ref().filter(|_| is_local).map(|account| format!("arn:aws:iam::{account}:role/BatonLocalRole")),
        output_path: bucket.as_ref().map(|bucket| format!("s3://{bucket}/output")),
        samples: bucket.filter(|_| is_local).map(|bucket| format!("s3://{bucket}/samples/digits/")),
        account,
        region: region.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
