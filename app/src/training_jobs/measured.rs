//! What was measured of a job: its start, its last epoch, its best, and which of them its model holds.

use std::collections::BTreeMap;

use domain::description::{Metric, TrainingJobDetail};

/// An epoch, counted from 1, with its value.
pub type Epoch = (u32, f64);

/// The validation accuracy of a job.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Reached {
    /// The loaded model, before any training.
    pub start: Option<f64>,
    /// The last epoch that was measured.
    pub last: Option<Epoch>,
    /// The best epoch; of several that are equal the first.
    pub best: Option<Epoch>,
}

/// The values of one metric by epoch, ascending; where an epoch was measured twice, the later value counts.
pub fn points(job: &TrainingJobDetail, metric: Metric) -> Vec<Epoch> {
    let own = job.metrics.iter().filter(|point| point.metric == metric);
    own.map(|point| (point.epoch, point.value)).collect::<BTreeMap<_, _>>().into_iter().collect()
}

/// Start, last and best validation accuracy.
pub fn reached(job: &TrainingJobDetail) -> Reached {
    let points = points(job, Metric::ValidationAccuracy);
    let mut trained = points.iter().copied().filter(|(epoch, _)| *epoch > 0);
    let best = trained.clone().reduce(|best, next| if next.1 > best.1 { next } else { best });
    Reached { start: points.first().filter(|(epoch, _)| *epoch == 0).map(|(_, value)| *value), last: trained.next_back(), best }
}

/// Whether the model holds the best epoch: without `checkpoint_frequency` the algorithm stores nothing else.
pub fn keeps_best(job: &TrainingJobDetail) -> bool {
    hyperparameter(job, "checkpoint_frequency").is_none()
}

/// A hyperparameter as it was sent, unless it was empty.
pub fn hyperparameter<'a>(job: &'a TrainingJobDetail, name: &str) -> Option<&'a str> {
    let value = job.request.hyper_parameters.as_ref()?.get(name)?.trim();
    (!value.is_empty()).then_some(value)
}

/// The S3 location of a channel.
pub fn channel_location(job: &TrainingJobDetail, channel: &str) -> Option<String> {
    let mut channels = job.request.input_data_config.iter().flatten();
    let found = channels.find(|found| found.channel_name.as_deref() == Some(channel))?;
    found.data_source.as_ref()?.s3_data_source.as_ref()?.s3_uri.clone()
}

/// Whether both jobs were measured on the same validation data, as far as its location says; `None` when one has none.
pub fn same_validation_data(left: &TrainingJobDetail, right: &TrainingJobDetail) -> Option<bool> {
    let location = |job| channel_location(job, "validation").map(|uri| uri.trim_end_matches('/').to_owned());
    Some(location(left)? == location(right)?)
}
