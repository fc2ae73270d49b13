//! What is wrong with a request, and where: a rule, a field, a sentence.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::RuleCode;
use crate::{authority::Authority, constraint::Constraint, field::Field};

/// How much a violation weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Information,
    /// Can be accepted.
    Warning,
    /// Blocks a submission.
    Error,
}

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// The broken rule's code; it travels as its text, for example `E-GZIP-MODE`.
    pub code: RuleCode,
    /// The field that the message belongs to.
    pub field: Field,
    /// How much it weighs.
    pub severity: Severity,
    /// Who refuses it.
    pub authority: Authority,
    /// The sentence shown to people, complete.
    pub message: String,
    /// The offending value, where there is one.
    pub value: Option<String>,
    /// The API model's constraint, for rules of [`Authority::Api`].
    pub constraint: Option<Box<Constraint>>,
    /// The service's own words, where the service refused the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Box<str>>,
}

impl Violation {
    /// Adds the value and the model's constraint that it breaks; whatever else says so, the model does.
    #[must_use]
    pub fn with_constraint(mut self, value: impl Into<String>, constraint: Constraint) -> Self {
        self.authority = Authority::Api;
        self.value = Some(value.into());
        self.constraint = Some(Box::new(constraint));
        self
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}: {}", self.code, self.field.id(), self.message)
    }
}

/// All violations of one request, in the order of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violations(pub Vec<Violation>);

impl Violations {
    /// Adds one.
    pub fn push(&mut self, violation: Violation) {
        self.0.push(violation);
    }

    /// Adds all of `others`.
    pub fn extend(&mut self, others: Violations) {
        self.0.extend(others.0);
    }

    /// Whether one of them blocks a submission.
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    /// Those that block a submission.
    pub fn errors(&self) -> impl Iterator<Item = &Violation> {
        self.0.iter().filter(|violation| violation.severity == Severity::Error)
    }

    /// Those that can be accepted.
    pub fn warnings(&self) -> impl Iterator<Item = &Violation> {
        self.0.iter().filter(|violation| violation.severity == Severity::Warning)
    }

    /// Those of one field, the weightiest first.
    pub fn at(&self, field: &Field) -> Vec<&Violation> {
        let mut found: Vec<&Violation> = self.0.iter().filter(|violation| violation.field == *field).collect();
        found.sort_by_key(|violation| std::cmp::Reverse(violation.severity));
        found
    }

    /// Whether the rule with this code is broken.
    pub fn contains(&self, code: RuleCode) -> bool {
        self.0.iter().any(|violation| violation.code == code)
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
