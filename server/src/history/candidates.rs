//! Jobs whose models others may start from, with the reason where a model cannot be used.

use console::{data::Candidate, error::AppError};
use domain::{
    TrainingJobRequest,
    algorithm::Algorithm,
    incremental::MODEL_CHANNEL,
    job_status::{JobAction, ModelPresence},
};

use super::{History, view};
use crate::db::candidates::{self, CandidateRow};

impl History {
    /// The newest jobs whose names contain `search`, from the database alone, and how many there are.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn candidates(&self, search: &str, limit: u32) -> Result<(Vec<Candidate>, u32), AppError> {
        let reader = self.database.reader();
        let rows = candidates::page(reader, search, limit).await?;
        let count = candidates::count(reader, search).await?;
        let candidate =
            |row: &CandidateRow| Candidate { job: view::summary(&row.job, Vec::new(), Vec::new(), false), reason: reason(row) };
        let found = rows.iter().map(candidate).collect();
        Ok((found, count))
    }
}

/// Why the model of a job cannot be used; `None` when it can, as far as is known.
fn reason(row: &CandidateRow) -> Option<String> {
    let CandidateRow { job: row, request } = row;
    // A request that cannot be read any more says nothing against its model.
    let request: TrainingJobRequest = serde_json::from_str(request).unwrap_or_default();
    // An old job that nobody looked at yet may be chosen: the form looks then.
    let model = match row.artifact_looked_at {
        Some(_) if row.artifact_replaced => ModelPresence::Replaced,
        Some(_) => ModelPresence::of(row.artifact_size.is_some(), row.artifact_etag.is_some()),
        None if row.status().is_final() => ModelPresence::There,
        None => ModelPresence::NotLooked,
    };
    if let Err(reason) = JobAction::TrainFromModel.allowed(row.status(), model) {
        return Some(reason.to_owned());
    }
    if request.output_data_config.as_ref().and_then(|output| output.compression_type.as_deref()) == Some("NONE") {
        return Some("It stored its model uncompressed; the built-in algorithms need a model.tar.gz.".to_owned());
    }
    let algorithm = request.training_image().and_then(Algorithm::of_image)?;
    let takes_models = algorithm.channel(MODEL_CHANNEL).is_some();
    (!takes_models).then(|| format!("{} does not document incremental training.", algorithm.display))
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;
    use serde_json::{Value, json};

    use crate::{
        db::{
            jobs::{self, ArtifactProbe},
            lookup,
        },
        testing::{Target, body},
    };

    /// Ends a job; `looked` is what a look for its artifact found, if anybody looked.
    async fn end(target: &Target, name: &str, looked: Option<Option<i64>>) {
        let row = lookup::find(target.database.reader(), name).await.expect("a row").expect("a job");
        jobs::lose(target.database.writer(), row.id, Timestamp::from_milliseconds(1)).await.expect("an end");
        if let Some(size) = looked {
            let look = ArtifactProbe { size, ..ArtifactProbe::default() };
            jobs::record_artifact_probe(target.database.writer(), row.id, &look, Timestamp::from_milliseconds(2))
                .await
                .expect("a look");
        }
    }

    #[tokio::test]
    async fn jobs_that_cannot_be_started_from_say_why_and_nothing_is_asked() {
        let target = Target::start(|_, _| (500, Value::Null)).await;
        for name in ["running", "without-model", "With-Model", "old", "uncompressed"] {
            let mut request = body(name);
            if name == "uncompressed" {
                request["OutputDataConfig"]["CompressionType"] = json!("NONE");
            }
            target.add(name, Timestamp::UNIX_EPOCH, &request).await;
        }
        end(&target, "without-model", Some(None)).await;
        end(&target, "With-Model", Some(Some(7))).await;
        end(&target, "uncompressed", Some(Some(7))).await;
        end(&target, "old", None).await;
        let (found, count) = target.history.candidates("", 10).await.expect("candidates");
        assert_eq!(count, 5);
        let reason = |name: &str| found.iter().find(|one| one.job.name == name).and_then(|one| one.reason.clone());
        assert_eq!(reason("With-Model"), None);
        assert_eq!(reason("old"), None, "the form looks when it is chosen");
        for (name, words) in
            [("running", "has ended"), ("without-model", "No artifact was found"), ("uncompressed", "uncompressed")]
        {
            assert!(reason(name).is_some_and(|reason| reason.contains(words)), "{name}: {:?}", reason(name));
        }
        let (found, count) = target.history.candidates("h-MOD", 1).await.expect("candidates");
        assert_eq!((found.len(), count, found[0].job.name.as_str()), (1, 1, "With-Model"));
        assert!(target.bodies("DescribeTrainingJob").is_empty());
    }
}
