//! Members of requests. CBOR and JSON have numbers where the query protocol has texts.

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Value;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::invalid;
use crate::json_protocol::WireError;

/// A moment in milliseconds since 1970: seconds as a number, or a text of ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment(pub(super) i64);

/// A whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Whole(pub(super) i64);

/// True or false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flag(pub(super) bool);

/// The name of a dimension, and its value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Dimension {
    pub(super) name: String,
    pub(super) value: Option<String>,
}

/// The units of CloudWatch. Source: API page of MetricDatum.
const UNITS: [&str; 27] = [
    "Seconds",
    "Microseconds",
    "Milliseconds",
    "Bytes",
    "Kilobytes",
    "Megabytes",
    "Gigabytes",
    "Terabytes",
    "Bits",
    "Kilobits",
    "Megabits",
    "Gigabits",
    "Terabits",
    "Percent",
    "Count",
    "Bytes/Second",
    "Kilobytes/Second",
    "Megabytes/Second",
    "Gigabytes/Second",
    "Terabytes/Second",
    "Bits/Second",
    "Kilobits/Second",
    "Megabits/Second",
    "Gigabits/Second",
    "Terabits/Second",
    "Count/Second",
    UNIT,
];
/// The unit of all metrics of training jobs.
pub(super) const UNIT: &str = "None";

/// Whether values with the unit `None` are asked for.
///
/// # Errors
/// `InvalidParameterValue` for a unit that CloudWatch does not have.
pub(super) fn has_unit(asked: Option<&str>) -> Result<bool, WireError> {
    match asked {
        None => Ok(true),
        Some(unit) if UNITS.contains(&unit) => Ok(unit == UNIT),
        Some(unit) => Err(invalid(format!("The value {unit} for parameter Unit is invalid."))),
    }
}

/// A list. The query protocol writes an empty one as an empty text.
pub(super) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(input: D) -> Result<Vec<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Members<T> {
        All(Vec<T>),
        None(Option<String>),
    }
    match Members::deserialize(input)? {
        Members::All(members) => Ok(members),
        Members::None(text) if text.as_deref().unwrap_or_default().is_empty() => Ok(Vec::new()),
        Members::None(_) => Err(D::Error::custom("a text stands where a list is expected")),
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(input)?;
        let seconds = match &value {
            Value::Number(seconds) => seconds.as_f64(),
            Value::String(text) => match text.parse() {
                Ok(seconds) => Some(seconds),
                Err(_) => return date(text).map(Self).ok_or_else(|| D::Error::custom(format!("{text:?} is no date"))),
            },
            _ => None,
        };
        let seconds = seconds.filter(|seconds| seconds.is_finite()).ok_or_else(|| D::Error::custom("a date is expected"))?;
        #[expect(clippy::cast_possible_truncation, reason = "a date that is too large becomes the last one")]
        Ok(Self((seconds * 1000.0).round() as i64))
    }
}

/// A date of ISO 8601; without a zone it is UTC.
fn date(text: &str) -> Option<i64> {
    let parse = |text: &str| OffsetDateTime::parse(text, &Rfc3339).ok();
    let date = parse(text).or_else(|| parse(&format!("{text}Z"))).or_else(|| parse(&format!("{text}T00:00:00Z")))?;
    i64::try_from(date.unix_timestamp_nanos() / 1_000_000).ok()
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let number = match Value::deserialize(input)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        number.map(Self).ok_or_else(|| D::Error::custom("a whole number is expected"))
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        match Value::deserialize(input)? {
            Value::Bool(flag) => Ok(Self(flag)),
            Value::String(text) if text == "true" => Ok(Self(true)),
            Value::String(text) if text == "false" => Ok(Self(false)),
            _ => Err(D::Error::custom("true or false is expected")),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_value, json};

    use super::*;

    #[test]
    fn dates_numbers_and_flags_are_read_in_each_protocols_form() {
        let moment = |value: Value| from_value::<Moment>(value).ok();
        assert_eq!(moment(json!(1_700_000_000)), Some(Moment(1_700_000_000_000)));
        assert_eq!(moment(json!(1_700_000_000.25)), Some(Moment(1_700_000_000_250)));
        for text in ["2023-11-14T22:13:20Z", "2023-11-14T22:13:20", "2023-11-14T23:13:20+01:00", "1700000000"] {
            assert_eq!(moment(json!(text)), Some(Moment(1_700_000_000_000)), "{text}");
        }
        assert_eq!(moment(json!("2023-11-14")), Some(Moment(1_699_920_000_000)));
        for wrong in [json!("yesterday"), json!(true), json!("inf")] {
            assert_eq!(moment(wrong.clone()), None, "{wrong}");
        }
        assert_eq!(
            (from_value::<Whole>(json!("60")).ok(), from_value::<Whole>(json!(60)).ok()),
            (Some(Whole(60)), Some(Whole(60)))
        );
        assert!(from_value::<Whole>(json!(60.5)).is_err());
        assert_eq!(from_value::<Flag>(json!("false")).ok(), Some(Flag(false)));
    }

    #[test]
    fn a_unit_is_one_of_cloudwatch() {
        assert_eq!((has_unit(None), has_unit(Some("None")), has_unit(Some("Percent"))), (Ok(true), Ok(true), Ok(false)));
        assert_eq!(has_unit(Some("Miles")).map_err(|error| error.code), Err("InvalidParameterValue"));
    }
}
