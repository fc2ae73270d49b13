//! Metric definitions.

use super::{
    RuleCode, Violations,
    fix::{Fix, FixContext},
    rule::rules,
    subject::Subject,
    text::Limits,
};
use crate::{
    constraint::Constraint,
    field::Field,
    metric_regex::{self, MetricRegexError},
};

rules! {
    MetricCount = "E-MET-COUNT", Error, Api, "At most 40 metric definitions are allowed.";
    MetricName = "E-MET-NAME", Error, Api, "Metric names need 1 to 255 characters.";
    MetricRegex = "E-MET-REGEX", Error, Api, "Enter a regular expression of at most 500 characters.";
    MetricsOverridden = "E-MET-OWN", Error, Observed, "SageMaker defines the metrics of built-in algorithms and of algorithm resources. Take these metrics out, or use your own container.";
    MetricRegexUnchecked = "W-MET-COMPILE", Warning, Ours, "This expression could not be checked here (look-around and back-references cannot be tested).";
    MetricRegexGroup = "W-MET-GROUP", Warning, Guide, "Put one pair of parentheses around the number to capture.";
    MetricRegexControl = "W-MET-TAB", Warning, Guide, "The service's log shows a tab as #011 and a carriage return as #015, so this finds neither. Write #011 and #015.",
        fix as_in_the_log;
    MetricRegexSyntax = "W-MET-SYNTAX", Warning, Ours, "This expression will not be understood: {reason}.";
}

/// Most metric definitions. Source: shape `MetricDefinitionList`.
const MAX_COUNT: usize = 40;
const NAME: Limits = Limits::line(1, 255);
const REGEX: Limits = Limits::line(1, 500);

/// Checks all metric definitions.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let specification = subject.specification();
    let rows = specification.and_then(|specification| specification.metric_definitions.as_deref()).unwrap_or_default();
    if rows.len() > MAX_COUNT {
        let violation = RuleCode::MetricCount.violation(Field::Metrics, &[]);
        violations.push(violation.with_constraint(rows.len().to_string(), Constraint::MaximumLength(MAX_COUNT as u64)));
    }
    let is_named = specification
        .is_some_and(|specification| specification.training_image.is_none() && specification.algorithm_name.is_some());
    if !rows.is_empty() && (is_named || subject.algorithm.is_some()) {
        violations.push(RuleCode::MetricsOverridden.violation(Field::Metrics, &[]));
    }
    for (row, definition) in (0_u32..).zip(rows) {
        let name = definition.name.as_deref().unwrap_or_default();
        violations.0.extend(NAME.check(name, &Field::MetricName(row), RuleCode::MetricName));
        violations.extend(regex(definition.regex.as_deref().unwrap_or_default(), &Field::MetricRegex(row)));
    }
    violations
}

/// Checks the expression of one metric definition.
fn regex(text: &str, field: &Field) -> Violations {
    let mut violations = Violations::default();
    if let Some(violation) = REGEX.check(text, field, RuleCode::MetricRegex) {
        violations.push(violation);
        return violations;
    }
    if in_the_log(text).is_some() {
        violations.push(RuleCode::MetricRegexControl.violation(field.clone(), &[]));
    }
    match metric_regex::groups(text) {
        Ok(1) => {}
        Ok(_) => violations.push(RuleCode::MetricRegexGroup.violation(field.clone(), &[])),
        Err(MetricRegexError::LookAround | MetricRegexError::BackReference) => {
            violations.push(RuleCode::MetricRegexUnchecked.violation(field.clone(), &[]));
        }
        Err(error) => {
            violations.push(RuleCode::MetricRegexSyntax.violation(field.clone(), &[("reason", &error.to_string())]));
        }
    }
    violations
}

/// The expression with tabs and carriage returns as the log has them; `None` when it asks for none.
fn in_the_log(text: &str) -> Option<String> {
    let mut letters = text.chars();
    let (mut changed, mut is_changed) = (String::new(), false);
    while let Some(letter) = letters.next() {
        let escape = (letter == '\\').then(|| letters.next()).flatten();
        let code = match (letter, escape) {
            ('\t', _) | (_, Some('t')) => Some("#011"),
            ('\r', _) | (_, Some('r')) => Some("#015"),
            _ => None,
        };
        is_changed |= code.is_some();
        match code {
            Some(code) => changed.push_str(code),
            None => changed.extend(std::iter::once(letter).chain(escape)),
        }
    }
    is_changed.then_some(changed)
}

/// Inside of brackets a code would be four letters to choose from; such an expression is left to its author.
fn as_in_the_log(at: &FixContext<'_>) -> Option<Fix> {
    let text = in_the_log(at.value()).filter(|_| !at.value().contains('['))?;
    at.set(&format!("Use {text}"), &text)
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::rules::testing::{Case, Form, IMAGE, assert_fix};

    #[test]
    fn a_tab_is_written_as_the_log_has_it() {
        let offered = ("Use #011rmse:(\\S+)#015", "metric-regex-0", "#011rmse:(\\S+)#015");
        assert_fix(RuleCode::MetricRegexControl, &Field::MetricRegex(0), r"\trmse:(\S+)\r", offered);
        assert_eq!(in_the_log(r"\\trmse"), None, "a backslash and a t");
        let field = Field::MetricRegex(0);
        assert_eq!(Form::new(&field, r"[\t ](\S+)").fix(RuleCode::MetricRegexControl, &field), None);
    }

    #[test]
    fn ones_own_container_defines_its_metrics() {
        let rows = ("/AlgorithmSpecification/MetricDefinitions", json!([{ "Name": "m", "Regex": "a=(.*)" }]));
        let found = Case::new("", "", &[(IMAGE, json!("host/own:1")), rows]).check();
        assert!(!found.contains(RuleCode::MetricsOverridden));
    }

    pub(in super::super) fn cases() -> Vec<Case> {
        let rows = "/AlgorithmSpecification/MetricDefinitions";
        let many: Value = (0..41).map(|i| json!({ "Name": format!("m{i}"), "Regex": "a=(.*)" })).collect();
        let regex = |regex: &str| [(rows, json!([{ "Name": "m", "Regex": regex }]))];
        let one = json!([{ "Name": "m", "Regex": "a=(.*)" }]);
        let name = ("/AlgorithmSpecification/AlgorithmName", json!("net"));
        vec![
            Case::new("E-MET-OWN", "metrics", &[(rows, one.clone())]),
            Case::new("E-MET-OWN", "metrics", &[(IMAGE, json!(null)), name, (rows, one)]),
            Case::new("E-MET-COUNT", "metrics", &[(rows, many)]),
            Case::new("E-MET-NAME", "metric-name-0", &[(rows, json!([{ "Name": "", "Regex": "a=(.*)" }]))]),
            Case::new("E-MET-REGEX", "metric-regex-0", &regex(&"a".repeat(501))),
            Case::new("W-MET-COMPILE", "metric-regex-0", &regex("(?=a)(b)")),
            Case::new("W-MET-TAB", "metric-regex-0", &regex(r"\tvalidation-rmse:(\S+)")),
            Case::new("W-MET-SYNTAX", "metric-regex-0", &regex("acc=(.*")),
            Case::new("W-MET-GROUP", "metric-regex-0", &regex("a=.*")),
            Case::new("W-MET-GROUP", "metric-regex-0", &regex("(a)=(.*)")),
        ]
    }
}
