//! `StopTrainingJob`: a waiting job ends at once, and a running job is asked to stop.

use std::fs;

use super::Jobs;
use crate::{blocking::blocking, db, db::records::JobStep, json_protocol::WireError};

impl Jobs {
    /// Asks a job to stop.
    ///
    /// # Errors
    /// `ValidationException` when there is no such job or it is over.
    pub(crate) async fn stop(&self, name: &str) -> Result<(), WireError> {
        let account = self.account();
        let now = account.now();
        let mut transaction = account.database.begin().await?;
        let job = db::jobs::find(&mut *transaction, name).await?;
        let job = job.ok_or_else(|| WireError::validation("Requested resource not found."))?;
        let runs = db::queue::is_claimed(&mut *transaction, &job.id).await?;
        // The service accepts a second call. It refuses only calls for a job that has ended. Source: docs/errors.md §3.
        if job.status == "Stopping" {
            // The first call may have failed after its commit, on a full disk.
            return if runs { self.ask_to_stop(&job.id).await.map_err(WireError::internal) } else { Ok(()) };
        }
        if !db::jobs::advance(&mut transaction, &job.id, JobStep::Stopping, now).await? {
            return Err(WireError::validation(format!(
                "The request was rejected because the training job is in status {}.",
                job.status
            )));
        }
        if !runs {
            db::jobs::advance(&mut transaction, &job.id, JobStep::Stopped, now).await?;
        }
        transaction.commit().await?;
        if runs {
            self.ask_to_stop(&job.id).await.map_err(WireError::internal)?;
        }
        Ok(())
    }

    /// Asks the supervisor of a job to stop, now or when it starts.
    pub(super) async fn ask_to_stop(&self, id: &str) -> std::io::Result<()> {
        let folder = self.folder(id);
        blocking(move || {
            fs::create_dir_all(folder.path())?;
            fs::write(folder.stop(), b"")
        })
        .await
    }
}
