//! `GetMetricStatistics`: the data points of one metric.

use std::time::Instant;

use serde::Deserialize;

use super::{
    CloudWatch,
    data_points::{DataPoint, DataPoints, Order},
    input::{Dimension, Moment, UNIT, Whole, has_unit, list},
    invalid,
    metric::{MetricName, TIMEOUT, measure, too_slow},
    output::Output,
    period::Periods,
    required,
    statistic::Statistic,
};
use crate::json_protocol::WireError;

/// Data points of one reply. Source: API page of GetMetricStatistics.
const MAX_DATA_POINTS: i64 = 1440;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Input {
    namespace: Option<String>,
    metric_name: Option<String>,
    #[serde(deserialize_with = "list")]
    dimensions: Vec<Dimension>,
    start_time: Option<Moment>,
    end_time: Option<Moment>,
    period: Option<Whole>,
    #[serde(deserialize_with = "list")]
    statistics: Vec<String>,
    #[serde(deserialize_with = "list")]
    extended_statistics: Vec<String>,
    unit: Option<String>,
}

/// Answers a request. The data points are in the order of their times.
pub(super) async fn run(service: &CloudWatch, input: Input) -> Result<Output, WireError> {
    let metric = MetricName {
        namespace: required(input.namespace, "Namespace")?,
        name: required(input.metric_name, "MetricName")?,
        dimensions: input.dimensions,
    };
    let (start, end) = (required(input.start_time, "StartTime")?, required(input.end_time, "EndTime")?);
    let period = required(input.period, "Period")?;
    let names: Vec<(String, Statistic)> = statistics(input.statistics, input.extended_statistics)?;
    if start.0 >= end.0 {
        return Err(invalid("The parameter StartTime must be less than the parameter EndTime."));
    }
    let periods = Periods::of(start.0, end.0, period.0, service.account.now())?;
    let count = periods.count();
    if count > MAX_DATA_POINTS {
        return Err(WireError::new(
            "InvalidParameterCombination",
            format!(
                "You have requested up to {} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.",
                domain::grouped_digits::grouped_digits(count.unsigned_abs())
            ),
        ));
    }
    let mut points = Vec::new();
    if has_unit(input.unit.as_deref())? {
        let asked = names.iter().map(|(_, statistic)| *statistic).collect();
        let empty = DataPoints::new(periods, asked, Order::OldestFirst, usize::try_from(MAX_DATA_POINTS).unwrap_or_default());
        let measured = measure(service, &metric, empty, Instant::now() + TIMEOUT).await?;
        (points, _) = measured.ok_or_else(too_slow)?.finish();
    }
    let points = points.iter().map(|point| describe(point, &names)).collect();
    Ok(Output::Structure(vec![("Label", metric.name.into()), ("Datapoints", points)]))
}

/// The statistics that a request asks for, with their names.
fn statistics(basic: Vec<String>, extended: Vec<String>) -> Result<Vec<(String, Statistic)>, WireError> {
    let combination = |message: &str| WireError::new("InvalidParameterCombination", message);
    match (basic.is_empty(), extended.is_empty()) {
        (true, true) => return Err(combination("Must specify either Statistics or ExtendedStatistics")),
        (false, false) => return Err(combination("Must specify either Statistics or ExtendedStatistics, but not both")),
        _ => {}
    }
    let (names, parameter, parse): (_, _, fn(&str) -> Option<Statistic>) = match extended.is_empty() {
        true => (basic, "Statistics", Statistic::parse),
        false => (extended, "ExtendedStatistics", Statistic::parse_percentile),
    };
    let parsed = names.into_iter().map(|name| match parse(&name) {
        Some(statistic) => Ok((name, statistic)),
        None => Err(invalid(format!("The value {name} for parameter {parameter} is not supported."))),
    });
    parsed.collect()
}

fn describe(point: &DataPoint, names: &[(String, Statistic)]) -> Output {
    let mut members = vec![("Timestamp", Output::Time(point.time))];
    let mut percentiles = Vec::new();
    for ((name, statistic), value) in names.iter().zip(&point.statistics) {
        match (statistic, value) {
            (Statistic::Percentile(_), Some(value)) => percentiles.push((name.clone(), Output::Number(*value))),
            (_, Some(value)) => members.push((statistic.name(), Output::Number(*value))),
            (_, None) => {}
        }
    }
    members.push(("Unit", UNIT.into()));
    if !percentiles.is_empty() {
        members.push(("ExtendedStatistics", Output::Map(percentiles)));
    }
    Output::Structure(members)
}
