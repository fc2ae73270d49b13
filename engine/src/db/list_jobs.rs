//! Lists of jobs: for `ListTrainingJobs`, and for `ListMetrics`.

use serde::{Deserialize, Serialize};
use sqlx::{QueryBuilder, Result, Sqlite, SqliteExecutor};

use super::jobs::JobRow;

/// The order of jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Name,
    CreationTime,
    Status,
}

impl Order {
    fn column(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::CreationTime => "created_at",
            Self::Status => "status",
        }
    }
}

/// The place of a job in an order: the next page begins after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Position {
    pub(crate) name: String,
    pub(crate) created_at: i64,
    pub(crate) status: String,
    pub(crate) sequence: i64,
}

impl Position {
    /// The place of `job` in any order.
    pub(crate) fn of(job: &JobRow) -> Self {
        Self { name: job.name.clone(), created_at: job.created_at, status: job.status.clone(), sequence: job.sequence }
    }
}

/// The filter and the order of a list. Times are milliseconds, exclusive.
#[derive(Debug, Clone)]
pub(crate) struct Selection {
    pub(crate) order: Order,
    pub(crate) descending: bool,
    pub(crate) name_contains: Option<String>,
    pub(crate) created_after: Option<i64>,
    pub(crate) created_before: Option<i64>,
    pub(crate) modified_after: Option<i64>,
    pub(crate) modified_before: Option<i64>,
    pub(crate) after: Option<Position>,
    pub(crate) limit: i64,
}

/// A page of jobs.
pub(crate) async fn page(executor: impl SqliteExecutor<'_>, selection: &Selection) -> Result<Vec<JobRow>> {
    let mut query = QueryBuilder::new("SELECT * FROM job WHERE 1 = 1");
    if let Some(text) = &selection.name_contains {
        query.push(" AND instr(name, ").push_bind(text).push(") > 0");
    }
    for (condition, time) in [
        (" AND created_at > ", selection.created_after),
        (" AND created_at < ", selection.created_before),
        (" AND modified_at > ", selection.modified_after),
        (" AND modified_at < ", selection.modified_before),
    ] {
        if let Some(time) = time {
            query.push(condition).push_bind(time);
        }
    }
    if let Some(position) = &selection.after {
        push_position(&mut query, selection, position);
    }
    let direction = if selection.descending { " DESC" } else { " ASC" };
    query.push(" ORDER BY ").push(selection.order.column()).push(direction);
    query.push(", sequence").push(direction);
    query.push(" LIMIT ").push_bind(selection.limit);
    query.build_query_as().fetch_all(executor).await
}

/// The jobs that have not ended or that changed since a time, by name, behind a name or from it on.
pub(crate) async fn active_since(
    executor: impl SqliteExecutor<'_>,
    (name, includes): (&str, bool),
    since: i64,
    limit: i64,
) -> Result<Vec<JobRow>> {
    let mut query = QueryBuilder::new("SELECT * FROM job WHERE name ");
    query.push(if includes { ">= " } else { "> " }).push_bind(name);
    query.push(" AND (status IN ('InProgress', 'Stopping') OR modified_at >= ").push_bind(since);
    query.push(") ORDER BY name LIMIT ").push_bind(limit);
    query.build_query_as().fetch_all(executor).await
}

fn push_position(query: &mut QueryBuilder<Sqlite>, selection: &Selection, position: &Position) {
    query.push(" AND (").push(selection.order.column()).push(", sequence) ");
    query.push(if selection.descending { "< (" } else { "> (" });
    match selection.order {
        Order::Name => query.push_bind(position.name.clone()),
        Order::CreationTime => query.push_bind(position.created_at),
        Order::Status => query.push_bind(position.status.clone()),
    };
    query.push(", ").push_bind(position.sequence).push(")");
}
