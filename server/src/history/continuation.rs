//! What a stopped job leaves, looked for just now.

use console::{data::history::StopOutcome, error::AppError, job::continuation};

use super::{History, view};
use crate::db::{jobs::JobRow, lookup, metrics};

impl History {
    /// Looks for the model just now, and works out what remains.
    pub(crate) async fn stop_outcome_of(&self, row: JobRow) -> Result<StopOutcome, AppError> {
        if row.status().is_final()
            && row.superseded_at.is_none()
            && let Err(error) = self.probe_artifact(&row, row.artifact.as_deref()).await
        {
            tracing::warn!(%error, job = row.name, "the model could not be looked for");
        }
        let row = lookup::by_id(self.database.reader(), row.id).await?.unwrap_or(row);
        let request = self.request(row.id).await?;
        let points = metrics::of(self.database.reader(), row.id).await?;
        let trained = self.trained(&row, &request, &points).await?;
        Ok(continuation::stop_outcome(row.status(), request, trained, view::artifact(&row)))
    }
}
