//! `GetMetricData`: the data points of several metrics, in pages.
//!
//! The metrics are read one after another, so that a page of data points is all that is held.

use std::{collections::HashSet, time::Instant};

use serde::{Deserialize, Serialize};

use super::{
    CloudWatch,
    data_points::{DataPoint, DataPoints, Order},
    input::{Dimension, Flag, Moment, Whole, has_unit, list},
    metric::{MetricName, TIMEOUT, measure, too_slow},
    output::Output,
    period::Periods,
    required,
    statistic::Statistic,
};
use crate::{json_protocol::WireError, page_token};

/// Queries of one request, and data points of one reply. Source: API page of GetMetricData.
const MAX_QUERIES: usize = 500;
const MAX_DATA_POINTS: i64 = 100_800;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Input {
    #[serde(deserialize_with = "list")]
    metric_data_queries: Vec<Query>,
    start_time: Option<Moment>,
    end_time: Option<Moment>,
    next_token: Option<String>,
    scan_by: Option<String>,
    max_datapoints: Option<Whole>,
    label_options: LabelOptions,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct LabelOptions {
    timezone: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Query {
    id: String,
    metric_stat: Option<MetricStat>,
    expression: Option<String>,
    label: Option<String>,
    return_data: Option<Flag>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct MetricStat {
    metric: Metric,
    period: Option<Whole>,
    stat: Option<String>,
    unit: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Metric {
    namespace: Option<String>,
    metric_name: Option<String>,
    #[serde(deserialize_with = "list")]
    dimensions: Vec<Dimension>,
}

/// A query that was checked.
struct Series {
    id: String,
    label: String,
    metric: MetricName,
    periods: Periods,
    statistic: Statistic,
    /// Whether the unit of the query is that of the metrics.
    has_unit: bool,
}

/// Where the next page begins: at a query, and behind a data point of it.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Position {
    query: usize,
    after: Option<i64>,
}

/// Answers a request.
pub(super) async fn run(service: &CloudWatch, input: Input) -> Result<Output, WireError> {
    let (start, end) = (required(input.start_time, "StartTime")?, required(input.end_time, "EndTime")?);
    if input.metric_data_queries.is_empty() {
        return Err(WireError::new("MissingParameter", "The parameter MetricDataQueries is required."));
    }
    if start.0 >= end.0 {
        return Err(refused("The parameter StartTime must be less than the parameter EndTime."));
    }
    let order = match input.scan_by.as_deref() {
        None | Some("TimestampDescending") => Order::NewestFirst,
        Some("TimestampAscending") => Order::OldestFirst,
        Some(other) => return Err(refused(format!("The value {other} for parameter ScanBy is invalid."))),
    };
    let limit = input.max_datapoints.map_or(MAX_DATA_POINTS, |limit| limit.0);
    if !(1..=MAX_DATA_POINTS).contains(&limit) {
        return Err(refused(format!("The parameter MaxDatapoints must be between 1 and {MAX_DATA_POINTS}.")));
    }
    check_timezone(input.label_options.timezone.as_deref())?;
    let begin = input.next_token.as_deref().map_or(Ok(Position::default()), position)?;
    let all = series(input.metric_data_queries, (start.0, end.0), service.account.now())?;
    page(service, &all, order, usize::try_from(limit).unwrap_or_default(), begin).await
}

/// Reads one metric after another until the page is full, or the time is over.
async fn page(service: &CloudWatch, all: &[Series], order: Order, mut room: usize, begin: Position) -> Result<Output, WireError> {
    let deadline = Instant::now() + TIMEOUT;
    let mut next = None;
    let mut results = Vec::new();
    for (number, series) in all.iter().enumerate() {
        if number < begin.query {
            results.push(describe(series, &[], true));
            continue;
        }
        if next.is_some() || room == 0 {
            next = next.or(Some(Position { query: number, after: None }));
            results.push(describe(series, &[], false));
            continue;
        }
        let mut periods = series.periods;
        if let Some(after) = begin.after.filter(|_| number == begin.query) {
            match order {
                Order::OldestFirst => periods.from = after.saturating_add(periods.length),
                Order::NewestFirst => periods.until = after,
            }
        }
        let empty = DataPoints::new(periods, vec![series.statistic], order, room);
        let measured = match series.has_unit {
            true => measure(service, &series.metric, empty, deadline).await?,
            false => Some(empty),
        };
        let Some(points) = measured else {
            if number == begin.query {
                return Err(too_slow());
            }
            next = Some(Position { query: number, after: None });
            results.push(describe(series, &[], false));
            continue;
        };
        let (points, has_more) = points.finish();
        room -= points.len();
        next = points.last().filter(|_| has_more).map(|last| Position { query: number, after: Some(last.time) });
        results.push(describe(series, &points, !has_more));
    }
    let mut members = vec![("MetricDataResults", Output::List(results)), ("Messages", Output::List(Vec::new()))];
    if let Some(next) = next {
        members.push(("NextToken", page_token::encode(&next)?.into()));
    }
    Ok(Output::Structure(members))
}

fn describe(series: &Series, points: &[DataPoint], is_complete: bool) -> Output {
    let points = points.iter().filter_map(|point| Some((point.time, point.statistics.first().copied().flatten()?)));
    let (times, values): (Vec<Output>, Vec<Output>) =
        points.map(|(time, value)| (Output::Time(time), Output::Number(value))).unzip();
    Output::Structure(vec![
        ("Id", series.id.as_str().into()),
        ("Label", series.label.as_str().into()),
        ("Timestamps", Output::List(times)),
        ("Values", Output::List(values)),
        ("StatusCode", if is_complete { "Complete" } else { "PartialData" }.into()),
    ])
}

/// The queries that return data.
fn series(queries: Vec<Query>, times: (i64, i64), now: i64) -> Result<Vec<Series>, WireError> {
    if queries.len() > MAX_QUERIES {
        return Err(refused(format!("The collection MetricDataQueries must not have a size greater than {MAX_QUERIES}.")));
    }
    let mut ids = HashSet::new();
    let mut all = Vec::new();
    for (number, query) in (1..).zip(queries) {
        let path = format!("MetricDataQueries.member.{number}");
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if !query.id.starts_with(|first: char| first.is_ascii_lowercase()) || !query.id.bytes().all(is_letter) {
            return Err(refused(format!(
                "The value {} for parameter {path}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.",
                query.id
            )));
        }
        if !ids.insert(query.id.clone()) {
            return Err(refused(format!("The values for parameter id in MetricDataQueries are not unique: {}.", query.id)));
        }
        let returns_data = query.return_data.is_none_or(|flag| flag.0);
        let series = check(query, &path, times, now)?;
        all.extend(Some(series).filter(|_| returns_data));
    }
    Ok(all)
}

fn check(query: Query, path: &str, times: (i64, i64), now: i64) -> Result<Series, WireError> {
    let stat = match (query.metric_stat, query.expression) {
        (Some(stat), None) => stat,
        (None, None) => return Err(refused(format!("The parameter {path}.MetricStat is required."))),
        (Some(_), Some(_)) => {
            let message = format!(
                "The parameters {path}.Expression and {path}.MetricStat are mutually exclusive and you have specified both."
            );
            return Err(refused(message));
        }
        (None, Some(expression)) => {
            return Err(refused(format!(
                "This engine has neither metric math nor Metrics Insights: the query {} has the expression \"{expression}\". Ask for the metrics, and compute with their values.",
                query.id
            )));
        }
    };
    let path = format!("{path}.MetricStat");
    let member =
        |value: Option<String>, name: &str| value.ok_or_else(|| refused(format!("The parameter {path}.{name} is required.")));
    let metric = MetricName {
        namespace: member(stat.metric.namespace, "Metric.Namespace")?,
        name: member(stat.metric.metric_name, "Metric.MetricName")?,
        dimensions: stat.metric.dimensions,
    };
    let name = member(stat.stat, "Stat")?;
    let statistic = Statistic::parse(&name).or_else(|| Statistic::parse_percentile(&name));
    let statistic = statistic.ok_or_else(|| refused(format!("The value {name} for parameter {path}.Stat is not supported.")))?;
    let period = stat.period.ok_or_else(|| refused(format!("The parameter {path}.Period is required.")))?;
    let periods = Periods::of(times.0, times.1, period.0, now).map_err(|error| refused(error.message))?;
    let has_unit = has_unit(stat.unit.as_deref()).map_err(|error| refused(error.message))?;
    let label = query.label.unwrap_or_else(|| metric.name.clone());
    Ok(Series { id: query.id, label, metric, periods, statistic, has_unit })
}

/// Checks a time zone, for example `+0130`. Labels of this engine hold no times that it could change.
fn check_timezone(zone: Option<&str>) -> Result<(), WireError> {
    let is_valid = |zone: &str| {
        let digits = zone.strip_prefix(['+', '-']).unwrap_or_default();
        digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    match zone {
        Some(zone) if !is_valid(zone) => {
            Err(refused(format!("The value {zone} for parameter LabelOptions.Timezone is invalid.")))
        }
        _ => Ok(()),
    }
}

fn position(token: &str) -> Result<Position, WireError> {
    page_token::decode(token).ok_or_else(|| WireError::new("InvalidNextToken", "The specified NextToken is invalid."))
}

fn refused(message: impl Into<String>) -> WireError {
    WireError::new("ValidationError", message)
}
