//! Whether a job made the model better that it started from.
//!
//! The two scores must be of the same metric on the same validation data. The loaded model's score before training is: the job
//! itself measured it. The parent's own score is one only where both jobs validated on the same data.

use serde::{Deserialize, Serialize};

use crate::channel_data::Identity;

/// Scores that differ by less are called equal. Source: our own limit. It is half a percent: five of a thousand images.
pub const EQUAL_WITHIN: f64 = 0.005;

/// What is known of both models. Scores are of one metric, 0 to 1, larger is better.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// The model before training, measured by the job itself.
    pub loaded: Option<f64>,
    /// The parent's model, measured by the parent.
    pub parent: Option<f64>,
    /// Whether parent and job validated on the same data.
    pub validation_data: Identity,
    /// The model that the job stored, or of a job that runs, its best so far.
    pub stored: Stored,
}

/// The score of the model that a job stored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stored {
    /// It was measured.
    Measured(f64),
    /// The job was stopped: the stored model may be that of an epoch that was not finished, which nobody measured.
    Unfinished,
    /// A program stored it, and nobody knows of which epoch it is.
    NotKnown,
    /// There is no score.
    NotMeasured,
}

/// The comparison of a job's model with the one it started from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Improvement {
    /// It scores higher.
    Better(Change),
    /// It scores the same, within [`EQUAL_WITHIN`].
    Equal(Change),
    /// It scores lower.
    Worse(Change),
    /// The two cannot be compared. The text says why, as the end of a sentence that begins with *because*.
    NotComparable(String),
}

/// Two scores on the same validation data.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Of the model that the job started from.
    pub before: f64,
    /// Of the model that it stored.
    pub after: f64,
}

impl Change {
    /// How much the score rose; negative where it fell.
    pub fn difference(self) -> f64 {
        self.after - self.before
    }
}

impl Improvement {
    /// Judges the scores of a job that was given the model of `parent`.
    pub fn judge(scores: &Scores, parent: &str) -> Self {
        let after = match scores.stored {
            Stored::Measured(after) => after,
            Stored::Unfinished => {
                return Self::NotComparable("the job was stopped, and nobody measured the model that it stored".to_owned());
            }
            Stored::NotKnown => return Self::NotComparable("nobody knows which epoch the stored model is of".to_owned()),
            Stored::NotMeasured => return Self::NotComparable("the job measured no validation score".to_owned()),
        };
        let before = match (scores.loaded, scores.parent) {
            (Some(loaded), _) => loaded,
            (None, None) => return Self::NotComparable(format!("no validation score of {parent} is known")),
            (None, Some(score)) => match &scores.validation_data {
                Identity::Same => score,
                Identity::Different(how) => {
                    return Self::NotComparable(format!("{parent} was measured on other validation data: {how}"));
                }
                Identity::NotKnown(reason) => return Self::NotComparable(reason.clone()),
            },
        };
        let change = Change { before, after };
        match change.difference() {
            difference if difference.abs() < EQUAL_WITHIN => Self::Equal(change),
            difference if difference > 0.0 => Self::Better(change),
            difference if difference < 0.0 => Self::Worse(change),
            // One of them is no number.
            _ => Self::NotComparable("a score is no number".to_owned()),
        }
    }

    /// The two scores, where they can be compared.
    pub fn change(&self) -> Option<Change> {
        match self {
            Self::Better(change) | Self::Equal(change) | Self::Worse(change) => Some(*change),
            Self::NotComparable(_) => None,
        }
    }

    /// Whether the job made the model worse.
    pub fn is_worse(&self) -> bool {
        matches!(self, Self::Worse(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(loaded: Option<f64>, parent: Option<f64>, stored: f64) -> Scores {
        Scores { loaded, parent, validation_data: Identity::Same, stored: Stored::Measured(stored) }
    }

    fn reason(scores: &Scores) -> String {
        match Improvement::judge(scores, "base") {
            Improvement::NotComparable(reason) => reason,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_score_that_nobody_measured_is_compared_with_nothing() {
        let known = scores(Some(0.9), Some(0.9), 0.95);
        assert_eq!(reason(&Scores { stored: Stored::NotMeasured, ..known.clone() }), "the job measured no validation score");
        assert_eq!(
            reason(&Scores { stored: Stored::Unfinished, ..known }),
            "the job was stopped, and nobody measured the model that it stored"
        );
        let unknown = Scores { stored: Stored::NotKnown, ..scores(Some(0.9), None, 0.95) };
        assert_eq!(reason(&unknown), "nobody knows which epoch the stored model is of");
        assert_eq!(reason(&scores(None, None, 0.95)), "no validation score of base is known");
        assert_eq!(reason(&scores(Some(f64::NAN), None, 0.95)), "a score is no number");
    }

    #[test]
    fn the_parents_score_counts_on_the_same_data_only() {
        let other = Identity::Different("1 object, 500 → 1,000 records".to_owned());
        let on = |validation_data| Scores { validation_data, ..scores(None, Some(0.9), 0.95) };
        assert_eq!(reason(&on(other.clone())), "base was measured on other validation data: 1 object, 500 → 1,000 records");
        assert_eq!(reason(&on(Identity::NotKnown("nobody listed it".to_owned()))), "nobody listed it");
        assert_eq!(Improvement::judge(&on(Identity::Same), "base"), Improvement::Better(Change { before: 0.9, after: 0.95 }));
        // What the job itself measured before training was on its own data.
        let own = Scores { validation_data: other, ..scores(Some(0.974), Some(0.9), 0.756) };
        assert_eq!(Improvement::judge(&own, "base"), Improvement::Worse(Change { before: 0.974, after: 0.756 }));
    }

    #[test]
    fn a_difference_of_a_few_images_is_none() {
        let judge = |before, after| Improvement::judge(&scores(Some(before), None, after), "base");
        assert!(matches!(judge(0.9, 0.9), Improvement::Equal(_)));
        assert!(matches!(judge(0.9, 0.904), Improvement::Equal(_)));
        assert!(matches!(judge(0.9, 0.896), Improvement::Equal(_)));
        assert!(matches!(judge(0.9, 0.906), Improvement::Better(_)));
        assert!(judge(0.9, 0.894).is_worse());
        assert!(judge(0.9, 0.9).change().is_some_and(|change| change.difference().abs() < 1e-9));
    }
}
