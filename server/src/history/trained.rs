//! How much of a job was trained, from its log.

use domain::{
    TrainingJobRequest,
    algorithm::Algorithm,
    description::{EpochEvidence, Metric, MetricPoint, TrainedEpochs},
    job_status::TrainingJobStatus,
    log_line,
};

use super::History;
use crate::db::{jobs::JobRow, logs};

/// Lines at the end of a log among which a stopped trainer says how far it came: it writes few after that.
const LAST_LINES: u32 = 20;

impl History {
    /// Counts epochs and batches; `None` where nothing tells.
    pub(super) async fn trained(
        &self,
        job: &JobRow,
        request: &TrainingJobRequest,
        points: &[MetricPoint],
    ) -> crate::db::Result<Option<TrainedEpochs>> {
        let reader = self.database.reader();
        let lines = u64::try_from(logs::next_number(reader, job.id).await?).unwrap_or_default();
        let asked = request.epochs();
        let stopped = match job.status() {
            TrainingJobStatus::Stopping | TrainingJobStatus::Stopped => {
                let end = logs::last_lines(reader, job.id, lines, LAST_LINES).await?;
                end.iter().rev().find_map(|line| log_line::stopped_at(&line.text))
            }
            _ => None,
        };
        let number = |value: Option<i64>| value.and_then(|value| u32::try_from(value).ok());
        let sign = number(job.progress_epoch).map(|epoch| (epoch, number(job.progress_batch).unwrap_or_default()));
        let algorithm = request.training_image().and_then(Algorithm::of_image);
        let score = algorithm.and_then(Algorithm::primary_metric).and_then(|metric| Metric::parse(metric.name));
        Ok(TrainedEpochs::of(&EpochEvidence {
            points,
            sign: sign.filter(|(epoch, _)| is_possible(epoch.saturating_sub(1), asked)),
            stopped: stopped.filter(|(epochs, _)| is_possible(*epochs, asked)),
            reports_epochs: lines > 0 && algorithm.is_some_and(|algorithm| !algorithm.metrics.is_empty()),
            validates: score.is_some_and(Metric::is_score),
        }))
    }
}

/// Whether a job that was asked for so many epochs can have trained `complete`.
fn is_possible(complete: u32, asked: Option<u32>) -> bool {
    asked.is_none_or(|asked| complete <= asked)
}
