//! Refusals by the service for which there is no other rule.

use super::{RuleCode, Violation, rule::rules};
use crate::field::Field;

rules! {
    RefusedByService = "E-SERVICE", Error, Observed, "{message}";
}

/// The message for a refusal in the service's own words.
pub fn refused(field: Field, message: &str) -> Violation {
    RuleCode::RefusedByService.violation(field, &[("message", message)])
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::rules::testing::Case;

    pub(in super::super) fn cases() -> Vec<Case> {
        vec![Case::typed("E-SERVICE", "role", [refused(Field::Role, "The role cannot be assumed.")])]
    }

    #[test]
    fn the_services_words_stay_as_they_are() {
        assert_eq!(refused(Field::Role, "No {message} for {field}.").message, "No {message} for {field}.");
    }
}
