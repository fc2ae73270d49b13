//! Conditions on named values, joined by `&&`, `||` and parentheses: `status = 4* && (bytes > 1000 || user != %a.b%)`.

use regex::Regex;
use serde_json::Value;

use super::compile;

/// Parentheses inside each other. A limit of this engine: each needs stack.
const MAX_DEPTH: usize = 32;

/// An expression.
#[derive(Debug)]
pub(super) enum Expression {
    All(Vec<Expression>),
    Any(Vec<Expression>),
    /// The name of a value and what holds of it.
    Condition(String, Test),
}

#[derive(Debug)]
pub(super) enum Test {
    Compare(&'static str, Operand),
    Is(Value),
    Exists(bool),
}

#[derive(Debug)]
pub(super) enum Operand {
    Number(f64),
    /// A text, in which stars stand for anything.
    Text(String),
    Matching(Regex),
}

/// The comparisons, the longer ones first.
const COMPARISONS: [&str; 6] = ["!=", ">=", "<=", "=", ">", "<"];

impl Expression {
    /// Reads a whole text.
    ///
    /// # Errors
    /// A sentence about what cannot be read.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut parser = Parser { rest: text.trim(), depth: 0 };
        let expression = parser.any()?;
        match parser.rest.is_empty() {
            true => Ok(expression),
            false => Err(unreadable(parser.rest)),
        }
    }

    /// Whether it holds of the values that `find` knows by name.
    pub(super) fn holds(&self, find: &dyn Fn(&str) -> Option<Value>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(find)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(find)),
            Self::Condition(name, test) => test.holds(find(name).as_ref()),
        }
    }
}

impl Test {
    fn holds(&self, value: Option<&Value>) -> bool {
        match (self, value) {
            (Self::Exists(expected), value) => value.is_some() == *expected,
            (_, None) => false,
            (Self::Is(expected), Some(value)) => value == expected,
            (Self::Compare(comparison, operand), Some(value)) => operand.compares(comparison, value),
        }
    }
}

impl Operand {
    fn compares(&self, comparison: &str, value: &Value) -> bool {
        let text = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let is_equal = match self {
            Self::Number(number) => {
                let Ok(value) = text.trim().parse::<f64>() else { return comparison == "!=" };
                match comparison {
                    ">" => return value > *number,
                    "<" => return value < *number,
                    ">=" => return value >= *number,
                    "<=" => return value <= *number,
                    _ => value.total_cmp(number).is_eq(),
                }
            }
            Self::Text(pattern) => is_like(pattern, &text),
            Self::Matching(expression) => expression.is_match(&text),
        };
        match comparison {
            "=" => is_equal,
            "!=" => !is_equal,
            _ => false,
        }
    }
}

/// Whether a text is like a pattern with stars.
fn is_like(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

fn unreadable(rest: &str) -> String {
    let shown: String = rest.chars().take(40).collect();
    format!("The filterPattern cannot be read at \"{shown}\".")
}

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn any(&mut self) -> Result<Expression, String> {
        let mut parts = vec![self.all()?];
        while self.take("||") {
            parts.push(self.all()?);
        }
        Ok(Expression::Any(parts))
    }

    fn all(&mut self) -> Result<Expression, String> {
        let mut parts = vec![self.one()?];
        while self.take("&&") {
            parts.push(self.one()?);
        }
        Ok(Expression::All(parts))
    }

    fn one(&mut self) -> Result<Expression, String> {
        if !self.take("(") {
            return self.condition();
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(format!("The filterPattern has more than {MAX_DEPTH} parentheses inside each other."));
        }
        let inner = self.any()?;
        self.depth -= 1;
        match self.take(")") {
            true => Ok(inner),
            false => Err(unreadable(self.rest)),
        }
    }

    fn condition(&mut self) -> Result<Expression, String> {
        let name = self.until(|sign| sign.is_whitespace() || "=!<>()&|".contains(sign));
        if name.is_empty() {
            return Err(unreadable(self.rest));
        }
        let test = match COMPARISONS.into_iter().find(|comparison| self.take(comparison)) {
            Some(comparison) => Test::Compare(comparison, self.operand()?),
            None => self.word_test()?,
        };
        Ok(Expression::Condition(name.to_owned(), test))
    }

    /// `IS NULL`, `IS TRUE`, `EXISTS` and the like.
    fn word_test(&mut self) -> Result<Test, String> {
        let before = self.rest;
        let mut word = || self.until(|sign| !sign.is_ascii_alphabetic()).to_ascii_uppercase();
        let (first, second) = (word(), word());
        match (first.as_str(), second.as_str()) {
            ("IS", "NULL") => Ok(Test::Is(Value::Null)),
            ("IS", "TRUE") => Ok(Test::Is(Value::Bool(true))),
            ("IS", "FALSE") => Ok(Test::Is(Value::Bool(false))),
            ("NOT", "EXISTS") => Ok(Test::Exists(false)),
            ("EXISTS", "") => Ok(Test::Exists(true)),
            _ => Err(unreadable(before)),
        }
    }

    fn operand(&mut self) -> Result<Operand, String> {
        for (sign, is_expression) in [('"', false), ('%', true)] {
            if let Some(inner) = self.rest.strip_prefix(sign) {
                let (value, after) = inner.split_once(sign).ok_or_else(|| unreadable(self.rest))?;
                self.rest = after.trim_start();
                return match is_expression {
                    true => compile(value).map(Operand::Matching),
                    false => Ok(Operand::Text(value.to_owned())),
                };
            }
        }
        let word = self.until(|sign| sign.is_whitespace() || "()&|".contains(sign));
        match word.parse() {
            Ok(number) => Ok(Operand::Number(number)),
            Err(_) if word.is_empty() => Err(unreadable(self.rest)),
            Err(_) => Ok(Operand::Text(word.to_owned())),
        }
    }

    /// Takes a text that comes next.
    fn take(&mut self, text: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(text) else { return false };
        self.rest = rest.trim_start();
        true
    }

    /// Takes everything before a sign.
    fn until(&mut self, is_end: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(is_end).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, text, expected) in [
            ("4*", "404", true),
            ("4*", "504", false),
            ("*a*b", "xaxxb", true),
            ("*a*b", "xb", false),
            ("ab", "ab", true),
            ("ab", "abc", false),
            ("*", "", true),
        ] {
            assert_eq!(is_like(pattern, text), expected, "{pattern} {text}");
        }
    }
}
