//! The job's name.

use super::{
    RuleCode, Violation, Violations,
    fix::{Fix, FixContext},
    rule::rules,
    subject::Subject,
};
use crate::{constraint::Constraint, field::Field, job_name::JobName};

rules! {
    NameRequired = "E-NAME-REQ", Error, Api, "Give the training job a name.";
    NameLength = "E-NAME-LEN", Error, Api, "Job names can have at most 63 characters; this one has {n}.",
        fix nearest_name;
    NameCharacters = "E-NAME-CHARS", Error, Api, "Use only letters, digits and hyphens, and start and end with a letter or digit. Dots, underscores, spaces and other signs are refused by the service (older instructions that allow . : + = @ _ % are out of date).",
        fix nearest_name;
    NameTaken = "E-NAME-TAKEN", Error, Api, "A training job called \"{name}\" already exists in {region}. Names stay taken until the old job is deleted; pick another one.",
        fix next_name;
}

/// Checks the name, and whether it is known to be taken.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let text = subject.request.training_job_name.as_deref().unwrap_or_default();
    let mut violations = name(text);
    let is_taken = subject.facts().and_then(|facts| facts.names.get(text.trim())) == Some(&true);
    if violations.0.is_empty() && is_taken {
        violations.push(name_is_taken(text.trim(), subject.region()));
    }
    violations
}

/// Checks a job name. Pattern and length are separate constraints, so both may be broken.
pub fn name(text: &str) -> Violations {
    let mut violations = Violations::default();
    if text.is_empty() {
        let violation = RuleCode::NameRequired.violation(Field::JobName, &[]);
        violations.push(violation.with_constraint("", Constraint::MinimumLength(1)));
        return violations;
    }
    let length = text.chars().count();
    if length > JobName::MAX_LENGTH {
        let maximum = Constraint::MaximumLength(JobName::MAX_LENGTH as u64);
        let violation = RuleCode::NameLength.violation(Field::JobName, &[("n", &length.to_string())]);
        violations.push(violation.with_constraint(text, maximum));
    }
    if !JobName::has_allowed_characters(text) {
        let pattern = Constraint::Pattern(JobName::PATTERN.to_owned());
        violations.push(RuleCode::NameCharacters.violation(Field::JobName, &[]).with_constraint(text, pattern));
    }
    violations
}

/// The message for a name that a job already has.
pub fn name_is_taken(name: &str, region: &str) -> Violation {
    RuleCode::NameTaken.violation(Field::JobName, &[("name", name), ("region", region)])
}

/// The valid name that is most like the typed one.
fn nearest_name(at: &FixContext<'_>) -> Option<Fix> {
    let name = JobName::nearest(at.value())?;
    at.set(&format!("Use {name}"), name.as_str())
}

/// The name with the next number at its end.
fn next_name(at: &FixContext<'_>) -> Option<Fix> {
    let name = JobName::parse(at.value().trim()).ok()?.next();
    at.set(&format!("Use {name}"), name.as_str())
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        Facts,
        rules::testing::{Case, assert_fix},
    };

    pub(in super::super) fn cases() -> Vec<Case> {
        let name = "/TrainingJobName";
        let taken = Facts { names: [("cats-v1".to_owned(), true)].into(), ..Facts::default() };
        vec![
            Case::new("E-NAME-REQ", "job-name", &[(name, json!(null))]),
            Case::new("E-NAME-LEN", "job-name", &[(name, json!("a".repeat(64)))]),
            Case::new("E-NAME-CHARS", "job-name", &[(name, json!("a_b"))]),
            Case::new("E-NAME-CHARS", "job-name", &[(name, json!("-a"))]),
            Case::new("E-NAME-TAKEN", "job-name", &[(name, json!("cats-v1"))]).with_facts(taken),
        ]
    }

    #[test]
    fn another_name_is_offered() {
        let use_name = |name: &str| format!("Use {name}");
        assert_fix(RuleCode::NameCharacters, &Field::JobName, "my_job.", (&use_name("my-job"), "job-name", "my-job"));
        let shorter = "a".repeat(63);
        assert_fix(RuleCode::NameLength, &Field::JobName, &"a".repeat(70), (&use_name(&shorter), "job-name", &shorter));
        assert_fix(RuleCode::NameTaken, &Field::JobName, "cats-9", (&use_name("cats-10"), "job-name", "cats-10"));
    }
}
