//! The regular expressions of `MetricDefinitions`, applied to the lines of a log.
//!
//! Matching takes time linear in the line and in the compiled expression. Both are limited here; the time of all lines is limited
//! by who calls.

use regex::{Regex, RegexBuilder};

use crate::{log_line::CARRIAGE_RETURN, metric_regex::MAX_COMPILED_BYTES, wire::MetricDefinition};

/// Bytes of a line that an expression sees. Source: our own limit; lines with a metric are short.
pub const MAX_SEARCHED_BYTES: usize = 4 * 1024;

/// One metric: its name and its compiled expression.
#[derive(Debug, Clone)]
pub struct MetricExpression {
    name: String,
    regex: Regex,
}

impl MetricExpression {
    /// The expressions that can be compiled, with their names. Those that cannot be are left out: the service takes some that
    /// this library does not, such as look-ahead.
    pub fn of(definitions: &[MetricDefinition]) -> Vec<Self> {
        let compiled = |definition: &MetricDefinition| {
            Some(Self { name: definition.name.clone()?, regex: compile(definition.regex.as_ref()?).ok()? })
        };
        definitions.iter().filter_map(compiled).collect()
    }

    /// The name of the metric.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number in a line: what the first group matched, of several matches the last, since a progress bar has drawn several
    /// states into one line. Texts, `nan` and `inf` are none.
    pub fn value(&self, line: &str) -> Option<f64> {
        let numbers = self.regex.captures_iter(searched(line)).filter_map(|groups| groups.get(1)?.as_str().parse::<f64>().ok());
        numbers.filter(|value| value.is_finite()).last()
    }
}

/// An expression that finds lines of a log, without regard to upper and lower case.
#[derive(Debug, Clone)]
pub struct LineExpression(Regex);

impl LineExpression {
    /// Compiles a text.
    ///
    /// # Errors
    /// Why the text is no expression, as the end of a sentence.
    pub fn new(text: &str) -> Result<Self, String> {
        match RegexBuilder::new(text).case_insensitive(true).size_limit(MAX_COMPILED_BYTES).build() {
            Ok(regex) => Ok(Self(regex)),
            Err(regex::Error::Syntax(report)) => {
                // The report draws the place in several lines; the last one has the reason.
                let reason = report.lines().rev().find_map(|line| line.strip_prefix("error: "));
                Err(reason.unwrap_or("its syntax is wrong").to_owned())
            }
            Err(_) => Err("it is too large".to_owned()),
        }
    }

    /// Whether a line matches, as far as an expression sees of it; see [`MAX_SEARCHED_BYTES`].
    pub fn matches(&self, line: &str) -> bool {
        self.0.is_match(searched(line))
    }
}

/// What an expression sees of a line: its beginning, or its end when it was drawn over with carriage returns.
fn searched(line: &str) -> &str {
    let part = if line.contains(CARRIAGE_RETURN) {
        line.get(line.ceil_char_boundary(line.len().saturating_sub(MAX_SEARCHED_BYTES))..)
    } else {
        line.get(..line.floor_char_boundary(MAX_SEARCHED_BYTES))
    };
    part.unwrap_or(line)
}

/// Compiles the expression of a metric.
///
/// # Errors
/// The text is no expression of the crate `regex`, or it is larger than [`MAX_COMPILED_BYTES`].
pub fn compile(expression: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(expression).size_limit(MAX_COMPILED_BYTES).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expression(regex: &str) -> Vec<MetricExpression> {
        let definition =
            MetricDefinition { name: Some("test:f1".to_owned()), regex: Some(regex.to_owned()), ..MetricDefinition::default() };
        MetricExpression::of(&[definition])
    }

    #[test]
    fn the_first_group_is_the_value() {
        let found = |regex: &str, line: &str| expression(regex).first().and_then(|expression| expression.value(line));
        assert_eq!(found("f1=([0-9.]+)", "epoch 3 f1=0.812 loss=0.3"), Some(0.812));
        assert_eq!(found("f1=([0-9.e-]+)", "f1=4.5e-05"), Some(4.5e-5));
        assert_eq!(found("f1=(\\S+)", "f1=cat"), None);
        assert_eq!(found("f1=(\\S+)", "f1=nan"), None);
        assert_eq!(found("f1=(\\S+)", "f1=inf"), None);
        assert_eq!(found("f1=[0-9.]+", "f1=0.5"), None);
        assert_eq!(found("f1=([0-9.]+)", "another line"), None);
    }

    #[test]
    fn the_last_state_of_a_progress_bar_counts() {
        let bar = ["f1=0.1", "f1=0.2"].join(CARRIAGE_RETURN);
        assert_eq!(expression("f1=([0-9.]+)").first().and_then(|expression| expression.value(&bar)), Some(0.2));
        let long = format!("{bar}{}f1=0.3", CARRIAGE_RETURN.repeat(MAX_SEARCHED_BYTES));
        assert_eq!(expression("f1=([0-9.]+)").first().and_then(|expression| expression.value(&long)), Some(0.3));
    }

    #[test]
    fn a_line_is_searched_up_to_its_limit() {
        let far = format!("{}f1=0.5", "é".repeat(MAX_SEARCHED_BYTES));
        assert_eq!(expression("f1=([0-9.]+)").first().and_then(|expression| expression.value(&far)), None);
    }

    #[test]
    fn lines_are_found_by_an_expression_or_it_is_said_why_not() {
        let finds = |text: &str, line: &str| LineExpression::new(text).map(|expression| expression.matches(line));
        assert_eq!(finds("epoch\\[[0-9]+\\] validation", "Epoch[12] Validation-accuracy=0.4"), Ok(true));
        assert_eq!(finds("^Validation", "Epoch[12] Validation-accuracy=0.4"), Ok(false));
        assert_eq!(finds("Epoch[", ""), Err("unclosed character class".to_owned()));
        assert_eq!(finds("(a", ""), Err("unclosed group".to_owned()));
        assert_eq!(finds("(\\w{1000}){1000}", ""), Err("it is too large".to_owned()));
    }

    #[test]
    fn what_cannot_be_compiled_is_left_out() {
        assert!(expression("f1=(?=x)([0-9.]+)").is_empty());
        assert!(expression("(\\w{1000}){1000}").is_empty());
    }
}
