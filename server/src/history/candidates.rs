//! Jobs whose models others may start from, with the reason where a model cannot be used.

use app::{error::AppError, training_jobs::create::lookup::Candidate};
use domain::{TrainingJobRequest, algorithm::Algorithm, incremental::MODEL_CHANNEL, job_status::JobAction};

use super::{History, database_error, view};
use crate::db::{candidates, jobs::JobRow};

impl History {
    /// The newest jobs whose names contain `search`, from the database alone, and how many there are.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn candidates(&self, search: &str, limit: u32) -> Result<(Vec<Candidate>, u32), AppError> {
        let reader = self.database.reader();
        let rows = candidates::page(reader, search, limit).await.map_err(database_error)?;
        let count = candidates::count(reader, search).await.map_err(database_error)?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let request = self.request(row.id).await.map_err(database_error)?;
            found.push(Candidate { job: view::summary(row, Vec::new()), reason: reason(row, &request) });
        }
        Ok((found, count))
    }
}

/// Why the model of a job cannot be used; `None` when it can, as far as is known.
fn reason(row: &JobRow, request: &TrainingJobRequest) -> Option<String> {
    // An old job that nobody looked at yet may be chosen: the form looks then.
    let exists = match row.artifact_looked_at {
        Some(_) => Some(row.artifact_size.is_some()),
        None => row.status().is_final().then_some(true),
    };
    if let Err(reason) = JobAction::TrainFromModel.allowed(row.status(), exists) {
        return Some(reason.to_owned());
    }
    if request.output_data_config.as_ref().and_then(|output| output.compression_type.as_deref()) == Some("NONE") {
        return Some("It stored its model uncompressed; the built-in algorithms need a model.tar.gz.".to_owned());
    }
    let algorithm = request.training_image().and_then(Algorithm::of_image)?;
    let takes_models = algorithm.channel(MODEL_CHANNEL).is_some();
    (!takes_models).then(|| format!("{} does not document incremental training.", algorithm.display))
}
