//! `FinalMetricDataList`: the last value of each metric, read from the log.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use domain::TrainingJobRequest;
use domain::log_line::{self, Measurement};
use regex::Regex;

use super::layout::JobFolder;
use crate::db::history::MetricRow;
use crate::log_file::{self, LONGEST_LINE};

/// What a request's `MetricDefinitions` look for. Definitions that are no regular expressions find nothing.
pub(super) fn definitions(request: &str) -> Vec<(String, Regex)> {
    let request = TrainingJobRequest::from_json(request.as_bytes()).unwrap_or_default();
    let definitions = request.algorithm_specification.and_then(|algorithm| algorithm.metric_definitions).unwrap_or_default();
    let compile = |(name, regex): (Option<String>, Option<String>)| Some((name?, Regex::new(&regex?).ok()?));
    definitions.into_iter().map(|definition| (definition.name, definition.regex)).filter_map(compile).collect()
}

/// The metrics of a log; none when there is no log.
pub(super) fn read(folder: &JobFolder, definitions: &[(String, Regex)]) -> io::Result<Vec<MetricRow>> {
    let file = match File::open(folder.log()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        file => file?,
    };
    let mut reader = BufReader::new(file);
    let mut last = BTreeMap::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        if (&mut reader).take(2 * LONGEST_LINE as u64).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let Some((observed_at, text)) = log_file::parse(&line) else { continue };
        let Ok(text) = std::str::from_utf8(text) else { continue };
        // Epoch 0 is the model that the job started from.
        if let Some(Measurement::Value { metric, epoch: 1.., value }) = log_line::parse(text) {
            last.insert(metric.word().to_owned(), (value, observed_at));
        }
        for (name, regex) in definitions {
            let found = regex.captures(text).and_then(|groups| groups.get(1));
            if let Some(value) = found.and_then(|group| group.as_str().parse::<f64>().ok()).filter(|value| value.is_finite()) {
                last.insert(name.clone(), (value, observed_at));
            }
        }
    }
    Ok(last.into_iter().map(|(name, (value, observed_at))| MetricRow { name, value, observed_at }).collect())
}
