//! The role that the job takes.

use super::{
    RuleCode, Violation, Violations,
    fix::{Fix, FixContext},
    rule::rules,
    subject::Subject,
    typed_text::bare,
};
use crate::{account_id::AccountId, arn::role, constraint::Constraint, field::Field, region::Region};

rules! {
    RoleRequired = "E-ROLE-REQ", Error, Api, "Choose the role SageMaker should use to read your data and write the model.";
    RoleArn = "E-ROLE-ARN", Error, Api, "Enter the complete role ARN, for example arn:aws:iam::123456789012:role/service-role/MyRole.",
        fix without_ornament;
    RoleName = "E-ROLE-NAME", Error, Api, "This is the name of a role. SageMaker needs its complete ARN.",
        fix offered;
    RoleOfSession = "E-ROLE-SESSION", Error, Api, "This is the ARN of a session. SageMaker needs the ARN of the role itself.",
        fix offered;
    RoleOfUser = "E-ROLE-USER", Error, Api, "This is the ARN of a user. SageMaker needs the ARN of a role.";
}

/// Longest name of a role. Source: IAM, shape `roleNameType`.
const MAX_NAME_LENGTH: usize = 64;
/// The beginning of the names that the SageMaker console gives; it puts these roles below the path `service-role/`.
const MADE_BY_CONSOLE: &str = "AmazonSageMaker-ExecutionRole-";

/// Checks the role's ARN.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let text = subject.request.role_arn.as_deref().unwrap_or_default();
    let mut violations = Violations::default();
    if text.is_empty() {
        let violation = RuleCode::RoleRequired.violation(Field::Role, &[]);
        violations.push(violation.with_constraint("", Constraint::NotNull));
        return violations;
    }
    let length = text.chars().count();
    let constraint = if !role::matches_pattern(text) {
        Constraint::Pattern(role::PATTERN.to_owned())
    } else if length < role::MIN_LENGTH {
        Constraint::MinimumLength(role::MIN_LENGTH as u64)
    } else if length > role::MAX_LENGTH {
        Constraint::MaximumLength(role::MAX_LENGTH as u64)
    } else {
        return violations;
    };
    let refused = || RuleCode::RoleArn.violation(Field::Role, &[]).with_constraint(text, constraint);
    violations.push(recognised(subject, bare(text)).unwrap_or_else(refused));
    violations
}

/// The message for a text that is no role's ARN but names a role or a user, with the ARN that is meant. Only forms have facts; the
/// service itself has one sentence for all of these.
fn recognised(subject: &Subject<'_>, text: &str) -> Option<Violation> {
    let facts = subject.facts()?;
    let says = |code: RuleCode, arn: Option<String>| Violation { value: arn, ..code.violation(Field::Role, &[]) };
    let Some((partition, rest)) = text.strip_prefix("arn:").and_then(|rest| rest.split_once(':')) else {
        let name = text.strip_prefix("role/").unwrap_or(text);
        let account = facts.account.as_deref().and_then(|account| AccountId::parse(account).ok())?;
        return is_name(name).then(|| says(RuleCode::RoleName, Some(arn_of(name, &account, subject.region()))));
    };
    if let Some((account, session)) = rest.strip_prefix("sts::").and_then(|rest| rest.split_once(":assumed-role/")) {
        let role = session.split('/').next().filter(|role| is_name(role))?;
        return Some(says(RuleCode::RoleOfSession, Some(format!("arn:{partition}:iam::{account}:role/{role}"))));
    }
    let is_user = rest
        .strip_prefix("iam::")
        .and_then(|rest| rest.split_once(':'))
        .is_some_and(|(_, kind)| kind.starts_with("user/") || kind == "root");
    is_user.then(|| says(RuleCode::RoleOfUser, None))
}

/// A role's name, or its path and name.
fn is_name(text: &str) -> bool {
    let is_part = |part: &str| {
        (1..=MAX_NAME_LENGTH).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+=,.@-".contains(&b))
    };
    text.split('/').all(is_part)
}

fn arn_of(name: &str, account: &AccountId, region: &str) -> String {
    let partition = Region::partition(region);
    let path = if name.starts_with(MADE_BY_CONSOLE) { "service-role/" } else { "" };
    format!("arn:{partition}:iam::{account}:role/{path}{name}")
}

/// The ARN without the quotes and invisible characters around it.
fn without_ornament(at: &FixContext<'_>) -> Option<Fix> {
    let arn = bare(at.value());
    role::is_role_arn(arn).then(|| at.set(&format!("Use {arn}"), arn)).flatten()
}

/// The ARN that is meant.
fn offered(at: &FixContext<'_>) -> Option<Fix> {
    let arn = at.violation.value.as_deref()?;
    at.set(&format!("Use {arn}"), arn)
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        Facts,
        rules::testing::{Case, Form, assert_fix},
    };

    fn typed(code: &'static str, text: &str) -> Case {
        let facts = Facts { account: Some("123456789012".to_owned()), ..Facts::default() };
        Case::new(code, "role", &[("/RoleArn", json!(text))]).with_facts(facts)
    }

    pub(in super::super) fn cases() -> Vec<Case> {
        vec![
            Case::new("E-ROLE-REQ", "role", &[("/RoleArn", json!(null))]),
            Case::new("E-ROLE-ARN", "role", &[("/RoleArn", json!("SageMakerRole"))]),
            typed("E-ROLE-ARN", "arn:aws:iam::12:role/cut"),
            typed("E-ROLE-NAME", "MyRole"),
            typed("E-ROLE-SESSION", "arn:aws:sts::123456789012:assumed-role/MyRole/me"),
            typed("E-ROLE-USER", "arn:aws:iam::123456789012:user/me"),
        ]
    }

    #[test]
    fn the_arn_that_is_meant_is_offered() {
        for (code, text, arn) in [
            ("E-ROLE-NAME", "MyRole", "arn:aws:iam::123456789012:role/MyRole"),
            ("E-ROLE-NAME", "role/service-role/MyRole", "arn:aws:iam::123456789012:role/service-role/MyRole"),
            (
                "E-ROLE-NAME",
                "AmazonSageMaker-ExecutionRole-20240101T000000",
                "arn:aws:iam::123456789012:role/service-role/AmazonSageMaker-ExecutionRole-20240101T000000",
            ),
            ("E-ROLE-SESSION", "arn:aws:sts::210987654321:assumed-role/MyRole/me", "arn:aws:iam::210987654321:role/MyRole"),
        ] {
            let found = typed(code, text).check();
            let violation = found.at(&Field::Role).first().copied().cloned().expect("a message");
            assert_eq!((violation.code.as_str(), violation.value.as_deref()), (code, Some(arn)), "{text}");
            let fix = Form::new(&Field::Role, text).fix_with(violation.code, &Field::Role, arn);
            assert_eq!(fix, Some((format!("Use {arn}"), vec![("role".to_owned(), arn.to_owned())])));
        }
    }

    #[test]
    fn without_an_account_no_arn_is_offered() {
        let found = typed("", "MyRole").with_facts(Facts::default()).check();
        assert_eq!(found.at(&Field::Role).first().map(|violation| violation.code), Some(RuleCode::RoleArn));
    }

    #[test]
    fn quotes_and_invisible_characters_fall_off_an_arn() {
        let arn = "arn:aws:iam::123456789012:role/MyRole";
        let label = format!("Use {arn}");
        assert_fix(RuleCode::RoleArn, &Field::Role, &format!("\u{200b}\"{arn}\""), (&label, "role", arn));
        assert_eq!(Form::new(&Field::Role, "arn:aws:iam::12:role/cut").fix(RuleCode::RoleArn, &Field::Role), None);
    }
}
