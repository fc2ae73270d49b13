//! Whether a job really started from its parent's weights.
//!
//! A job that ignores its model channel does not fail: it trains from scratch and says so nowhere. Only two things prove that
//! it did not: the digest of the archive that it loaded is that of the parent's archive, or the loaded model scored, on the
//! same validation data, what the parent's model had scored there. Everything else is less than a proof:
//!
//! | Known | Verdict |
//! | --- | --- |
//! | digests equal | continued |
//! | digests differ | not continued |
//! | no digest, same data, loaded score equal to the parent's | continued |
//! | no digest, same data, loaded score at chance where the parent's is not | not continued |
//! | weights perpendicular to the parent's, and no digest | not continued |
//! | a score after the first epoch, other data, near weights | not known |
//!
//! Weights only ever deny. Two models of one network may be near each other because both began with the same random numbers,
//! or because both learnt the same task from a common ancestor.

use serde::{Deserialize, Serialize};

use crate::{
    channel_data::Identity,
    description::{MetricPoint, TrainingJobDetail},
};

/// What is compared. Scores are validation scores, 0 to 1: accuracy, or what the algorithm has instead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// SHA-256 in hexadecimal digits of the archive that the job says it loaded.
    pub loaded_digest: Option<String>,
    /// SHA-256 in hexadecimal digits of the archive that the parent stored.
    pub parent_digest: Option<String>,
    /// The loaded model before any training.
    pub loaded: Option<f64>,
    /// The child's after its first epoch.
    pub first: Option<f64>,
    /// The parent's after its last epoch.
    pub parent_last: Option<f64>,
    /// The parent's best after an epoch: the archive may hold that one.
    pub parent_best: Option<f64>,
    /// Whether both validated on the same data.
    pub validation_data: Identity,
    /// Number of classes, for the score of chance.
    pub classes: Option<u32>,
    /// How far the weights are apart, where both archives were read.
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
    /// It started from the parent's model.
    Continued,
    /// It did not: it loaded another archive, or it was trained from scratch.
    NotContinued,
    /// Nobody can tell.
    NotKnown,
    /// Nothing was measured or logged yet.
    NotYet,
}

/// The verdict, and its reason as a sentence for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proof {
    /// The parent's name, or the model's location when no known job made it.
    pub parent: String,
    /// What the evidence says.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// The evidence.
    pub evidence: Evidence,
}

/// A validation score may differ by this much although the weights are equal: other kernels, another order of sums.
const TOLERANCE: f64 = 0.005;
/// Below this cosine, two large networks share nothing but chance.
const UNRELATED_COSINE: f64 = 0.2;

impl Proof {
    /// The same proof once both archives were read.
    #[must_use]
    pub fn with_distance(self, distance: WeightDistance) -> Self {
        Evidence { distance: Some(distance), ..self.evidence }.judge(&self.parent)
    }
}

impl Default for Evidence {
    fn default() -> Self {
        Self {
            loaded_digest: None,
            parent_digest: None,
            loaded: None,
            first: None,
            parent_last: None,
            parent_best: None,
            validation_data: Identity::NotKnown("nobody compared the validation data".to_owned()),
            classes: None,
            distance: None,
        }
    }
}

impl Evidence {
    /// What is known of a job and of the one whose model it was given, without the weights.
    pub fn of(job: &TrainingJobDetail, parent: Option<&TrainingJobDetail>) -> Self {
        let parent_metrics = parent.map(|parent| parent.metrics.as_slice()).unwrap_or_default();
        let artifact = parent.and_then(|parent| parent.artifact.as_ref());
        Self {
            loaded_digest: job.loaded_digest.clone(),
            parent_digest: artifact.and_then(|artifact| artifact.sha256.clone()),
            validation_data: job.validation_data_since(parent),
            classes: job.request.hyper_parameters.as_ref().and_then(|all| all.get("num_classes")?.trim().parse().ok()),
            ..Self::read(&job.metrics, parent_metrics)
        }
    }

    /// Reads the scores out of both jobs' measurements.
    fn read(child: &[MetricPoint], parent: &[MetricPoint]) -> Self {
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
            parent_last: after_training().next_back(),
            parent_best: after_training().reduce(f64::max),
            ..Self::default()
        }
    }

    /// Judges the evidence; `parent` is how people call the model that the job was given.
    pub fn judge(self, parent: &str) -> Proof {
        let (verdict, reason) = self.verdict(parent);
        Proof { parent: parent.to_owned(), verdict, reason, evidence: self }
    }

    fn verdict(&self, parent: &str) -> (Verdict, String) {
        // Whoever names the loaded file has loaded it; the digest says which one it was.
        match (&self.loaded_digest, &self.parent_digest) {
            (Some(loaded), Some(stored)) if loaded == stored => {
                let reason = format!("The job loaded the archive that {parent} stored (SHA-256 {}…).", start(loaded));
                return (Verdict::Continued, reason);
            }
            (Some(loaded), Some(stored)) => {
                let reason = format!(
                    "The job loaded an archive with the SHA-256 {}…; the one that {parent} stored has {}….",
                    start(loaded),
                    start(stored)
                );
                return (Verdict::NotContinued, reason);
            }
            _ => {}
        }
        if let Some(distance) =
            self.distance.filter(|distance| distance.cosine < UNRELATED_COSINE && self.loaded_digest.is_none())
        {
            let reason = format!(
                "The weights have nothing in common with those of {parent}: their cosine is {:.3}, and weights that were trained further \
                 stay near 1.",
                distance.cosine
            );
            return (Verdict::NotContinued, reason);
        }
        if let Some(found) = self.by_score(parent) {
            return found;
        }
        self.not_known(parent)
    }

    /// The loaded model's own score, where it says which model it was.
    fn by_score(&self, parent: &str) -> Option<(Verdict, String)> {
        let loaded = self.loaded.filter(|_| self.validation_data.is_same())?;
        // The archive may hold the last epoch or the best.
        let ends = [(self.parent_last, "ended at"), (self.parent_best, "had its best score,")];
        let ends = ends.into_iter().filter_map(|(value, words)| Some((value?, words)));
        let (nearest, words) = ends.min_by(|(a, _), (b, _)| (a - loaded).abs().total_cmp(&(b - loaded).abs()))?;
        let scores = format!("before training it scored {loaded:.3} on the same data where {parent} {words} {nearest:.3}");
        match (self.is_chance(nearest)?, self.is_chance(loaded)?) {
            // Two models at chance score alike and share nothing.
            (true, _) => None,
            (false, true) => Some((Verdict::NotContinued, format!("It started over: {scores}, and guessing gives as much."))),
            (false, false) if (nearest - loaded).abs() <= TOLERANCE => {
                Some((Verdict::Continued, format!("It started from the model of {parent}: {scores}.")))
            }
            (false, false) => None,
        }
    }

    fn not_known(&self, parent: &str) -> (Verdict, String) {
        let what = match (self.loaded, self.first, &self.loaded_digest) {
            (None, None, None) => return (Verdict::NotYet, "Nothing was measured yet.".to_owned()),
            (Some(loaded), _, _) => match &self.validation_data {
                Identity::Same => format!(
                    "before training it scored {loaded:.3}, and {parent} is not known to have scored that on the same data"
                ),
                Identity::Different(_) => {
                    let chance = self.classes.map(|classes| format!(" (chance would be {:.2})", 1.0 / f64::from(classes.max(1))));
                    let chance = chance.unwrap_or_default();
                    format!("before training it scored {loaded:.3}{chance}, and {parent} was measured on other validation data")
                }
                Identity::NotKnown(reason) => format!("before training it scored {loaded:.3}, but {reason}"),
            },
            (None, _, Some(digest)) => {
                format!(
                    "it loaded an archive with the SHA-256 {}…, and that of the archive of {parent} was not kept",
                    start(digest)
                )
            }
            (None, Some(first), None) => {
                format!("it scored {first:.3} after its first epoch; which model it loaded was not logged")
            }
        };
        (Verdict::NotKnown, format!("Whether it started from the model of {parent} is not known: {what}."))
    }

    /// Whether a score is what guessing gives, with some room; `None` when the number of classes is not known.
    fn is_chance(&self, score: f64) -> Option<bool> {
        self.classes.map(|classes| score <= 1.6 / f64::from(classes.max(1)) + 0.02)
    }
}

/// The beginning of a digest, as people compare it.
fn start(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}

#[cfg(test)]
mod tests;
