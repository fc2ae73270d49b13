//! The seed of a job's random numbers. Each job draws its own, so two jobs that train from scratch begin with different
//! weights; a job that is given the seed of another one repeats it.

use algorithms::RANDOM_SEED_VARIABLE;

use crate::error::TrainingError;

/// The seed that the environment gives, or one that is drawn.
///
/// # Errors
/// [`TrainingError::Client`] when the variable holds no whole number.
pub(crate) fn choose(given: Option<&str>) -> Result<u64, TrainingError> {
    match given.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => text.parse().map_err(|_| {
            TrainingError::client(format!(
                "The variable {RANDOM_SEED_VARIABLE} is {text}. Give it a whole number from 0 to {}.",
                u64::MAX
            ))
        }),
        None => draw(),
    }
}

/// Short enough to be read out: 32 bits.
#[expect(clippy::disallowed_methods, reason = "the one place of the trainer that asks the system for randomness")]
fn draw() -> Result<u64, TrainingError> {
    let drawn = getrandom::u32();
    drawn.map(u64::from).map_err(|error| TrainingError::Algorithm(format!("the system gives no random number: {error}")))
}

#[cfg(test)]
mod tests {
    use super::choose;

    #[test]
    fn a_seed_is_given_or_drawn() {
        assert_eq!(choose(Some(" 18446744073709551615 ")).ok(), Some(u64::MAX));
        for wrong in ["x", "-1", "1.5", "18446744073709551616"] {
            let error = choose(Some(wrong)).expect_err(wrong).to_string();
            assert!(error.contains("JOB_RANDOM_SEED") && error.contains(wrong), "{error}");
        }
        let drawn: Vec<u64> = (0..4).map(|_| choose(None).expect("a seed")).collect();
        assert!(drawn.iter().any(|seed| *seed != drawn[0]), "{drawn:?}");
    }
}
