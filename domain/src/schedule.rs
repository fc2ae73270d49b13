//! The learning rate's schedule when the number of epochs changes: steps after the last epoch have no effect.

use crate::hyperparameter::epoch_list;

/// The steps of `steps` that `epochs` epochs reach; `None` when all are reached or they cannot be read. Empty where none is.
pub fn within(steps: &str, epochs: u32) -> Option<String> {
    let all = epoch_list(steps)?;
    let is_late = all.iter().any(|step| *step > epochs);
    is_late.then(|| written(all.into_iter().filter(|step| *step <= epochs)))
}

/// The steps at the same parts of a training that has `epochs` epochs instead of `before`; `None` when all are reached or
/// they cannot be read. Where `before` says nothing about the steps, those that are not reached are left out.
pub fn scaled(steps: &str, before: Option<u32>, epochs: u32) -> Option<String> {
    let all = epoch_list(steps).filter(|all| all.iter().any(|step| *step > epochs))?;
    match before.filter(|before| all.iter().all(|step| step <= before)) {
        None => within(steps, epochs),
        Some(before) => {
            let scale = |step: u32| u64::from(step) * u64::from(epochs) / u64::from(before.max(1));
            let mut scaled: Vec<u32> = all.into_iter().filter_map(|step| u32::try_from(scale(step).max(1)).ok()).collect();
            scaled.dedup();
            Some(written(scaled))
        }
    }
}

fn written(steps: impl IntoIterator<Item = u32>) -> String {
    steps.into_iter().map(|step| step.to_string()).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_keep_their_part_of_a_shorter_training() {
        assert_eq!(scaled("4", Some(6), 3).as_deref(), Some("2"));
        assert_eq!(scaled("10, 20,25", Some(30), 3).as_deref(), Some("1,2"));
        assert_eq!(scaled("2", Some(6), 3), None, "it is reached");
        assert_eq!(scaled("2,8", Some(6), 3).as_deref(), Some("2"), "it was late before");
        assert_eq!(scaled("2,8", None, 3).as_deref(), Some("2"));
        assert_eq!(scaled("soon", Some(6), 3), None);
    }

    #[test]
    fn steps_behind_the_end_are_left_out() {
        assert_eq!(within("2,4", 3).as_deref(), Some("2"));
        assert_eq!(within("4", 3).as_deref(), Some(""));
        assert_eq!(within("3", 3), None);
    }
}
