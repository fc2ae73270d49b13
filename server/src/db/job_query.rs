//! Questions to the list of jobs, as SQL.
//!
//! The page is found by numbers first and its rows are read afterwards, so that rows that are skipped or sorted away
//! are never read in full.

mod condition;

use domain::job_query::{JobQuery, MOST_ROWS, Matches, Property, Sort};
use sqlx::{QueryBuilder, Result, Sqlite, SqliteExecutor};

use super::{jobs::JobRow, pattern};

/// One page of the rows that a question finds.
pub(crate) async fn page(executor: impl SqliteExecutor<'_>, query: &JobQuery) -> Result<Vec<JobRow>> {
    let order = order(query);
    let mut sql: QueryBuilder<Sqlite> = QueryBuilder::new("SELECT job.* FROM (SELECT job.id FROM training_job AS job");
    restrict(&mut sql, query);
    sql.push(order.as_str()).push(" LIMIT ").push_bind(query.rows.min(MOST_ROWS)).push(" OFFSET ").push_bind(query.offset());
    sql.push(") AS page CROSS JOIN training_job AS job ON job.id = page.id").push(order.as_str());
    sql.build_query_as().fetch_all(executor).await
}

/// How many rows a question finds.
pub(crate) async fn count(executor: impl SqliteExecutor<'_>, query: &JobQuery) -> Result<u32> {
    let mut sql: QueryBuilder<Sqlite> = QueryBuilder::new("SELECT count(*) FROM training_job AS job");
    restrict(&mut sql, query);
    sql.build_query_scalar().fetch_one(executor).await
}

/// Values of a property that begin with `start`; none where people type numbers or days.
pub(crate) async fn values(
    executor: impl SqliteExecutor<'_>,
    property: &Property,
    start: &str,
    limit: u32,
) -> Result<Vec<String>> {
    let column = match property {
        Property::Name => "name",
        Property::Algorithm => "algorithm",
        Property::Parent => "parent_name",
        Property::Instance => "instance_type",
        Property::Tag(key) => {
            return sqlx::query_scalar(
                r"SELECT DISTINCT value FROM tag WHERE key = ? AND value LIKE ? ESCAPE '\' ORDER BY value LIMIT ?",
            )
            .bind(key)
            .bind(pattern::begins(start))
            .bind(limit)
            .fetch_all(executor)
            .await;
        }
        _ => return Ok(Vec::new()),
    };
    let mut sql: QueryBuilder<Sqlite> = QueryBuilder::new("SELECT DISTINCT ");
    sql.push(column).push(" FROM training_job WHERE ").push(column).push(" LIKE ").push_bind(pattern::begins(start));
    sql.push(r" ESCAPE '\' ORDER BY ").push(column).push(" LIMIT ").push_bind(limit);
    sql.build_query_scalar().fetch_all(executor).await
}

/// `WHERE …`; nothing when everything is asked for.
fn restrict(sql: &mut QueryBuilder<Sqlite>, query: &JobQuery) {
    let words = pattern::words(&query.words);
    if query.filters.is_empty() && words.is_none() {
        return;
    }
    sql.push(" WHERE ");
    if let Some(words) = &words {
        sql.push("job.id IN (SELECT rowid FROM job_text WHERE job_text MATCH ").push_bind(words.clone()).push(")");
    }
    if query.filters.is_empty() {
        return;
    }
    sql.push(if words.is_some() { " AND (" } else { "(" });
    for (place, filter) in query.filters.iter().enumerate() {
        if place > 0 {
            sql.push(if query.matches == Matches::Any { " OR " } else { " AND " });
        }
        condition::push(sql, filter);
    }
    sql.push(")");
}

/// `ORDER BY …`; rows without a value come last in both directions, and the number makes the order complete.
fn order(query: &JobQuery) -> String {
    let column = match query.sort {
        Sort::Name => "job.name",
        Sort::Status => "job.status",
        Sort::Algorithm => "job.algorithm",
        Sort::Parent => "job.parent_name",
        Sort::Instance => "job.instance_type",
        Sort::Created => "job.created_at",
        Sort::Ended => "job.ended_at",
        Sort::Duration => "job.duration",
        Sort::Billable => "job.billable_seconds",
        Sort::Accuracy => "job.validation_accuracy",
        Sort::BestAccuracy => "job.best_validation_accuracy",
    };
    match query.descending {
        true => format!(" ORDER BY {column} DESC, job.id DESC"),
        false => format!(" ORDER BY {column} ASC NULLS LAST, job.id ASC"),
    }
}
