//! What a job measured and wrote, as files.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    body::Body,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use console::{
    data::{comparison::Comparison, history::StepValue},
    format,
    job::scores::last_values,
    paths::name_in,
};
use domain::{
    JobKey,
    description::{LogLine, TrainingJobDetail},
};
use futures::{Stream, StreamExt, stream};

use crate::ports::Ports;

/// Lines that are read at once.
const LINES: u32 = 2_000;

/// Values that are read at once.
const VALUES: u32 = 5_000;

/// `metrics.csv`: one row for each measured value. Values of the built-in algorithms have an epoch, those of metrics that the job
/// defines a step, and those that only the service reports neither.
pub(super) async fn metrics(State(ports): State<Ports>, Path(name): Path<String>) -> Response {
    let Ok(name) = JobKey::parse(name_in(&name)) else { return missing() };
    match ports.backend.jobs.describe(&name).await {
        Ok(Some(job)) => {
            let file = format!("{name}-metrics.csv");
            let known = stream::once(std::future::ready(Ok(known_values(&job))));
            attached("text/csv; charset=utf-8", &file, Body::from_stream(known.chain(defined_values(ports, name))))
        }
        Ok(None) => missing(),
        Err(error) => failed(&error.to_string()),
    }
}

/// The heading, and what the job's page knows.
fn known_values(job: &TrainingJobDetail) -> String {
    let mut text = "metric,epoch,value,at_unix_milliseconds,step\n".to_owned();
    for point in &job.metrics {
        text.push_str(&format!("{},{},{},{},\n", point.metric.word(), point.epoch, point.value, point.at.milliseconds()));
    }
    let is_measured = |name: &str| {
        job.metrics.iter().any(|point| point.metric.word() == name)
            || job.defined_metrics.iter().any(|metric| metric.name == name)
    };
    for metric in job.final_metrics.iter().filter(|metric| !is_measured(&metric.name)) {
        let at = metric.at.map(|at| at.milliseconds().to_string()).unwrap_or_default();
        text.push_str(&format!("{},,{},{at},\n", quoted(&metric.name), metric.value));
    }
    text
}

/// The values of the metrics that the job defines, read piece by piece while they are sent.
fn defined_values(ports: Ports, job: JobKey) -> impl Stream<Item = Result<String, std::io::Error>> {
    stream::try_unfold((String::new(), 0), move |after| {
        let (history, job) = (ports.backend.history.clone(), job.clone());
        async move {
            let values = history.defined_values(&job, (&after.0, after.1), VALUES).await;
            let values = values.map_err(|error| std::io::Error::other(error.to_string()))?;
            let Some(last) = values.last() else { return Ok(None) };
            let next = (last.metric.clone(), last.step);
            let row =
                |row: &StepValue| format!("{},,{},{},{}\n", quoted(&row.metric), row.value, row.at.milliseconds(), row.step);
            Ok(Some((values.iter().map(row).collect(), next)))
        }
    })
}

/// `?times=true`
#[derive(Clone, Copy, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct LogForm {
    times: bool,
}

impl LogForm {
    /// A line of the file: as the program wrote it, or after its time in UTC with milliseconds.
    fn written(&self, line: &LogLine) -> String {
        if !self.times {
            return format!("{}\n", line.text);
        }
        let milliseconds = line.at.milliseconds().rem_euclid(1000);
        let second = format::iso_utc(line.at);
        format!("{}.{milliseconds:03}Z {}\n", second.trim_end_matches('Z'), line.text)
    }
}

/// `log.txt`: every line, read piece by piece while it is sent.
pub(super) async fn log(State(ports): State<Ports>, Path(name): Path<String>, Query(form): Query<LogForm>) -> Response {
    let Ok(name) = JobKey::parse(name_in(&name)) else { return missing() };
    match ports.backend.jobs.describe(&name).await {
        Ok(Some(_)) => {}
        Ok(None) => return missing(),
        Err(error) => return failed(&error.to_string()),
    }
    let file = format!("{name}.log");
    let pieces = stream::try_unfold(0_u64, move |from| {
        let (jobs, name, form) = (ports.backend.jobs.clone(), name.clone(), form);
        async move {
            let lines = jobs.log(&name, from, LINES).await.map_err(|error| std::io::Error::other(error.to_string()))?;
            let Some(last) = lines.last() else { return Ok::<_, std::io::Error>(None) };
            let next = last.number + 1;
            let text: String = lines.iter().map(|line| form.written(line)).collect();
            Ok(Some((text, next)))
        }
    });
    attached("text/plain; charset=utf-8", &file, Body::from_stream(pieces))
}

/// `?jobs=a,b`
#[derive(serde::Deserialize)]
pub(super) struct Compared {
    jobs: String,
}

impl Compared {
    fn names(&self) -> Vec<JobKey> {
        self.jobs.split(',').filter_map(|name| JobKey::parse(name.trim()).ok()).collect()
    }
}

/// `compare.json`: the comparison as the pages have it.
pub(super) async fn compare_json(State(ports): State<Ports>, Query(compared): Query<Compared>) -> Response {
    match ports.backend.history.compare(&compared.names()).await {
        Ok(comparison) => match serde_json::to_string_pretty(&comparison) {
            Ok(text) => attached("application/json", "comparison.json", Body::from(text)),
            Err(error) => failed(&error.to_string()),
        },
        Err(error) => failed(&error.to_string()),
    }
}

/// `compare.csv`: a column for each job; results first, then the settings, those that differ first.
pub(super) async fn compare_csv(State(ports): State<Ports>, Query(compared): Query<Compared>) -> Response {
    let comparison = match ports.backend.history.compare(&compared.names()).await {
        Ok(comparison) => comparison,
        Err(error) => return failed(&error.to_string()),
    };
    let mut rows: Vec<Vec<String>> = vec![header("part", "setting", "differs", &comparison, |job| job.summary.name.clone())];
    rows.push(header("Results", "status", "", &comparison, |job| job.summary.status.as_str().to_owned()));
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    rows.push(header("Results", "best validation accuracy", "", &comparison, |job| {
        number(job.summary.best.map(|(best, _)| best))
    }));
    rows.push(header("Results", "last validation accuracy", "", &comparison, |job| number(job.summary.validation_accuracy)));
    rows.push(header("Results", "change of the score", "", &comparison, |job| number(job.summary.change)));
    let last: Vec<BTreeMap<String, f64>> = comparison.jobs.iter().map(last_values).collect();
    let names: BTreeSet<&String> = last.iter().flat_map(BTreeMap::keys).collect();
    for name in names {
        let mut row = vec!["Last values".to_owned(), name.clone(), String::new()];
        row.extend(last.iter().map(|values| number(values.get(name).copied())));
        rows.push(row);
    }
    for setting in &comparison.settings {
        let differs = if setting.differs { "yes" } else { "no" };
        let mut row = vec![setting.section.label().to_owned(), setting.name.clone(), differs.to_owned()];
        row.extend(setting.values.iter().map(|value| value.clone().unwrap_or_default()));
        rows.push(row);
    }
    let lines = rows.iter().map(|row| row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(","));
    let text = lines.collect::<Vec<_>>().join("\r\n") + "\r\n";
    attached("text/csv; charset=utf-8", "comparison.csv", Body::from(text))
}

fn header(
    part: &str,
    setting: &str,
    differs: &str,
    comparison: &Comparison,
    value: impl Fn(&TrainingJobDetail) -> String,
) -> Vec<String> {
    let mut row = vec![part.to_owned(), setting.to_owned(), differs.to_owned()];
    row.extend(comparison.jobs.iter().map(value));
    row
}

/// A cell as RFC 4180 writes it. A leading sign of a formula is made text, since spreadsheets would run it.
fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '@', '\t']) || (cell.starts_with('-') && cell.parse::<f64>().is_err());
    let cell = if is_formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

fn failed(reason: &str) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, format!("{reason}\n")).into_response()
}

/// A job's name has no characters that a header would mind.
fn attached(kind: &'static str, name: &str, body: Body) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body).into_response()
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, "There is no such job.\n").into_response()
}

#[cfg(test)]
mod tests {
    use domain::{Timestamp, description::LogLine};

    use super::{LogForm, quoted};

    #[test]
    fn a_log_is_downloaded_as_it_was_written_or_with_times() {
        let at = Timestamp::from_milliseconds(1_700_000_010_042);
        let line = LogLine { number: 0, at, text: "Epoch[0] Time cost=6.4".to_owned() };
        assert_eq!(LogForm { times: false }.written(&line), "Epoch[0] Time cost=6.4\n");
        assert_eq!(LogForm { times: true }.written(&line), "2023-11-14T22:13:30.042Z Epoch[0] Time cost=6.4\n");
    }

    #[test]
    fn cells_are_text_and_never_formulas() {
        assert_eq!(
            ["a", "a,b", "say \"x\"", "=1+1", "-0.5", "-x"].map(quoted),
            ["a", "\"a,b\"", "\"say \"\"x\"\"\"", "'=1+1", "-0.5", "'-x"]
        );
    }
}
