//! One condition: property, operator, value.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    operator::Operator,
    property::{Kind, Property},
};
use crate::Timestamp;

/// A condition that was checked: its value fits its property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// What is looked at.
    pub property: Property,
    /// How it is compared.
    pub operator: Operator,
    /// With what, as it was typed.
    pub value: String,
}

/// A filter's value, read by the kind of its property.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Text, or one of the words of a choice.
    Text(&'a str),
    /// A number.
    Number(f64),
    /// From the first millisecond to the one after the last: a day is longer than a second.
    Moment(Timestamp, Timestamp),
}

/// Why a text is no filter, as a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum FilterError {
    /// No operator was found.
    #[error("Write a property, an operator and a value, for example status = Failed.")]
    Form,
    /// No such property.
    #[error(
        "There is no property called {0}. There are name, status, algorithm, parent, instance, created, ended, duration, billable, \
             accuracy, best, origin, deleted, tag.KEY and params.NAME."
    )]
    Property(String),
    /// A tag without its key, or a hyperparameter without its name.
    #[error("Write {0} with a dot and a name behind it, for example {1}.")]
    Name(String, String),
    /// No such column.
    #[error("The list cannot be ordered by {0}.")]
    Sort(String),
    /// The operator does not suit the property.
    #[error("{property} cannot be compared with {operator}. Use {allowed}.")]
    Operator {
        /// The property's label.
        property: String,
        /// The operator's sign.
        operator: String,
        /// The signs that can be used.
        allowed: String,
    },
    /// The value does not suit the property.
    #[error("{property} needs {needed}, not {value}.")]
    Value {
        /// The property's label.
        property: String,
        /// What was typed.
        value: String,
        /// What would do.
        needed: String,
    },
}

impl Filter {
    /// A filter of its three parts.
    ///
    /// # Errors
    /// When the operator or the value does not suit the property.
    pub fn new(property: Property, operator: Operator, value: impl Into<String>) -> Result<Self, FilterError> {
        if !property.operators().contains(&operator) {
            let allowed: Vec<_> = property.operators().iter().map(|operator| operator.sign()).collect();
            return Err(FilterError::Operator {
                property: property.label(),
                operator: operator.sign().to_owned(),
                allowed: allowed.join(" "),
            });
        }
        let filter = Self { property, operator, value: value.into().trim().to_owned() };
        match filter.read() {
            Some(_) => Ok(filter),
            None => Err(FilterError::Value {
                property: filter.property.label(),
                needed: needed(&filter.property),
                value: if filter.value.is_empty() { "nothing".to_owned() } else { filter.value },
            }),
        }
    }

    /// Reads `status=Failed`, `tag.team != vision`, `accuracy >= 0.9`; blanks around the operator do not count.
    ///
    /// # Errors
    /// See [`FilterError`].
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        // A tag's key may contain any sign of an operator but those that end it here: the first one counts.
        let at = text.find(['=', '!', ':', '^', '>', '<']).ok_or(FilterError::Form)?;
        let (key, rest) = text.split_at(at);
        let operator = Operator::LONGEST_FIRST.into_iter().find(|operator| rest.starts_with(operator.sign()));
        let operator = operator.ok_or(FilterError::Form)?;
        let key = key.trim();
        let property = Property::parse(key).ok_or_else(|| match key.to_ascii_lowercase().trim_end_matches('.') {
            "tag" | "tags" => FilterError::Name("tag".to_owned(), "tag.team = vision".to_owned()),
            "params" | "hyperparameter" | "hyperparameters" => {
                FilterError::Name("params".to_owned(), "params.epochs >= 5".to_owned())
            }
            _ => FilterError::Property(key.to_owned()),
        })?;
        Self::new(property, operator, rest.strip_prefix(operator.sign()).unwrap_or_default())
    }

    /// The value as what the property's kind says; `None` only when the parts were changed after they were checked.
    pub fn read(&self) -> Option<Value<'_>> {
        let value = self.value.as_str();
        match self.property.kind() {
            // An empty tag is a tag; an empty name is none.
            Kind::Text if value.is_empty() && !matches!(self.property, Property::Tag(_)) => None,
            Kind::Text => Some(Value::Text(value)),
            Kind::Choice => {
                let value = match (&self.property, value.to_ascii_lowercase().as_str()) {
                    (Property::Deleted, "true") => "yes",
                    (Property::Deleted, "false") => "no",
                    _ => value,
                };
                let known = self.property.choices().iter().find(|choice| choice.eq_ignore_ascii_case(value))?;
                Some(Value::Text(known))
            }
            Kind::Either => {
                let number = value.parse().ok().filter(|number: &f64| number.is_finite()).map(Value::Number);
                match self.operator {
                    Operator::Contains => Some(Value::Text(value)).filter(|_| !value.is_empty()),
                    Operator::Equals | Operator::NotEquals => number.or(Some(Value::Text(value))),
                    _ => number,
                }
            }
            Kind::Number if self.property.is_time() => seconds(value).map(Value::Number),
            Kind::Number => value.parse().ok().filter(|number: &f64| number.is_finite()).map(Value::Number),
            Kind::Moment => Timestamp::parse_span(value).map(|(first, after)| Value::Moment(first, after)),
        }
    }
}

impl fmt::Display for Filter {
    /// `status=Failed`, as [`Filter::parse`] reads it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}{}", self.property.key(), self.operator.sign(), self.value)
    }
}

/// Seconds from `90`, `90s`, `5 min`, `2h` or, as the list writes them, `1 h 02 min`.
fn seconds(text: &str) -> Option<f64> {
    let plain = |number: &str| number.parse().ok().filter(|number: &f64| number.is_finite());
    if let Some(seconds) = plain(text) {
        return Some(seconds);
    }
    let mut rest = text.trim();
    let mut total = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|sign: char| !sign.is_ascii_digit() && sign != '.')?;
        let (number, behind) = rest.split_at(end);
        let behind = behind.trim_start();
        let end = behind.find(|sign: char| !sign.is_ascii_alphabetic()).unwrap_or(behind.len());
        let (unit, behind) = behind.split_at(end);
        let factor = match unit.to_ascii_lowercase().as_str() {
            "s" | "sec" | "second" | "seconds" => 1.0,
            "m" | "min" | "minute" | "minutes" => 60.0,
            "h" | "hour" | "hours" => 3_600.0,
            "d" | "day" | "days" => 86_400.0,
            _ => return None,
        };
        total += plain(number)? * factor;
        rest = behind.trim_start();
    }
    (!text.trim().is_empty()).then_some(total)
}

fn needed(property: &Property) -> String {
    match property.kind() {
        Kind::Number if property.is_time() => "a number of seconds, or a time such as 5 min or 1 h 30 min".to_owned(),
        Kind::Text => "some text".to_owned(),
        Kind::Choice => format!("one of {}", property.choices().join(", ")),
        Kind::Number | Kind::Either => "a number".to_owned(),
        Kind::Moment => "a day such as 2026-11-23 or a time such as 2026-11-23T09:30 (UTC)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_read_as_they_are_written() {
        for text in [
            "params.epochs>=5",
            "params.optimizer=sgd",
            "status=Failed",
            "name^digits",
            "name!:old",
            "tag.team!=vision",
            "tag.empty=",
            "accuracy>=0.9",
            "created<2026-11-23",
        ] {
            assert_eq!(Filter::parse(text).expect(text).to_string(), text);
        }
        let spaced = Filter::parse(" tag.team : a=b ").expect("a filter");
        assert_eq!(spaced, Filter { property: Property::Tag("team".into()), operator: Operator::Contains, value: "a=b".into() });
        // Columns' headings and labels are names too.
        for (typed, written) in [
            ("best accuracy > 0.95", "best>0.95"),
            ("Last accuracy >= 0.9", "accuracy>=0.9"),
            ("Best validation accuracy=1", "best=1"),
            ("Instance type = ml.p3.2xlarge", "instance=ml.p3.2xlarge"),
        ] {
            assert_eq!(Filter::parse(typed).expect(typed).to_string(), written);
        }
        assert_eq!(Filter::parse("status = failed").expect("a filter").read(), Some(Value::Text("Failed")));
        assert_eq!(Filter::parse("deleted = false").expect("a filter").read(), Some(Value::Text("no")));
    }

    #[test]
    fn times_are_read_as_the_list_writes_them() {
        for (typed, seconds) in
            [("90", 90.0), ("30s", 30.0), ("48 s", 48.0), ("5 min", 300.0), ("1.5h", 5400.0), ("1 h 02 min", 3720.0)]
        {
            let filter = Filter::parse(&format!("duration > {typed}")).expect(typed);
            assert_eq!(filter.read(), Some(Value::Number(seconds)), "{typed}");
        }
        for typed in ["", "s", "5 x", "1 h 2", "ever", "h 1"] {
            assert!(Filter::parse(&format!("duration>{typed}")).is_err(), "{typed}");
        }
    }

    #[test]
    fn what_is_no_filter_says_what_would_be() {
        let message = |text: &str| Filter::parse(text).expect_err(text).to_string();
        assert_eq!(message("Failed"), "Write a property, an operator and a value, for example status = Failed.");
        assert!(message("colour=red").starts_with("There is no property called colour. There are name, status,"));
        assert_eq!(message("tag:vision"), "Write tag with a dot and a name behind it, for example tag.team = vision.");
        assert_eq!(message("params.epochs > many"), "Hyperparameter epochs needs a number, not many.");
        assert_eq!(message("status>Failed"), "Status cannot be compared with >. Use = !=.");
        assert_eq!(message("accuracy=high"), "Last validation accuracy needs a number, not high.");
        assert_eq!(message("name="), "Name needs some text, not nothing.");
        assert!(message("created>soon").contains("2026-11-23T09:30"));
    }
}
