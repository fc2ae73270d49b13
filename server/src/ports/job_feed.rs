//! Changes of jobs as they happen, for pages that listen.

use async_trait::async_trait;
use console::error::AppError;
use domain::{
    JobKey,
    description::{TrainingJobDetail, TrainingJobSummary},
};
use tokio::sync::broadcast;

use crate::history::History;

/// What live pages follow.
#[async_trait]
pub(crate) trait JobFeed: Send + Sync {
    /// Names of jobs, each time something of one changes; an empty name concerns everything.
    fn changes(&self) -> broadcast::Receiver<String>;
    /// A job with everything known, and whether nothing more will come; `None` when nobody knows it.
    async fn live(&self, job: &JobKey) -> Result<Option<(TrainingJobDetail, bool)>, AppError>;
    /// Whether what people type can be stored.
    async fn check_writable(&self) -> Result<(), AppError>;
    /// One row of the list by the job's name; `None` when the history has none.
    async fn row(&self, name: &str) -> Result<Option<TrainingJobSummary>, AppError>;
}

#[async_trait]
impl JobFeed for History {
    fn changes(&self) -> broadcast::Receiver<String> {
        History::changes(self)
    }

    async fn live(&self, job: &JobKey) -> Result<Option<(TrainingJobDetail, bool)>, AppError> {
        History::live(self, job).await
    }

    async fn check_writable(&self) -> Result<(), AppError> {
        Ok(self.database.check_writable().await?)
    }

    async fn row(&self, name: &str) -> Result<Option<TrainingJobSummary>, AppError> {
        History::row(self, name).await
    }
}
