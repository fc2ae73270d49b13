//! The metrics of a job. Their values are in the lines of its log, which are read when they are asked for: a log is held once,
//! and a running job has metrics, too.

use std::{
    collections::BTreeMap,
    io,
    path::Path,
    time::{Duration, Instant},
};

use domain::{
    TrainingJobRequest,
    description::Metric,
    log_line::{self, Measurement},
    metric_expressions::MetricExpression,
};
use tokio_util::sync::CancellationToken;

use super::{CloudWatch, DIMENSION, NAMESPACE, data_points::DataPoints, input::Dimension};
use crate::{
    blocking::cancellable,
    db::{self, jobs::JobRow},
    jobs::metrics::shown_definitions,
    json_protocol::WireError,
    logs::events::{self, Range},
    process::folder::JobFolder,
};

/// The time in which a request must have read the logs that it needs. A limit of this engine: SDKs wait 60 seconds for an answer.
pub(super) const TIMEOUT: Duration = Duration::from_secs(30);
/// Lines that are held in memory.
const LINES: usize = 1000;

/// How the values of a metric are found in a line.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// An entry of `MetricDefinitions`.
    Defined(MetricExpression),
    /// What lines of the built-in algorithms say after each epoch.
    BuiltIn(Metric),
}

impl Source {
    pub(super) fn value(&self, line: &str) -> Option<f64> {
        match self {
            Self::Defined(expression) => expression.value(line),
            // Epoch 0 is the model that the job started from.
            Self::BuiltIn(metric) => match log_line::parse(line, None)? {
                Measurement::Value { metric: found, epoch: 1.., value } if found == *metric => Some(value),
                _ => None,
            },
        }
    }
}

/// The metrics that a job may have, by name.
pub(super) fn sources(job: &JobRow) -> BTreeMap<String, Source> {
    let request = TrainingJobRequest::from_json(job.request.as_bytes()).unwrap_or_default();
    let built_in = Metric::ALL.map(|metric| (metric.word().to_owned(), Source::BuiltIn(metric)));
    let mut sources = BTreeMap::from(built_in);
    let defined = MetricExpression::of(&shown_definitions(&request)).into_iter();
    sources.extend(defined.map(|expression| (expression.name().to_owned(), Source::Defined(expression))));
    sources
}

/// The end of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Whole,
    TimedOut,
}

/// Reads the lines of a log with `from <= time < until`, until `each` answers `false`.
pub(super) fn read(
    path: &Path,
    times: (i64, i64),
    deadline: Instant,
    token: &CancellationToken,
    mut each: impl FnMut(i64, &str) -> bool,
) -> io::Result<Reading> {
    let range = Range { from: times.0, until: times.1, limit: LINES };
    let mut offset = events::first_at(path, range.from)?;
    loop {
        let slice = events::forward(path, offset, range)?;
        if slice.events.is_empty() {
            return Ok(Reading::Whole);
        }
        for event in slice.events {
            if token.is_cancelled() || Instant::now() > deadline {
                return Ok(Reading::TimedOut);
            }
            if !each(event.time, &event.text) {
                return Ok(Reading::Whole);
            }
        }
        offset = slice.end;
    }
}

/// Reads the values of a metric into data points; `None` when the deadline passes. A metric that nobody has measured has no
/// values.
pub(super) async fn measure(
    service: &CloudWatch,
    metric: &MetricName,
    mut points: DataPoints,
    deadline: Instant,
) -> Result<Option<DataPoints>, WireError> {
    let periods = points.periods();
    let Some(name) = metric.job().filter(|_| periods.is_kept) else { return Ok(Some(points)) };
    let Some(job) = db::jobs::find(service.account.database.reader(), name).await? else { return Ok(Some(points)) };
    let Some(source) = sources(&job).remove(&metric.name) else { return Ok(Some(points)) };
    let path = JobFolder::new(&service.folder.job(&job.id)).log();
    let measured = cancellable(move |token| {
        let times = (periods.from, periods.until);
        let end =
            read(&path, times, deadline, token, |time, line| source.value(line).is_none_or(|value| points.add(time, value)))?;
        Ok((end == Reading::Whole).then_some(points))
    });
    measured.await.map_err(WireError::internal)
}

/// The refusal of a request whose logs take too long to read.
pub(super) fn too_slow() -> WireError {
    let seconds = TIMEOUT.as_secs();
    let message = format!(
        "The expressions of the metrics took longer than {seconds} seconds on the job's log. Ask for a shorter time, or for fewer metrics."
    );
    WireError::new("LimitExceeded", message)
}

/// The name of a metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MetricName {
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) dimensions: Vec<Dimension>,
}

impl MetricName {
    /// The job that the metric is of; `None` for metrics that the engine does not have.
    fn job(&self) -> Option<&str> {
        match self.dimensions.as_slice() {
            [dimension] if self.namespace == NAMESPACE && dimension.name == DIMENSION => dimension.value.as_deref(),
            _ => None,
        }
    }
}
