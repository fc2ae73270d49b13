//! How far a training came, counted alike by every page: complete epochs, and the batches of the one after them.

use serde::{Deserialize, Serialize};

use super::MetricPoint;

/// How much of a job's data was trained on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainedEpochs {
    /// Epochs of which all batches were trained.
    pub complete: u32,
    /// What was trained of the epoch after them.
    pub partial: PartialEpoch,
    /// Whether the last complete epoch was not yet measured on the validation data, though the algorithm does that.
    pub awaits_validation: bool,
}

/// What was trained of an epoch that did not end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartialEpoch {
    /// Nothing, as far as is known.
    #[default]
    Nothing,
    /// So many batches, and maybe more: the log names some of them only.
    AtLeast(u32),
    /// So many batches: the trainer counted them when it was stopped.
    Exactly(u32),
}

/// What is known of a training's way.
#[derive(Debug, Clone, Copy, Default)]
pub struct EpochEvidence<'a> {
    /// All measured values.
    pub points: &'a [MetricPoint],
    /// The newest sign in the log: the epoch under way, counted from 1, and batches that were trained of it.
    pub sign: Option<(u32, u32)>,
    /// What the trainer counted when it was stopped: complete epochs, and batches of the next one.
    pub stopped: Option<(u32, u32)>,
    /// Whether the algorithm reports each epoch in a log that can be read, so that silence means that none ended.
    pub reports_epochs: bool,
    /// Whether the algorithm measures each epoch on the validation data.
    pub validates: bool,
}

impl TrainedEpochs {
    /// Counts; `None` where nothing tells how far the training came.
    pub fn of(evidence: &EpochEvidence<'_>) -> Option<Self> {
        let measured = evidence.points.iter().filter(|point| point.metric.ends_epoch()).map(|point| point.epoch).max();
        let measured = measured.or_else(|| evidence.points.iter().map(|point| point.epoch).max());
        let (complete, partial) = match (evidence.stopped, evidence.sign) {
            (Some((complete, 0)), _) => (complete, PartialEpoch::Nothing),
            (Some((complete, batches)), _) => (complete, PartialEpoch::Exactly(batches)),
            (None, Some((under_way, batches))) => {
                let before = under_way.saturating_sub(1);
                let complete = before.max(measured.unwrap_or_default());
                let is_begun = complete == before && batches > 0;
                (complete, if is_begun { PartialEpoch::AtLeast(batches) } else { PartialEpoch::Nothing })
            }
            (None, None) if measured.is_some() || evidence.reports_epochs => {
                (measured.unwrap_or_default(), PartialEpoch::Nothing)
            }
            (None, None) => return None,
        };
        let scored = evidence.points.iter().filter(|point| point.metric.is_score()).map(|point| point.epoch).max();
        let awaits_validation = evidence.validates && complete > scored.unwrap_or_default();
        Some(Self { complete, partial, awaits_validation })
    }

    /// `2 of 12 epochs and 13 batches of the third`. `asked` is how many epochs the job was asked for, where that is known.
    pub fn count(&self, asked: Option<u32>) -> String {
        let of = asked.map(|asked| format!(" of {asked}")).unwrap_or_default();
        let whole = match (self.complete, asked) {
            (1, None | Some(1)) => format!("1{of} epoch"),
            (complete, _) => format!("{complete}{of} epochs"),
        };
        match self.partial_count() {
            Some(batches) => format!("{whole} and {batches}"),
            None => whole,
        }
    }

    /// The same at the end of a sentence about what was saved: `after 2 of 12 epochs and 13 batches of the third`.
    pub fn after(&self, asked: Option<u32>) -> String {
        match (self.complete, self.partial_count()) {
            (0, None) => "before its first epoch ended".to_owned(),
            (0, Some(batches)) => {
                format!("after {batches} epoch{}", asked.map(|asked| format!(" of {asked}")).unwrap_or_default())
            }
            _ if self.awaits_validation => {
                format!("after {}; the {} epoch was not validated", self.count(asked), ordinal(self.complete))
            }
            _ => format!("after {}", self.count(asked)),
        }
    }

    /// What the parameters hold that an algorithm numbered with `epoch`, from 1: `2 epochs and 13 batches of the third`.
    pub fn in_parameters_of(&self, epoch: u32) -> String {
        if epoch == self.complete.saturating_add(1)
            && let Some(batches) = self.partial_count()
        {
            return if self.complete == 0 { format!("{batches} epoch") } else { self.count(None) };
        }
        let is_unvalidated = epoch == self.complete && self.awaits_validation;
        let note = if is_unvalidated { format!("; the {} was not validated", ordinal(epoch)) } else { String::new() };
        let whole = Self { complete: epoch, ..Self::default() };
        format!("{}{note}", whole.count(None))
    }

    /// `13 batches of the third`, `at least 20 batches of the third`
    fn partial_count(&self) -> Option<String> {
        let (least, batches) = match self.partial {
            PartialEpoch::Nothing => return None,
            PartialEpoch::AtLeast(batches) => ("at least ", batches),
            PartialEpoch::Exactly(batches) => ("", batches),
        };
        let noun = if batches == 1 { "batch" } else { "batches" };
        Some(format!("{least}{batches} {noun} of the {}", ordinal(self.complete.saturating_add(1))))
    }
}

/// `third`, `21st`
pub fn ordinal(number: u32) -> String {
    const WORDS: [&str; 10] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    let word = number.checked_sub(1).and_then(|place| WORDS.get(usize::try_from(place).ok()?));
    let suffix = match (number % 10, number % 100) {
        (1, last) if last != 11 => "st",
        (2, last) if last != 12 => "nd",
        (3, last) if last != 13 => "rd",
        _ => "th",
    };
    word.map_or_else(|| format!("{number}{suffix}"), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Timestamp,
        description::Metric::{self, TrainAccuracy, ValidationAccuracy},
    };

    fn points(values: &[(Metric, u32)]) -> Vec<MetricPoint> {
        let point = |(metric, epoch): &(Metric, u32)| MetricPoint {
            metric: *metric,
            epoch: *epoch,
            value: 0.5,
            at: Timestamp::UNIX_EPOCH,
        };
        values.iter().map(point).collect()
    }

    /// A job of image classification whose log can be read.
    fn trained(values: &[(Metric, u32)], sign: Option<(u32, u32)>, stopped: Option<(u32, u32)>) -> TrainedEpochs {
        let points = points(values);
        let evidence = EpochEvidence { points: &points, sign, stopped, reports_epochs: true, validates: true };
        TrainedEpochs::of(&evidence).expect("a count")
    }

    #[test]
    fn complete_epochs_and_batches_of_the_next_are_counted() {
        let two = [(TrainAccuracy, 1), (ValidationAccuracy, 1), (TrainAccuracy, 2), (ValidationAccuracy, 2)];
        let running = trained(&two, Some((3, 10)), None);
        assert_eq!(running.count(Some(12)), "2 of 12 epochs and at least 10 batches of the third");
        let stopped = trained(&two, Some((3, 10)), Some((2, 13)));
        assert_eq!(stopped.count(Some(12)), "2 of 12 epochs and 13 batches of the third");
        assert_eq!(stopped.after(Some(12)), "after 2 of 12 epochs and 13 batches of the third");
        assert_eq!(stopped.in_parameters_of(3), "2 epochs and 13 batches of the third");
        assert_eq!(stopped.in_parameters_of(1), "1 epoch");
    }

    #[test]
    fn a_job_may_end_before_its_first_epoch() {
        let begun = trained(&[(ValidationAccuracy, 0)], None, None);
        assert_eq!((begun.complete, begun.after(Some(4))), (0, "before its first epoch ended".to_owned()));
        assert_eq!(begun.count(Some(4)), "0 of 4 epochs");
        let stopped = trained(&[], Some((1, 5)), Some((0, 7)));
        assert_eq!(stopped.after(Some(4)), "after 7 batches of the first epoch of 4");
        assert_eq!(stopped.in_parameters_of(1), "7 batches of the first epoch");
        assert_eq!(trained(&[], None, Some((0, 0))).after(Some(4)), "before its first epoch ended");
    }

    #[test]
    fn an_epoch_is_complete_when_its_validation_begins() {
        let validating = [(TrainAccuracy, 1), (ValidationAccuracy, 1), (TrainAccuracy, 2)];
        for (sign, stopped) in [(Some((3, 0)), None), (Some((3, 0)), Some((2, 0)))] {
            let found = trained(&validating, sign, stopped);
            assert_eq!((found.complete, found.awaits_validation), (2, true));
            assert_eq!(found.count(Some(12)), "2 of 12 epochs");
            assert_eq!(found.after(Some(12)), "after 2 of 12 epochs; the second epoch was not validated");
            assert_eq!(found.in_parameters_of(2), "2 epochs; the second was not validated");
            assert_eq!(found.in_parameters_of(1), "1 epoch");
        }
    }

    #[test]
    fn nobody_counts_what_is_not_known() {
        assert_eq!(TrainedEpochs::of(&EpochEvidence::default()), None);
        // A program that reports validation scores alone tells by them.
        let points = points(&[(ValidationAccuracy, 1), (ValidationAccuracy, 2)]);
        let found = TrainedEpochs::of(&EpochEvidence { points: &points, ..EpochEvidence::default() });
        assert_eq!(found, Some(TrainedEpochs { complete: 2, ..TrainedEpochs::default() }));
    }

    #[test]
    fn a_count_of_the_trainer_overrules_values_of_an_earlier_attempt() {
        // A spot instance was taken away in the third epoch, which the next attempt begins again.
        let values = [(TrainAccuracy, 1), (TrainAccuracy, 2), (TrainAccuracy, 3)];
        assert_eq!(trained(&values, Some((3, 5)), Some((2, 5))).complete, 2);
    }

    #[test]
    fn ordinals_are_english() {
        let words = [1, 3, 10, 11, 12, 13, 21, 22, 103, 111].map(ordinal);
        assert_eq!(words, ["first", "third", "tenth", "11th", "12th", "13th", "21st", "22nd", "103rd", "111th"]);
    }
}
