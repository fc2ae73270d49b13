//! Whether the number of training samples agrees with the records that were found.
//!
//! Advice that no specification has: a wrong number makes the schedule of learning rates undefined and hurts the accuracy
//! of several machines together, and nobody says so.

use crate::{field::Field, rule, violation::Violation};

/// The hyperparameter that holds the number.
pub const NUM_TRAINING_SAMPLES: &str = "num_training_samples";

/// The message for a number that is not that of the records found, at the field of the location; the violation's value is
/// the right number.
pub fn disagree(records: u64, value: &str, field: Field) -> Option<Violation> {
    let typed: u64 = value.trim().parse().ok()?;
    (typed != records).then(|| {
        let words = [("records", grouped(records)), ("value", grouped(typed))];
        let words = words.each_ref().map(|(name, value)| (*name, value.as_str()));
        Violation { value: Some(records.to_string()), ..rule::W_SAMPLES.violation(field, &words) }
    })
}

/// A number with a comma between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_differs_is_said_with_the_right_one() {
        let field = || Field::Channels;
        let violation = disagree(3_000, "2000", field());
        let said = violation.as_ref().map(|violation| violation.message.as_str());
        assert_eq!(said, Some("3,000 records found; num_training_samples is 2,000."));
        assert_eq!(violation.and_then(|violation| violation.value).as_deref(), Some("3000"));
        assert_eq!(disagree(3_000, " 3000 ", field()), None);
        assert_eq!(disagree(3_000, "many", field()), None);
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
