//! Opens the history of the account that the credentials belong to, and tries until it works.
//!
//! Each account has a history of its own. None is opened before STS has said whose the credentials are: what is typed into
//! another one would be missing at the next start. Until then every page says what is missing (`router::waiting`).

use std::{error::Error, path::PathBuf, sync::Arc, time::Duration};

use console::error::AppError;
use domain::{AccountId, Clock, Region};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{
    aws::Aws,
    state::{State, Target},
};

/// How long the start waits for the account, so that the first page is the right one where AWS answers as usual.
const START_TIMEOUT: Duration = Duration::from_secs(8);
/// The pause after the first failed attempt; doubled after each one that follows.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// Longest pause between two attempts.
const MAX_PAUSE: Duration = Duration::from_secs(30);

/// How far the opening has come.
#[derive(Clone)]
pub(crate) enum Opening {
    /// STS was asked and has not answered yet.
    Asking,
    /// The last attempt failed. Another one follows by itself.
    Failed(AppError),
    /// The history is open.
    Open(State),
}

/// What the history of an account is opened with.
#[derive(Clone)]
pub(crate) struct Opener {
    pub(crate) region: Region,
    pub(crate) data: PathBuf,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ending: CancellationToken,
}

type Failed = Box<dyn Error + Send + Sync>;

impl Opener {
    /// Opens the history now when STS answers soon; otherwise goes on in a task of its own.
    ///
    /// # Errors
    /// When the account is known and its history cannot be opened.
    pub(crate) async fn start(self) -> Result<watch::Receiver<Opening>, Failed> {
        let first = match tokio::time::timeout(START_TIMEOUT, self.identify()).await {
            Ok(Ok((aws, account))) => return Ok(watch::channel(Opening::Open(self.open(aws, account).await?)).1),
            Ok(Err(error)) => Opening::Failed(error),
            Err(_) => Opening::Asking,
        };
        let (progress, opening) = watch::channel(first);
        tokio::spawn(self.keep_trying(progress));
        Ok(opening)
    }

    async fn keep_trying(self, progress: watch::Sender<Opening>) {
        let mut pause = FIRST_PAUSE;
        loop {
            tokio::select! {
                () = self.ending.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
            let opened = match self.identify().await {
                Ok((aws, account)) => self.open(aws, account).await.map_err(|error| unopened(error.as_ref())),
                Err(error) => Err(error),
            };
            match opened {
                Ok(state) => {
                    progress.send_replace(Opening::Open(state));
                    return;
                }
                Err(error) => progress.send_replace(Opening::Failed(error)),
            };
            pause = pause.saturating_mul(2).min(MAX_PAUSE);
        }
    }

    /// Clients, and the account that STS names. The chain of credentials is built anew each time: it remembers for ever that
    /// a profile was missing.
    async fn identify(&self) -> Result<(Aws, AccountId), AppError> {
        let aws = Aws::from_environment(&self.region).await;
        match aws.account().await {
            Ok(account) => Ok((aws.of_account(account.clone()), account)),
            Err(failure) => {
                tracing::warn!(code = failure.code, "the account is not known: {}", failure.sentence());
                Err(failure.into())
            }
        }
    }

    async fn open(&self, aws: Aws, account: AccountId) -> Result<State, Failed> {
        State::open(aws, Target::Aws(account), &self.data, self.clock.clone(), self.ending.clone()).await
    }
}

fn unopened(error: &(dyn Error + Send + Sync + 'static)) -> AppError {
    tracing::error!(%error, "the history of the account cannot be opened");
    AppError::Internal(format!("The history of the account cannot be opened: {error}."))
}
