//! The metrics that a job defines, read from new lines of its log.
//!
//! Expressions come with the request, and anybody of the account may have written it. Each line costs time linear in a compiled
//! expression that may have a megabyte, so the expressions run beside the other tasks and for a limited time.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{Timestamp, TrainingJobRequest, algorithm::Algorithm, metric_expressions::MetricExpression, wire::MetricDefinition};
use sqlx::SqliteConnection;

use super::History;
use crate::db::{defined_metrics, documents, jobs::JobRow};

/// The time of all expressions on the lines of one answer, which has at most 1 MB. Forty ordinary expressions take less than a
/// second.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The compiled expressions of a job.
pub(super) type Expressions = Arc<Vec<MetricExpression>>;

/// The values of new lines by metric.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// What each metric measured, in the order of the lines.
    Values(BTreeMap<String, Vec<(Timestamp, f64)>>),
    /// The expressions took longer than [`TIMEOUT`].
    TimedOut,
}

impl History {
    /// The expressions of a job that are still applied; none after they took too long once.
    pub(super) async fn expressions(&self, job: &JobRow) -> crate::db::Result<Expressions> {
        if job.metrics_abandoned {
            return Ok(Expressions::default());
        }
        let Some(document) = documents::of(self.database.reader(), job.id).await? else { return Ok(Expressions::default()) };
        let described = document.description.as_deref().map(definitions).filter(|definitions| !definitions.is_empty());
        // The service describes the definitions of its built-in algorithms, which no request has.
        let definitions = described.unwrap_or_else(|| definitions(&document.request));
        Ok(Arc::new(MetricExpression::of(&definitions)))
    }
}

/// The definitions of a request or a description that are not read from the log by their epochs anyway.
fn definitions(body: &str) -> Vec<MetricDefinition> {
    let request = TrainingJobRequest::from_json(body.as_bytes()).unwrap_or_default();
    let algorithm = request.training_image().and_then(Algorithm::of_image);
    let by_epoch = algorithm.map_or(&[][..], |algorithm| algorithm.metrics);
    let mut definitions = request.algorithm_specification.and_then(|algorithm| algorithm.metric_definitions).unwrap_or_default();
    definitions.retain(|definition| !by_epoch.iter().any(|metric| definition.name.as_deref() == Some(metric.name)));
    definitions
}

/// Applies the expressions to lines, beside the other tasks.
pub(super) async fn find(expressions: Expressions, lines: &[(Timestamp, String)]) -> Found {
    if expressions.is_empty() || lines.is_empty() {
        return Found::Values(BTreeMap::new());
    }
    let lines = lines.to_vec();
    // The task is lost only when it panics.
    tokio::task::spawn_blocking(move || search(&expressions, &lines, TIMEOUT)).await.unwrap_or(Found::TimedOut)
}

fn search(expressions: &[MetricExpression], lines: &[(Timestamp, String)], timeout: Duration) -> Found {
    let began = Instant::now();
    let mut values: BTreeMap<String, Vec<(Timestamp, f64)>> = BTreeMap::new();
    for (at, line) in lines {
        for expression in expressions {
            if began.elapsed() > timeout {
                return Found::TimedOut;
            }
            if let Some(value) = expression.value(line) {
                values.entry(expression.name().to_owned()).or_default().push((*at, value));
            }
        }
    }
    Found::Values(values)
}

/// Stores what was found.
pub(super) async fn store(connection: &mut SqliteConnection, job: i64, found: Found) -> crate::db::Result<()> {
    match found {
        Found::Values(values) => {
            for (name, values) in values {
                defined_metrics::append(&mut *connection, job, &name, &values).await?;
            }
            Ok(())
        }
        Found::TimedOut => defined_metrics::abandon(connection, job).await,
    }
}

#[cfg(test)]
mod tests;
