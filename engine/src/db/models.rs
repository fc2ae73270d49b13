//! Models.

use serde::{Deserialize, Serialize};
use sqlx::{FromRow, QueryBuilder, Result, SqliteExecutor};

/// A row of `model`.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct ModelRow {
    pub(crate) sequence: i64,
    pub(crate) name: String,
    pub(crate) arn: String,
    /// The body of `CreateModel`.
    pub(crate) request: String,
    pub(crate) created_at: i64,
}

/// Adds a model; `false` when the name is taken.
pub(crate) async fn insert(executor: impl SqliteExecutor<'_>, name: &str, arn: &str, request: &str, now: i64) -> Result<bool> {
    let done =
        sqlx::query("INSERT INTO model (name, arn, request, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING")
            .bind(name)
            .bind(arn)
            .bind(request)
            .bind(now)
            .execute(executor)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// One model by name.
pub(crate) async fn find(executor: impl SqliteExecutor<'_>, name: &str) -> Result<Option<ModelRow>> {
    sqlx::query_as("SELECT sequence, name, arn, request, created_at FROM model WHERE name = ?")
        .bind(name)
        .fetch_optional(executor)
        .await
}

/// Deletes a model; `false` when there is none.
pub(crate) async fn delete(executor: impl SqliteExecutor<'_>, name: &str) -> Result<bool> {
    Ok(sqlx::query("DELETE FROM model WHERE name = ?").bind(name).execute(executor).await?.rows_affected() == 1)
}

/// The order of models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Name,
    CreationTime,
}

/// The place of a model in an order: the next page begins after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Position {
    pub(crate) name: String,
    pub(crate) created_at: i64,
    pub(crate) sequence: i64,
}

/// The filter and the order of a list. Times are milliseconds, exclusive.
#[derive(Debug, Clone)]
pub(crate) struct Selection {
    pub(crate) order: Order,
    pub(crate) descending: bool,
    pub(crate) name_contains: Option<String>,
    pub(crate) created_after: Option<i64>,
    pub(crate) created_before: Option<i64>,
    pub(crate) after: Option<Position>,
    pub(crate) limit: i64,
}

/// A page of models.
pub(crate) async fn page(executor: impl SqliteExecutor<'_>, selection: &Selection) -> Result<Vec<ModelRow>> {
    let mut query = QueryBuilder::new("SELECT sequence, name, arn, request, created_at FROM model WHERE 1 = 1");
    if let Some(text) = &selection.name_contains {
        query.push(" AND instr(name, ").push_bind(text).push(") > 0");
    }
    for (condition, time) in [(" AND created_at > ", selection.created_after), (" AND created_at < ", selection.created_before)] {
        if let Some(time) = time {
            query.push(condition).push_bind(time);
        }
    }
    let column = match selection.order {
        Order::Name => "name",
        Order::CreationTime => "created_at",
    };
    if let Some(position) = &selection.after {
        query.push(" AND (").push(column).push(", sequence) ");
        query.push(if selection.descending { "< (" } else { "> (" });
        match selection.order {
            Order::Name => query.push_bind(position.name.clone()),
            Order::CreationTime => query.push_bind(position.created_at),
        };
        query.push(", ").push_bind(position.sequence).push(")");
    }
    let direction = if selection.descending { " DESC" } else { " ASC" };
    query.push(" ORDER BY ").push(column).push(direction).push(", sequence").push(direction);
    query.push(" LIMIT ").push_bind(selection.limit);
    query.build_query_as().fetch_all(executor).await
}
