//! Whether a job really started from its parent's weights, judged by the measurements of both.
//!
//! A job that ignores its model channel does not fail: it trains from scratch and says so nowhere. Its first
//! validation result does: weights that were taken over score near the parent's last result, new ones near chance.

use serde::{Deserialize, Serialize};

use crate::{artifact::RELATED, description::MetricPoint};

/// What is compared. Values are validation scores, 0 to 1: accuracy, or what the algorithm has instead.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The child's loaded model before any training; image classification of the local engine measures it.
    pub loaded: Option<f64>,
    /// The child's after its first epoch.
    pub first: Option<f64>,
    /// The parent's after its first epoch.
    pub parent_first: Option<f64>,
    /// The parent's after its last epoch.
    pub parent_last: Option<f64>,
    /// The parent's best after an epoch: the archive may hold that one.
    pub parent_best: Option<f64>,
    /// Whether both validated on the same data.
    pub same_data: bool,
    /// Number of classes, for the accuracy of chance.
    pub classes: Option<u32>,
    /// How far the weights moved in the child's training, where both archives were read.
    pub distance: Option<WeightDistance>,
}

/// The distance between the parent's weights and the child's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WeightDistance {
    /// Norm of the difference divided by the norm of the parent's weights: 0 for equal ones, about 1.4 for unrelated ones.
    pub relative: f64,
    /// Cosine of the angle between both: 1 for equal directions, about 0 for unrelated ones.
    pub cosine: f64,
}

/// What the evidence says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It continued from the parent's weights.
    Continued,
    /// It looks as if it was trained from scratch.
    FromScratch,
    /// The numbers allow both.
    Unclear,
    /// Nothing was measured yet.
    NotYet,
}

/// The verdict, and the numbers it rests on as a sentence for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proof {
    /// The parent's name, or the model's location when no known job made it.
    pub parent: String,
    /// What the evidence says.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// The numbers.
    pub evidence: Evidence,
}

/// A validation result may differ by this much although the weights are equal: other kernels, another order of sums.
const TOLERANCE: f64 = 0.02;
/// Below this, two large networks share nothing but chance.
const UNRELATED_COSINE: f64 = 0.2;

impl Proof {
    /// The same proof once both archives were read.
    #[must_use]
    pub fn with_distance(self, distance: WeightDistance) -> Self {
        Evidence { distance: Some(distance), ..self.evidence }.judge(&self.parent)
    }
}

impl Evidence {
    /// Reads the numbers out of both jobs' measurements.
    pub fn read(child: &[MetricPoint], parent: &[MetricPoint]) -> Self {
        let validation = |points: &[MetricPoint]| -> Vec<(u32, f64)> {
            let mut values: Vec<(u32, f64)> =
                points.iter().filter(|point| point.metric.is_score()).map(|point| (point.epoch, point.value)).collect();
            values.sort_by_key(|(epoch, _)| *epoch);
            values
        };
        let (child, parent) = (validation(child), validation(parent));
        let after_training = || parent.iter().filter(|(epoch, _)| *epoch > 0).map(|(_, value)| *value);
        Self {
            loaded: child.iter().find(|(epoch, _)| *epoch == 0).map(|(_, value)| *value),
            first: child.iter().find(|(epoch, _)| *epoch == 1).map(|(_, value)| *value),
            parent_first: after_training().next(),
            parent_last: after_training().next_back(),
            parent_best: after_training().reduce(f64::max),
            same_data: false,
            classes: None,
            distance: None,
        }
    }

    /// Judges the numbers; `parent` is how people call the model that the job started from.
    pub fn judge(self, parent: &str) -> Proof {
        let (verdict, reason) = self.verdict(parent);
        Proof { parent: parent.to_owned(), verdict, reason, evidence: self }
    }

    fn verdict(&self, parent: &str) -> (Verdict, String) {
        let measured = match (self.loaded, self.first) {
            (Some(loaded), _) => self.of_loaded(loaded, parent),
            (None, Some(first)) => self.of_first(first, parent),
            (None, None) => (Verdict::NotYet, "No validation result was measured.".to_owned()),
        };
        let Some(distance) = self.distance else { return measured };
        let numbers = format!("cosine {:.3}, relative distance {:.3}", distance.cosine, distance.relative);
        if distance.cosine >= RELATED {
            let weights = format!("The weights are those of {parent}, trained on: {numbers}.");
            // The weights decide; the measurements are named where they agree.
            let reason = if measured.0 == Verdict::Continued { format!("{} {weights}", measured.1) } else { weights };
            return (Verdict::Continued, reason);
        }
        if distance.cosine < UNRELATED_COSINE {
            return (Verdict::FromScratch, format!("The weights have nothing in common with those of {parent}: {numbers}."));
        }
        measured
    }

    /// The loaded model itself was measured: on the same data it must score as the parent did.
    fn of_loaded(&self, loaded: f64, parent: &str) -> (Verdict, String) {
        // The archive may hold the last epoch or the best.
        let ends = [(self.parent_last, "had ended at"), (self.parent_best, "had scored, after its best epoch,")];
        let ends = ends.into_iter().filter_map(|(value, words)| Some((value?, words)));
        if self.same_data
            && let Some((nearest, words)) = ends.min_by(|(a, _), (b, _)| (a - loaded).abs().total_cmp(&(b - loaded).abs()))
        {
            let numbers = format!("before training it scored {loaded:.3} on the same data where {parent} {words} {nearest:.3}");
            return if (nearest - loaded).abs() <= TOLERANCE {
                (Verdict::Continued, format!("Continued from {parent}: {numbers}."))
            } else if self.is_chance(loaded) {
                (Verdict::FromScratch, format!("Looks as if trained from scratch: {numbers}, which is chance."))
            } else {
                (Verdict::Unclear, format!("Not clear: {numbers}."))
            };
        }
        let data = if self.same_data { "" } else { " on other validation data than its parent's" };
        match self.classes {
            Some(_) if self.is_chance(loaded) => {
                (Verdict::Unclear, format!("Not clear: before training it scored {loaded:.3}{data}, which is near chance."))
            }
            Some(classes) => (
                Verdict::Continued,
                format!(
                    "Continued from {parent}: before training it scored {loaded:.3}{data}; new weights score about {:.3}.",
                    1.0 / f64::from(classes.max(1))
                ),
            ),
            None => (
                Verdict::Unclear,
                format!("Not clear: before training it scored {loaded:.3}{data}, and the number of classes is not known."),
            ),
        }
    }

    /// Only the first epoch's result is known: it must be nearer to the parent's end than to the parent's beginning.
    fn of_first(&self, first: f64, parent: &str) -> (Verdict, String) {
        let (Some(start), Some(end)) = (self.parent_first, self.parent_last) else {
            return (
                Verdict::Unclear,
                format!("Not clear: it scored {first:.3} after its first epoch, and nothing is known of {parent}."),
            );
        };
        let numbers =
            format!("it scored {first:.3} after its first epoch, {parent} {start:.3} after its own and {end:.3} at its end");
        // A parent that learnt little after its first epoch cannot tell the two apart.
        if !self.same_data || end - start <= 2.0 * TOLERANCE {
            return (Verdict::Unclear, format!("Not clear: {numbers}."));
        }
        if first >= start + (end - start) * 0.6 {
            (Verdict::Continued, format!("Continued from {parent}: {numbers}."))
        } else if first <= start + (end - start) * 0.25 {
            (Verdict::FromScratch, format!("Looks as if trained from scratch: {numbers}."))
        } else {
            (Verdict::Unclear, format!("Not clear: {numbers}."))
        }
    }

    /// Whether an accuracy is what guessing gives, with some room.
    fn is_chance(&self, accuracy: f64) -> bool {
        self.classes.is_some_and(|classes| accuracy <= 1.6 / f64::from(classes.max(1)) + TOLERANCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::description::Metric;

    fn evidence(loaded: Option<f64>, first: Option<f64>, parent: &[f64], same_data: bool) -> Evidence {
        let point = |(epoch, value): (u32, f64)| MetricPoint {
            metric: Metric::ValidationAccuracy,
            epoch,
            value,
            at: crate::Timestamp::UNIX_EPOCH,
        };
        let child: Vec<_> = [(0, loaded), (1, first)].into_iter().filter_map(|(at, value)| Some(point((at, value?)))).collect();
        let parent: Vec<_> = (1..).zip(parent.iter().copied()).map(point).collect();
        Evidence { same_data, classes: Some(10), ..Evidence::read(&child, &parent) }
    }

    fn verdict(evidence: Evidence) -> Verdict {
        evidence.judge("base").verdict
    }

    #[test]
    fn a_loaded_model_on_the_same_data_scores_as_its_parent_did() {
        let parent = [0.4, 0.95, 0.9];
        assert_eq!(verdict(evidence(Some(0.9), None, &parent, true)), Verdict::Continued);
        // The archive held the best epoch and not the last one.
        assert_eq!(verdict(evidence(Some(0.95), None, &parent, true)), Verdict::Continued);
        assert_eq!(verdict(evidence(Some(0.11), None, &parent, true)), Verdict::FromScratch);
        assert_eq!(verdict(evidence(Some(0.6), None, &parent, true)), Verdict::Unclear);
        let proof = evidence(Some(0.9), None, &parent, true).judge("base");
        assert_eq!(
            proof.reason,
            "Continued from base: before training it scored 0.900 on the same data where base had ended at 0.900."
        );
    }

    #[test]
    fn on_other_data_a_loaded_model_must_beat_chance() {
        assert_eq!(verdict(evidence(Some(0.53), None, &[0.9], false)), Verdict::Continued);
        assert_eq!(verdict(evidence(Some(0.12), None, &[0.9], false)), Verdict::Unclear);
        assert_eq!(verdict(evidence(Some(0.53), None, &[], false)), Verdict::Continued);
    }

    #[test]
    fn without_a_measurement_of_the_loaded_model_the_first_epoch_tells() {
        let parent = [0.3, 0.7, 0.9];
        assert_eq!(verdict(evidence(None, Some(0.88), &parent, true)), Verdict::Continued);
        assert_eq!(verdict(evidence(None, Some(0.35), &parent, true)), Verdict::FromScratch);
        assert_eq!(verdict(evidence(None, Some(0.55), &parent, true)), Verdict::Unclear);
        assert_eq!(verdict(evidence(None, Some(0.88), &parent, false)), Verdict::Unclear);
        assert_eq!(verdict(evidence(None, Some(0.9), &[0.89, 0.9], true)), Verdict::Unclear);
        assert_eq!(verdict(evidence(None, None, &parent, true)), Verdict::NotYet);
    }

    #[test]
    fn weights_weigh_more_than_results() {
        let with = |cosine| Evidence {
            distance: Some(WeightDistance { relative: 0.2, cosine }),
            ..evidence(None, Some(0.35), &[0.3, 0.9], true)
        };
        assert_eq!(verdict(with(0.98)), Verdict::Continued);
        assert_eq!(verdict(with(0.01)), Verdict::FromScratch);
        // In between they say nothing, and the results decide.
        assert_eq!(verdict(with(0.3)), Verdict::FromScratch);
        let proof = evidence(None, None, &[], false).judge("base");
        assert_eq!(proof.verdict, Verdict::NotYet);
        assert_eq!(proof.with_distance(WeightDistance { relative: 0.2, cosine: 0.98 }).verdict, Verdict::Continued);
    }
}
