//! The end of a job: its final state, its objects and its metrics appear in one transaction.

use std::{pin::pin, time::Duration};

use domain::TrainingJobRequest;
use sqlite::ErrorKind;
use tokio_util::sync::CancellationToken;

use super::{
    attempt::Attempt,
    metrics,
    metrics::Metrics,
    outcome::{Destination, JobEnd, Output},
    warm_pool,
};
use crate::{
    blocking::blocking,
    db,
    db::{history::MetricRow, objects::ObjectRow, records::JobStep},
};

/// The number of tries to write the end. Tries that fail because the disk is full do not count.
const ATTEMPTS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(500);

impl Attempt {
    /// Ends the job and deletes its working files.
    pub(super) async fn finish(&self, end: JobEnd, outputs: Vec<Output>) {
        tracing::info!(job = %self.job.name, ?end, "a job ended");
        let metrics = self.read_metrics(&end).await;
        let mut attempt = 0;
        while attempt < ATTEMPTS {
            match self.write_end(&end, &outputs, &metrics).await {
                Ok(unused) => {
                    self.jobs.store().discard(unused).await;
                    let folder = self.folder.clone();
                    let _ = blocking(move || folder.tidy()).await;
                    return;
                }
                // The outputs are on the disk, and nobody else will write the end.
                Err(error) if ErrorKind::of(&error).is_temporary() => {
                    tracing::warn!(job = %self.job.name, %error, "a job's end waits for room on the disk");
                }
                Err(error) => {
                    attempt += 1;
                    tracing::error!(job = %self.job.name, %error, attempt, "a job's end cannot be written");
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
        tracing::error!(job = %self.job.name, "gave up; the next start of the engine settles the job");
    }

    /// Reads the metrics of the log, for a limited time. When a job has ended by itself, a stop ends the reading early.
    async fn read_metrics(&self, end: &JobEnd) -> Vec<MetricRow> {
        let cancel = CancellationToken::new();
        // An engine that ends drops this future. The guard then also ends the thread that reads.
        let _guard = cancel.clone().drop_guard();
        let ended_by_itself = matches!(end, JobEnd::Completed | JobEnd::Failed(_));
        let (folder, definitions, token) = (self.folder.clone(), metrics::definitions(&self.job.request), cancel.clone());
        let read = blocking(move || metrics::read(&folder, definitions, metrics::TIMEOUT, || token.is_cancelled()));
        let mut read = pin!(read);
        let metrics = loop {
            tokio::select! {
                metrics = &mut read => break metrics,
                () = tokio::time::sleep(PAUSE) => {
                    if ended_by_itself && self.is_stopping().await.unwrap_or_default() {
                        cancel.cancel();
                    }
                }
            }
        };
        let metrics = metrics.unwrap_or_else(|error| {
            tracing::warn!(job = %self.job.name, %error, "the log cannot be read for metrics");
            Metrics::default()
        });
        if let Some(reason) = metrics.abandoned
            && let Err(error) = self.note(reason.to_string()).await
        {
            tracing::warn!(job = %self.job.name, %error, "the log cannot be written");
        }
        metrics.rows
    }

    /// Writes the end and returns the blobs that no object uses any more.
    async fn write_end(&self, end: &JobEnd, outputs: &[Output], metrics: &[MetricRow]) -> sqlx::Result<Vec<String>> {
        let id = &self.job.id;
        let now = self.now();
        let mut unused = Vec::new();
        let mut transaction = self.jobs.account().database.begin().await?;
        let is_stopping = db::jobs::status(&mut *transaction, id).await?.as_deref() == Some("Stopping");
        let mut end = match end {
            // The job was asked to stop while its model was packed. It keeps the model, and its state is Stopped.
            JobEnd::Completed if is_stopping => JobEnd::Stopped,
            end => end.clone(),
        };
        if let Some(duration) = warm_pool::keep_alive_milliseconds(&db::jobs::get(&mut *transaction, id).await?, &end) {
            db::warm_pools::begin_pool(&mut *transaction, id, now, now + duration).await?;
        }
        let bucket = self.bucket();
        if !outputs.is_empty() && !db::buckets::exists(&mut *transaction, &bucket).await? {
            end = JobEnd::Failed(format!("ClientError: Artifact upload failed:the bucket \"{bucket}\" does not exist"));
            unused.extend(outputs.iter().map(|output| output.blob.clone()));
        } else {
            for output in outputs {
                let output = ObjectRow { modified_at: now, ..output.clone() };
                unused.extend(db::objects::put(&mut transaction, &bucket, &output).await?);
            }
        }
        if matches!(end, JobEnd::Stopped | JobEnd::MaxRuntimeExceeded | JobEnd::MaxWaitTimeExceeded) && !is_stopping {
            db::jobs::advance(&mut transaction, id, JobStep::Stopping, now).await?;
        }
        db::jobs::advance(&mut transaction, id, end.step(), now).await?;
        if let JobEnd::Failed(reason) = &end {
            db::jobs::set_failure_reason(&mut *transaction, id, reason).await?;
        }
        db::history::put_metrics(&mut transaction, id, metrics).await?;
        transaction.commit().await?;
        Ok(unused)
    }

    /// The bucket of the output. The text is empty when the request names none; no bucket has this name.
    fn bucket(&self) -> String {
        let request = TrainingJobRequest::from_json(self.job.request.as_bytes()).unwrap_or_default();
        Destination::of(&request).map(|destination| destination.bucket().to_owned()).unwrap_or_default()
    }
}
