//! Whether the number of training samples agrees with the records that were found.
//!
//! Advice that no specification has: a wrong number makes the schedule of learning rates undefined and hurts the accuracy
//! of several machines together, and nobody says so.

use super::{
    RuleCode, Violation,
    fix::{Fix, FixContext},
    rule::rules,
};
use crate::{field::Field, grouped_digits::grouped_digits};

rules! {
    TrainingSamplesDiffer = "W-SAMPLES", Warning, Ours, "{records} records found; num_training_samples is {value}.",
        fix records_found;
}

/// The hyperparameter that holds the number.
pub const NUM_TRAINING_SAMPLES: &str = "num_training_samples";

/// The message for a number that is not that of the records found, at the field of the location; the violation's value is
/// the right number.
pub fn disagree(records: u64, value: &str, field: Field) -> Option<Violation> {
    let typed: u64 = value.trim().parse().ok()?;
    (typed != records).then(|| {
        let values = [("records", grouped_digits(records)), ("value", grouped_digits(typed))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        Violation { value: Some(records.to_string()), ..RuleCode::TrainingSamplesDiffer.violation(field, &values) }
    })
}

/// The number of records found.
fn records_found(at: &FixContext<'_>) -> Option<Fix> {
    let records = at.violation.value.as_deref()?;
    at.set_field(&format!("Set it to {records}"), Field::Hyperparameter(NUM_TRAINING_SAMPLES.to_owned()), records)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::rules::testing::{Case, Form};

    pub(in super::super) fn cases() -> Vec<Case> {
        vec![Case::typed("W-SAMPLES", "channels", disagree(3_000, "2000", Field::Channels))]
    }

    #[test]
    fn the_right_number_is_offered() {
        let fix = Form::new(&Field::Channels, "").fix_with(RuleCode::TrainingSamplesDiffer, &Field::Channels, "3000");
        let edit = ("hp-value-num_training_samples".to_owned(), "3000".to_owned());
        assert_eq!(fix, Some(("Set it to 3000".to_owned(), vec![edit])));
    }

    #[test]
    fn a_number_that_differs_is_said_with_the_right_one() {
        let field = || Field::Channels;
        let violation = disagree(3_000, "2000", field());
        let said = violation.as_ref().map(|violation| violation.message.as_str());
        assert_eq!(said, Some("3,000 records found; num_training_samples is 2,000."));
        assert_eq!(violation.and_then(|violation| violation.value).as_deref(), Some("3000"));
        assert_eq!(disagree(3_000, " 3000 ", field()), None);
        assert_eq!(disagree(3_000, "many", field()), None);
        assert_eq!(grouped_digits(1_234_567), "1,234,567");
    }
}
