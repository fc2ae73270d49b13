//! `FinalMetricDataList`: the last value of each metric, read from the log.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use domain::description::Metric;
use domain::log_line::{self, Measurement};

use super::layout::JobFolder;
use crate::db::history::MetricRow;
use crate::log_file::{self, LONGEST_LINE};

/// The metrics of a log; none when there is no log.
pub(super) fn read(folder: &JobFolder) -> io::Result<Vec<MetricRow>> {
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
        let measurement = std::str::from_utf8(text).ok().and_then(log_line::parse);
        // Epoch 0 is the model that the job started from.
        if let Some(Measurement::Value { metric, epoch: 1.., value }) = measurement {
            last.insert(name(metric), (value, observed_at));
        }
    }
    let rows = last.into_iter();
    Ok(rows.map(|(name, (value, observed_at))| MetricRow { name: name.to_owned(), value, observed_at }).collect())
}

/// The algorithm's names. Source: "Tune an Image Classification Model" for the accuracies; the losses follow them.
fn name(metric: Metric) -> &'static str {
    match metric {
        Metric::TrainAccuracy => "train:accuracy",
        Metric::ValidationAccuracy => "validation:accuracy",
        Metric::TrainLoss => "train:cross-entropy",
        Metric::ValidationLoss => "validation:cross-entropy",
    }
}
