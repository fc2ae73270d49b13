use std::{cell::Cell, fmt::Write as _, fs, time::Duration};

use domain::{
    metric_expressions::{MetricExpression, compile},
    wire::MetricDefinition,
};
use tempfile::TempDir;

use super::{Abandoned, Metrics, TIMEOUT, read};
use crate::process::folder::JobFolder;

/// A folder whose log has these lines, written at 1, 2, 3, … .
fn folder(lines: &[&str]) -> (JobFolder, TempDir) {
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = JobFolder::new(temporary.path());
    let mut log = String::new();
    for (time, line) in (1..).zip(lines) {
        writeln!(log, "{time}\t{line}").expect("memory takes it");
    }
    fs::write(folder.log(), log).expect("a log");
    (folder, temporary)
}

fn definitions(all: &[(&str, &str)]) -> Vec<MetricExpression> {
    let definition = |(name, regex): &(&str, &str)| MetricDefinition {
        name: Some((*name).to_owned()),
        regex: Some((*regex).to_owned()),
        ..MetricDefinition::default()
    };
    MetricExpression::of(&all.iter().map(definition).collect::<Vec<_>>())
}

fn values(metrics: &Metrics) -> Vec<(&str, f64, i64)> {
    metrics.rows.iter().map(|row| (row.name.as_str(), row.value, row.observed_at)).collect()
}

const LINES: [&str; 4] = ["loss=0.5", "Epoch[3] Validation-accuracy=0.75", "loss=0.25", "loss=unknown"];

#[test]
fn the_last_value_of_each_metric_counts() {
    let (folder, _temporary) = folder(&LINES);
    let metrics = read(&folder, definitions(&[("loss", "loss=([0-9.]+)")]), TIMEOUT, || false).expect("a log");
    assert_eq!(values(&metrics), [("loss", 0.25, 3), ("validation:accuracy", 0.75, 2)]);
    assert_eq!(metrics.abandoned, None);
}

#[test]
fn expressions_that_take_too_long_are_abandoned_and_the_algorithms_own_lines_are_read() {
    let (folder, _temporary) = folder(&LINES);
    let metrics = read(&folder, definitions(&[("loss", "loss=([0-9.]+)")]), Duration::ZERO, || false).expect("a log");
    assert_eq!(values(&metrics), [("validation:accuracy", 0.75, 2)]);
    assert_eq!(metrics.abandoned, Some(Abandoned::TimedOut(Duration::ZERO)));
}

#[test]
fn a_job_that_is_to_stop_waits_for_no_expression() {
    let (folder, _temporary) = folder(&LINES);
    let asked = Cell::new(0);
    let is_cancelled = || asked.replace(asked.get() + 1) == 2;
    let metrics = read(&folder, definitions(&[("loss", "loss=([0-9.]+)")]), TIMEOUT, is_cancelled).expect("a log");
    assert_eq!(values(&metrics), [("validation:accuracy", 0.75, 2)]);
    assert_eq!(metrics.abandoned, Some(Abandoned::Cancelled));
    assert_eq!(asked.get(), 3, "nothing is searched after that");
}

#[test]
fn an_expression_sees_the_beginning_of_a_line() {
    let far = format!("{}loss=1", "é".repeat(4000));
    let (folder, _temporary) = folder(&["loss=0.5", &far]);
    let metrics = read(&folder, definitions(&[("loss", "loss=([0-9.]+)")]), TIMEOUT, || false).expect("a log");
    assert_eq!(values(&metrics), [("loss", 0.5, 1)]);
}

#[test]
fn the_last_state_of_a_progress_bar_counts() {
    let bar: String =
        (1..200).map(|step| format!("#015{step:3}%|{}| loss={:.3}]", "#".repeat(40), 1.0 / f64::from(step))).collect();
    let (folder, _temporary) = folder(&["[0]#011validation-rmse:0.5#011validation-rmse:0.25", &bar]);
    let all = [
        ("loss", r"loss=([0-9.]+)"),
        ("rmse", r".*\[[0-9]+\].*#011validation-rmse:([0-9.]+)"),
        ("tab", r"\tvalidation-rmse:(\S+)"),
    ];
    let metrics = read(&folder, definitions(&all), TIMEOUT, || false).expect("a log");
    assert_eq!(values(&metrics), [("loss", 0.005, 2), ("rmse", 0.25, 1)]);
}

#[test]
fn an_expression_of_repetitions_of_repetitions_is_no_metric() {
    for expression in [r"(\w{100}){100}([0-9])", r"((a{100}){100}){10}"] {
        assert!(matches!(compile(expression), Err(regex::Error::CompiledTooBig(_))), "{expression}");
    }
}
