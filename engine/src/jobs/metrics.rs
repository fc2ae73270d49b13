//! `FinalMetricDataList`: the last value of each metric, read from the log.
//!
//! Expressions come with the request, and a log may have 100 MiB. Matching is linear in both, but a large expression on a long
//! log still takes hours. So `domain::metric_expressions` limits the size of an expression and the part of a line that it sees, and
//! the time of all is limited here.

use std::{
    collections::BTreeMap,
    fmt,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    time::{Duration, Instant},
};

use domain::{
    TrainingJobRequest,
    algorithm::{Algorithm, PublishedMetric},
    log_line::{self, Measurement},
    metric_expressions::MetricExpression,
    wire::MetricDefinition,
};

use crate::{
    db::history::MetricRow,
    log_file::{self, MAX_LINE_LENGTH},
    process::folder::JobFolder,
};

/// The time of all expressions together. Forty ordinary expressions on a log of 100 MiB take less.
pub(super) const TIMEOUT: Duration = Duration::from_secs(60);

/// The metrics of a log.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Metrics {
    pub(super) rows: Vec<MetricRow>,
    /// Why the values of `MetricDefinitions` are missing.
    pub(super) abandoned: Option<Abandoned>,
}

/// Why the expressions were not applied to the whole log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abandoned {
    TimedOut(Duration),
    /// The job was asked to stop, or the engine ends.
    Cancelled,
}

impl fmt::Display for Abandoned {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MetricDefinitions are not in FinalMetricDataList: ")?;
        match self {
            Self::TimedOut(timeout) => {
                write!(formatter, "their regular expressions took longer than {} seconds on this log.", timeout.as_secs())
            }
            Self::Cancelled => formatter.write_str("the job was asked to stop while this log was searched."),
        }
    }
}

/// The `MetricDefinitions` of a job as the service shows them: those of the request, otherwise those that it publishes for the
/// built-in algorithm. Source: the API page of `AlgorithmSpecification`, "for built-in algorithms SageMaker fills in
/// MetricDefinitions".
pub(crate) fn shown_definitions(request: &TrainingJobRequest) -> Vec<MetricDefinition> {
    let given = request.algorithm_specification.as_ref().and_then(|algorithm| algorithm.metric_definitions.clone());
    let published = |metric: &PublishedMetric| MetricDefinition {
        name: Some(metric.name.to_owned()),
        regex: Some(metric.regex()),
        ..MetricDefinition::default()
    };
    given.unwrap_or_else(|| {
        let algorithm = request.training_image().and_then(Algorithm::of_image);
        algorithm.into_iter().flat_map(|algorithm| algorithm.metrics).map(published).collect()
    })
}

/// The `MetricDefinitions` of a request, without expressions that cannot be compiled.
pub(super) fn definitions(request: &str) -> Vec<MetricExpression> {
    let request = TrainingJobRequest::from_json(request.as_bytes()).unwrap_or_default();
    let definitions = request.algorithm_specification.and_then(|algorithm| algorithm.metric_definitions).unwrap_or_default();
    MetricExpression::of(&definitions)
}

/// Reads the metrics of a log; none when there is no log. When the expressions are abandoned, the metrics of the built-in
/// algorithms are still read to the end, because they take little time.
pub(super) fn read(
    folder: &JobFolder,
    mut definitions: Vec<MetricExpression>,
    timeout: Duration,
    is_cancelled: impl Fn() -> bool,
) -> io::Result<Metrics> {
    let file = match File::open(folder.log()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Metrics::default()),
        file => file?,
    };
    let began = Instant::now();
    let mut reader = BufReader::new(file);
    let (mut built_in, mut defined) = (BTreeMap::new(), BTreeMap::new());
    let mut abandoned = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if (&mut reader).take(2 * MAX_LINE_LENGTH as u64).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let Some((observed_at, text)) = log_file::parse(&line) else { continue };
        let Ok(text) = std::str::from_utf8(text) else { continue };
        // Epoch 0 is the model that the job started from.
        if let Some(Measurement::Value { metric, epoch: 1.., value }) = log_line::parse(text, None) {
            built_in.insert(metric.word().to_owned(), (value, observed_at));
        }
        for expression in &definitions {
            if is_cancelled() {
                abandoned = Some(Abandoned::Cancelled);
            } else if began.elapsed() > timeout {
                abandoned = Some(Abandoned::TimedOut(timeout));
            }
            if abandoned.is_some() {
                break;
            }
            if let Some(value) = expression.value(text) {
                defined.insert(expression.name().to_owned(), (value, observed_at));
            }
        }
        if abandoned.is_some() {
            // The values that were found may not be the last ones.
            definitions.clear();
            defined.clear();
        }
    }
    built_in.append(&mut defined);
    let rows = built_in.into_iter().map(|(name, (value, observed_at))| MetricRow { name, value, observed_at }).collect();
    Ok(Metrics { rows, abandoned })
}

#[cfg(test)]
mod tests;
