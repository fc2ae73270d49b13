//! Going on where a stopped job ended: the epochs that remain and the learning rate that its schedule had reached.
//!
//! A stopped job cannot be started again. A new job from its model counts its epochs from the beginning and starts its
//! schedule anew, so both have to be set to what was left.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::algorithm::Algorithm;

/// What a job that goes on should ask for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Continuation {
    /// Epochs that were finished.
    pub done: u32,
    /// Epochs that were asked for.
    pub asked: u32,
    /// Epochs that remain, at least 1.
    pub remaining: u32,
    /// The learning rate that the next epoch would have had; `None` when the schedule is no stepwise one.
    pub learning_rate: Option<f64>,
    /// Hyperparameters to set, or to leave out.
    pub changes: Vec<Change>,
}

/// One hyperparameter that has to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its name.
    pub name: String,
    /// Its new value; `None` leaves it out.
    pub value: Option<String>,
    /// Why, as a sentence for people.
    pub reason: String,
}

/// Why nothing can be said, as a sentence for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoContinuation {
    /// `epochs` is missing or no number.
    #[error("It is not known how many epochs the job was asked for.")]
    EpochsUnknown,
    /// Nothing tells how far the training came.
    #[error("It is not known how many epochs were trained.")]
    DoneUnknown,
    /// Everything was trained.
    #[error("All epochs were trained: nothing remains of this job.")]
    NothingRemains,
}

/// What remains after `done` epochs of a job with these hyperparameters.
///
/// # Errors
/// See [`NoContinuation`].
pub fn after(
    algorithm: Option<&Algorithm>,
    hyperparameters: &BTreeMap<String, String>,
    done: u32,
) -> Result<Continuation, NoContinuation> {
    let value = |name: &str| -> Option<&str> {
        let given = hyperparameters.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
        given.or_else(|| algorithm.and_then(|algorithm| algorithm.hyperparameter(name)).and_then(|known| known.default))
    };
    let asked: u32 = value("epochs").and_then(|epochs| epochs.parse().ok()).ok_or(NoContinuation::EpochsUnknown)?;
    let remaining = asked.checked_sub(done).filter(|remaining| *remaining > 0).ok_or(NoContinuation::NothingRemains)?;
    let mut changes = vec![Change {
        name: "epochs".to_owned(),
        value: Some(remaining.to_string()),
        reason: format!("{done} of {asked} epochs are done."),
    }];
    let is_stepwise = value("lr_scheduler").is_none_or(|scheduler| scheduler == "step");
    let steps = steps(value("lr_scheduler_step").unwrap_or_default());
    let start: Option<f64> = value("learning_rate").and_then(|rate| rate.parse().ok());
    let factor: f64 = value("lr_scheduler_factor").and_then(|factor| factor.parse().ok()).unwrap_or(1.0);
    let (Some(start), Some(steps), true) = (start, steps, is_stepwise) else {
        return Ok(Continuation { done, asked, remaining, learning_rate: None, changes });
    };
    // A step at epoch n acts from the epoch after n finished ones on.
    let passed = steps.iter().filter(|step| **step <= done).count();
    let rate = rounded(start * factor.powi(i32::try_from(passed).unwrap_or(i32::MAX)));
    if passed > 0 {
        changes.push(Change {
            name: "learning_rate".to_owned(),
            value: Some(rate.to_string()),
            reason: format!("The schedule had lowered it from {start} by then."),
        });
    }
    if !steps.is_empty() && done > 0 {
        let left: Vec<String> = steps.iter().filter(|step| **step > done).map(|step| (step - done).to_string()).collect();
        changes.push(Change {
            name: "lr_scheduler_step".to_owned(),
            value: (!left.is_empty()).then(|| left.join(",")),
            reason: "The new job counts its epochs from the beginning.".to_owned(),
        });
    }
    Ok(Continuation { done, asked, remaining, learning_rate: Some(rate), changes })
}

/// `2,4` as numbers; `None` when it is no such list.
fn steps(text: &str) -> Option<Vec<u32>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.split(',').map(|step| step.trim().parse().ok()).collect()
}

/// Twelve significant digits: 0.1 times 0.1 is 0.01 for people.
fn rounded(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algorithm::image_classification;

    fn continued(values: &[(&str, &str)], done: u32) -> Result<Continuation, NoContinuation> {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        after(Some(&image_classification::ALGORITHM), &values, done)
    }

    fn changes(continuation: &Continuation) -> Vec<(&str, Option<&str>)> {
        continuation.changes.iter().map(|change| (change.name.as_str(), change.value.as_deref())).collect()
    }

    #[test]
    fn the_rest_of_a_schedule_is_moved_to_the_beginning() {
        let values =
            [("epochs", "10"), ("learning_rate", "0.1"), ("lr_scheduler_step", "2, 4,8"), ("lr_scheduler_factor", "0.1")];
        let found = continued(&values, 4).expect("a continuation");
        assert_eq!((found.remaining, found.learning_rate), (6, Some(0.001)));
        assert_eq!(changes(&found), [("epochs", Some("6")), ("learning_rate", Some("0.001")), ("lr_scheduler_step", Some("4"))]);
        let found = continued(&values, 9).expect("a continuation");
        assert_eq!(changes(&found), [("epochs", Some("1")), ("learning_rate", Some("0.0001")), ("lr_scheduler_step", None)]);
        let found = continued(&values, 1).expect("a continuation");
        assert_eq!(changes(&found), [("epochs", Some("9")), ("lr_scheduler_step", Some("1,3,7"))]);
        // Nothing was finished: the schedule stands as it is.
        assert_eq!(changes(&continued(&values, 0).expect("a continuation")), [("epochs", Some("10"))]);
    }

    #[test]
    fn documented_defaults_count() {
        // 30 epochs at 0.1 are the algorithm's.
        let found = continued(&[], 12).expect("a continuation");
        assert_eq!((found.asked, found.remaining, found.learning_rate), (30, 18, Some(0.1)));
        assert_eq!(continued(&[("epochs", "5")], 5), Err(NoContinuation::NothingRemains));
        assert_eq!(continued(&[("epochs", "many")], 5), Err(NoContinuation::EpochsUnknown));
    }

    #[test]
    fn another_schedule_is_left_alone() {
        let found = continued(&[("epochs", "10"), ("lr_scheduler", "poly")], 4).expect("a continuation");
        assert_eq!((found.learning_rate, changes(&found)), (None, vec![("epochs", Some("6"))]));
    }
}
