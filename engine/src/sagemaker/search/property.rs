//! Properties of a job by the names that `Search` gives them: `TrainingJobStatus`, `HyperParameters.epochs`,
//! `InputDataConfig.DataSource.S3DataSource.S3Uri`, `Metrics.validation:accuracy`, `Tags.team`.

use std::{borrow::Cow, cmp::Ordering};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::{PrimitiveDateTime, format_description::BorrowedFormatItem, macros::format_description};

/// The relation of a property to the value of a filter.
pub(super) type Comparison = Ordering;

/// Source: API page of `Filter`.
const DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");

/// Whether a property is in a job's history, which is stored apart from the job.
pub(super) fn is_history(name: &str) -> bool {
    ["Metrics", "FinalMetricDataList", "SecondaryStatusTransitions"].contains(&name.split('.').next().unwrap_or_default())
}

/// The values of a property; several when its path leads through lists.
pub(super) fn values<'a>(document: &'a Value, name: &str) -> Vec<&'a Value> {
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    match (first, rest) {
        ("Metrics", metric) => by_key(document, "FinalMetricDataList", "MetricName", metric),
        ("Tags", key) if !key.is_empty() => by_key(document, "Tags", "Key", key),
        // The rest is a key of the map, dots included.
        ("HyperParameters" | "Environment", key) if !key.is_empty() => {
            document.get(first).and_then(|map| map.get(key)).into_iter().collect()
        }
        _ => walk(document, name),
    }
}

/// The entries of a list.
pub(super) fn entries<'a>(document: &'a Value, name: &str) -> Vec<&'a Value> {
    walk(document, name)
}

/// Compares a property with the value of a filter: as times, as numbers, or as text. `None` when they cannot be compared.
pub(super) fn compare(value: &Value, asked: &str) -> Option<Comparison> {
    if let Some(number) = value.as_f64() {
        return number.partial_cmp(&time(asked)?);
    }
    let text = text(value);
    match (text.parse::<f64>(), asked.parse::<f64>()) {
        (Ok(number), Ok(asked)) => number.partial_cmp(&asked),
        _ => Some((*text).cmp(asked)),
    }
}

/// A time in seconds since 1970, or any other number. `None` for other texts.
pub(super) fn time(text: &str) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are exact")]
    let date =
        PrimitiveDateTime::parse(text.trim_end_matches('Z'), DATE).map(|date| date.assume_utc().unix_timestamp() as f64).ok();
    date.or_else(|| text.parse().ok())
}

/// A property as text.
pub(super) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}

/// The sort key of a job: missing values before numbers, numbers before texts.
#[derive(Debug, Clone, PartialEq, PartialOrd, Serialize, Deserialize)]
pub(super) enum SortKey {
    Missing,
    Number(f64),
    Text(String),
}

impl SortKey {
    /// The key of a job.
    pub(super) fn of(document: &Value, name: &str) -> Self {
        let Some(value) = values(document, name).into_iter().next() else { return Self::Missing };
        let number = value.as_f64().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
        match number.filter(|number: &f64| number.is_finite()) {
            Some(number) => Self::Number(number),
            None => Self::Text(text(value).into_owned()),
        }
    }
}

fn by_key<'a>(document: &'a Value, list: &str, key: &str, wanted: &str) -> Vec<&'a Value> {
    let entries = document.get(list).and_then(Value::as_array).into_iter().flatten();
    entries.filter(|entry| entry.get(key).is_some_and(|found| found == wanted)).filter_map(|entry| entry.get("Value")).collect()
}

fn walk<'a>(document: &'a Value, path: &str) -> Vec<&'a Value> {
    path.split('.')
        .fold(flat(document), |found, name| found.into_iter().filter_map(|value| value.get(name)).flat_map(flat).collect())
}

fn flat(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(entries) => entries.iter().collect(),
        Value::Null => Vec::new(),
        other => vec![other],
    }
}
