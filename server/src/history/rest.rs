//! What a stopped job leaves, and how to go on from it.

use console::{data::history::Rest, error::AppError};
use domain::{
    algorithm::Algorithm,
    continuation,
    description::{Artifact, MetricPoint},
    job_status::{ModelPresence, TrainingJobStatus},
};

use super::{History, database_error, view};
use crate::db::{jobs::JobRow, list, metrics};

impl History {
    /// Looks for the model just now, and works out what remains.
    pub(super) async fn rest_of(&self, row: JobRow) -> Result<Rest, AppError> {
        let has_ended = row.status().is_final();
        if has_ended
            && row.superseded_at.is_none()
            && let Err(error) = self.look_for_artifact(&row, row.artifact.as_deref()).await
        {
            tracing::warn!(%error, job = row.name, "the model could not be looked for");
        }
        let row = list::by_id(self.database.reader(), row.id).await.map_err(database_error)?.unwrap_or(row);
        let request = self.request(row.id).await.map_err(database_error)?;
        let done = epochs_done(&metrics::of(self.database.reader(), row.id).await.map_err(database_error)?);
        let algorithm = request.training_image().and_then(Algorithm::of_image);
        let hyperparameters = request.hyper_parameters.unwrap_or_default();
        let artifact = view::artifact(&row).filter(|_| has_ended);
        let rest = continuation::after(algorithm, &hyperparameters, done);
        let obstacle = match (&rest, &artifact) {
            (Err(reason), _) => Some(reason.to_string()),
            (Ok(_), Some(Artifact { size: Some(_), .. })) => None,
            (Ok(_), Some(artifact)) if artifact.presence() == ModelPresence::Gone => {
                Some("The model that was saved is no longer in S3: start again with a copy.".to_owned())
            }
            (Ok(_), Some(_)) => {
                Some("Nothing was saved, so there is no model to go on from: start again with a copy.".to_owned())
            }
            (Ok(_), None) if has_ended => Some("It is not known whether a model was saved: S3 did not answer.".to_owned()),
            (Ok(_), None) => Some("The job has not ended.".to_owned()),
        };
        let epochs = rest.as_ref().map(|rest| rest.asked).ok();
        Ok(Rest {
            epochs_done: done,
            epochs,
            sentence: sentence(row.status(), done, epochs, artifact.as_ref()),
            artifact,
            continuation: rest.ok().filter(|_| obstacle.is_none()),
            obstacle,
        })
    }
}

/// Epochs that were finished.
fn epochs_done(points: &[MetricPoint]) -> u32 {
    let ends = |point: &&MetricPoint| point.metric.ends_epoch();
    let of_ends = points.iter().filter(ends).map(|point| point.epoch).max();
    of_ends.or_else(|| points.iter().map(|point| point.epoch).max()).unwrap_or_default()
}

fn sentence(status: TrainingJobStatus, done: u32, epochs: Option<u32>, artifact: Option<&Artifact>) -> String {
    let of = epochs.map(|epochs| format!(" of {epochs}")).unwrap_or_default();
    let after = match done {
        0 => "before its first epoch ended".to_owned(),
        1 => format!("after 1{of} epochs"),
        done => format!("after {done}{of} epochs"),
    };
    match (status, artifact.map(|artifact| artifact.size)) {
        (_, Some(None)) if artifact.is_some_and(|artifact| artifact.presence() == ModelPresence::Gone) => {
            format!("A model was saved {after}; it is no longer in S3.")
        }
        (TrainingJobStatus::InProgress, _) if done == 0 => {
            "No epoch has ended yet: if the job is stopped now, there may be nothing to save. The algorithm gets 120 seconds to \
             save what it has."
                .to_owned()
        }
        (TrainingJobStatus::InProgress, _) => format!(
            "If the job is stopped now, the algorithm gets 120 seconds to save the model as it is {after}; the optimizer's state \
             is not kept."
        ),
        (TrainingJobStatus::Stopping | TrainingJobStatus::Deleting, _) => "The model is being saved, if there is one.".to_owned(),
        (_, Some(Some(size))) => format!("A model of {} was saved {after}.", console::format::bytes(size)),
        (_, Some(None)) => format!("No model was saved: the job ended {after}."),
        (_, None) => format!("The job ended {after}; whether a model was saved is not known."),
    }
}
