//! The generations of a model: which job started from whose artifact, and their curves on one axis.

use serde::{Deserialize, Serialize};

use crate::{
    channel_data::ChannelComparison,
    description::{MetricPoint, TrainingJobSummary},
    diff::Difference,
};

/// Generations that are followed in one direction. Our limit.
pub const MAX_GENERATIONS: u32 = 200;
/// Jobs of one family that are given. Our limit.
pub const MAX_RELATIVES: u32 = 1_000;

/// A job's ancestors and descendants.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Lineage {
    /// The job, the jobs above it and those below; the first of the line first, then by generation and creation.
    pub relatives: Vec<Relative>,
    /// The line from the first known ancestor to the job itself, for the stitched curve; the job is the last.
    pub line: Vec<Generation>,
    /// Location of the model that the first of the line started from, when no known job made it.
    pub foreign: Option<String>,
    /// Whether there are more relatives than [`MAX_RELATIVES`].
    pub is_cut: bool,
}

/// A job of the family.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Relative {
    /// The job.
    pub job: TrainingJobSummary,
    /// Generations from the job that was asked about: negative above it, 0 the job, positive below.
    pub generation: i32,
    /// The record of the job whose model it started from, when that is in the family.
    pub parent: Option<i64>,
}

/// A job of the line, with its part of the stitched curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Generation {
    /// The job.
    pub job: TrainingJobSummary,
    /// Epochs of all generations before it: its epoch `n` stands at `first + n` on the common axis.
    pub first: u32,
    /// Epochs that it trained, as far as they were measured.
    pub epochs: u32,
    /// Its measurements, by its own epochs.
    pub metrics: Vec<MetricPoint>,
    /// Hyperparameters, data and other settings that differ from the generation before; empty for the first.
    pub differences: Vec<Difference>,
    /// Whether the data are those of the generation before, by channel; empty for the first.
    pub data: Vec<ChannelComparison>,
}

impl Generation {
    /// Where a measurement stands on the common axis.
    pub fn at(&self, point: &MetricPoint) -> u32 {
        self.first.saturating_add(point.epoch)
    }
}

/// Puts generations behind each other on one axis of epochs: sets [`Generation::first`] and [`Generation::epochs`].
pub fn stitch(line: &mut [Generation]) {
    let mut first = 0_u32;
    for generation in line {
        generation.first = first;
        generation.epochs = generation.metrics.iter().map(|point| point.epoch).max().unwrap_or_default();
        first = first.saturating_add(generation.epochs);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{description::Metric, timestamp::Timestamp};

    #[test]
    fn generations_stand_behind_each_other() {
        let generation = |epochs: &[u32]| Generation {
            data: Vec::new(),
            job: TrainingJobSummary::default(),
            first: 0,
            epochs: 0,
            metrics: epochs
                .iter()
                .map(|epoch| MetricPoint { metric: Metric::TrainAccuracy, epoch: *epoch, value: 0.5, at: Timestamp::UNIX_EPOCH })
                .collect(),
            differences: vec![],
        };
        let mut line = [generation(&[1, 2, 3]), generation(&[]), generation(&[0, 1])];
        stitch(&mut line);
        assert_eq!(line.each_ref().map(|generation| (generation.first, generation.epochs)), [(0, 3), (3, 0), (3, 1)]);
        // What the child measured before training stands where its parent ended.
        assert_eq!(line[2].at(&line[2].metrics[0]), 3);
    }
}
