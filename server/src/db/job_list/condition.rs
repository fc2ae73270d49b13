//! One filter as a condition. Values are bound, never written into the text.

use domain::{
    Timestamp,
    job_query::{Filter, Kind, Operator, Property, Value, natural_key},
};
use sqlx::{QueryBuilder, Sqlite};

use crate::db::pattern;

/// Adds the condition. A filter whose parts do not fit holds for nothing.
pub(super) fn push(sql: &mut QueryBuilder<Sqlite>, filter: &Filter) {
    match (filter.read(), &filter.property) {
        (Some(Value::Text(value)), Property::Tag(key)) => tag(sql, key, filter.operator, value),
        (Some(Value::Text(value)), Property::Hyperparameter(name)) => {
            hyperparameter(sql, name, filter.operator, |sql, operator| text(sql, "setting.value", operator, value));
        }
        (Some(Value::Number(value)), Property::Hyperparameter(name)) => {
            // Hyperparameters travel as text: `0.010` is 0.01, and what is no number is none.
            hyperparameter(sql, name, filter.operator, |sql, operator| {
                sql.push("setting.value GLOB '*[0-9]*' AND setting.value NOT GLOB '*[^0-9.eE+-]*' AND ");
                compare(sql, "CAST(setting.value AS REAL)", operator, value);
            });
        }
        (Some(Value::Text(value)), Property::Deleted) => deleted(sql, filter.operator, value),
        (Some(Value::Text(value)), property) if property.kind() == Kind::Choice => {
            choice(sql, text_column(property), filter.operator, value);
        }
        (Some(Value::Text(value)), Property::Name) if filter.operator == Operator::Equals => {
            // Names that differ in the case alone have one key, and the keys have an index.
            sql.push("job.name_key = ").push_bind(natural_key(value)).push(" AND ");
            text(sql, "job.name", Operator::Equals, value);
        }
        (Some(Value::Text(value)), property) => text(sql, text_column(property), filter.operator, value),
        (Some(Value::Number(value)), property) => number(sql, property, filter.operator, value),
        (Some(Value::Moment(first, after)), property) => moment(sql, property, filter.operator, first, after),
        (None, _) => {
            sql.push("0");
        }
    }
}

fn text_column(property: &Property) -> &'static str {
    match property {
        Property::Status => "job.status",
        Property::Algorithm => "job.algorithm",
        // A model that no known job made is called by its location.
        Property::Parent => "coalesce(job.parent_name, job.model_source)",
        Property::Instance => "job.instance_type",
        Property::Origin => "job.origin",
        _ => "job.name",
    }
}

/// A word that is stored as the program writes it.
fn choice(sql: &mut QueryBuilder<Sqlite>, column: &str, operator: Operator, value: &str) {
    sql.push(column).push(if operator == Operator::NotEquals { " <> " } else { " = " }).push_bind(value.to_owned());
}

/// Jobs without a value are not equal to any and contain nothing. `LIKE` and `NOCASE` regard the same letters as equal.
fn text(sql: &mut QueryBuilder<Sqlite>, column: &str, operator: Operator, value: &str) {
    match operator {
        Operator::NotEquals => sql.push(column).push(" IS NOT ").push_bind(value.to_owned()).push(" COLLATE NOCASE"),
        Operator::Contains => sql.push(column).push(" LIKE ").push_bind(pattern::contains(value)).push(r" ESCAPE '\'"),
        Operator::NotContains => {
            sql.push("coalesce(").push(column).push(", '') NOT LIKE ").push_bind(pattern::contains(value)).push(r" ESCAPE '\'")
        }
        Operator::StartsWith => sql.push(column).push(" LIKE ").push_bind(pattern::begins(value)).push(r" ESCAPE '\'"),
        _ => sql.push(column).push(" = ").push_bind(value.to_owned()).push(" COLLATE NOCASE"),
    };
}

/// The opposite of a tag's condition holds for jobs without the tag too.
fn tag(sql: &mut QueryBuilder<Sqlite>, key: &str, operator: Operator, value: &str) {
    let (negated, operator) = match operator {
        Operator::NotEquals => ("NOT ", Operator::Equals),
        Operator::NotContains => ("NOT ", Operator::Contains),
        other => ("", other),
    };
    sql.push("job.id ")
        .push(negated)
        .push("IN (SELECT tag.job FROM tag WHERE tag.key = ")
        .push_bind(key.to_owned())
        .push(" AND ");
    text(sql, "tag.value", operator, value);
    sql.push(")");
}

/// The opposite of being equal holds for jobs without the hyperparameter too.
fn hyperparameter(
    sql: &mut QueryBuilder<Sqlite>,
    name: &str,
    operator: Operator,
    condition: impl FnOnce(&mut QueryBuilder<Sqlite>, Operator),
) {
    let (negated, operator) = match operator {
        Operator::NotEquals => ("NOT ", Operator::Equals),
        other => ("", other),
    };
    sql.push(negated)
        .push("EXISTS (SELECT 1 FROM document, json_each(CASE WHEN json_valid(document.request) THEN document.request ELSE '{}' END, '$.HyperParameters') AS setting WHERE document.job = job.id AND setting.key = ")
        .push_bind(name.to_owned())
        .push(" AND ");
    condition(sql, operator);
    sql.push(")");
}

fn deleted(sql: &mut QueryBuilder<Sqlite>, operator: Operator, value: &str) {
    let is_deleted = (value == "yes") == (operator == Operator::Equals);
    sql.push(if is_deleted { "job.vanished_at IS NOT NULL" } else { "job.vanished_at IS NULL" });
}

fn number(sql: &mut QueryBuilder<Sqlite>, property: &Property, operator: Operator, value: f64) {
    let (column, value) = match property {
        // Stored in milliseconds.
        Property::Duration => ("job.duration", value * 1000.0),
        Property::Billable => ("job.billable_seconds", value),
        Property::Accuracy => ("job.validation_accuracy", value),
        _ => ("job.best_validation_accuracy", value),
    };
    compare(sql, column, operator, value);
}

fn compare(sql: &mut QueryBuilder<Sqlite>, column: &str, operator: Operator, value: f64) {
    let sign = match operator {
        Operator::NotEquals => " IS NOT ",
        Operator::More => " > ",
        Operator::AtLeast => " >= ",
        Operator::Less => " < ",
        Operator::AtMost => " <= ",
        _ => " = ",
    };
    sql.push(column).push(sign).push_bind(value);
}

/// A day that was typed is all of its milliseconds: after it means after its last one.
fn moment(sql: &mut QueryBuilder<Sqlite>, property: &Property, operator: Operator, first: Timestamp, after: Timestamp) {
    let (first, after) = (first.milliseconds(), after.milliseconds());
    let column = if *property == Property::Ended { "job.ended_at" } else { "job.created_at" };
    match operator {
        Operator::More => sql.push(column).push(" >= ").push_bind(after),
        Operator::AtLeast => sql.push(column).push(" >= ").push_bind(first),
        Operator::Less => sql.push(column).push(" < ").push_bind(first),
        Operator::AtMost => sql.push(column).push(" < ").push_bind(after),
        _ => sql
            .push("(")
            .push(column)
            .push(" >= ")
            .push_bind(first)
            .push(" AND ")
            .push(column)
            .push(" < ")
            .push_bind(after)
            .push(")"),
    };
}
