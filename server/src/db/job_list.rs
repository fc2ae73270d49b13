//! Questions to the list of jobs, as SQL.
//!
//! The page is found by numbers first and its rows are read afterwards, so that rows that are skipped or sorted away
//! are never read in full.

mod condition;
mod values;
mod words;

#[cfg(test)]
mod tests;

use domain::job_query::{JobQuery, MAX_ROWS, Matches, Sort};
use sqlx::{QueryBuilder, Sqlite, SqliteExecutor};

pub(crate) use self::values::values;
use self::words::Words;
use super::{Result, jobs::JobRow};

/// Rows that may be looked at one by one in the order that is asked for; with more it is faster to find all and sort them.
const MAX_WALKED: u64 = 5_000;
/// The same for words, where each look reads a text.
const MAX_SEARCHED: u64 = 1_000;

/// One page of the rows that a question finds. `total` is how many it finds, `all` how many there are: they decide
/// whether the rows are walked in order until the page is full, or found first and sorted.
pub(crate) async fn page(executor: impl SqliteExecutor<'_>, query: &JobQuery, total: u32, all: u32) -> Result<Vec<JobRow>> {
    if total == 0 {
        return Ok(Vec::new());
    }
    let reach = u64::from(query.offset()) + u64::from(query.rows);
    let looks = reach.saturating_mul(u64::from(all)) / u64::from(total);
    // Jobs with a word in the column that orders them stand together, and the walk may begin at the other end.
    let stand_together = !query.words.trim().is_empty() && matches!(query.sort, Sort::Name | Sort::Status | Sort::Algorithm);
    let within = |most: u64| looks <= if stand_together { reach.saturating_mul(2) } else { most };
    let is_walked = !query.is_filtered() || within(MAX_WALKED);
    let mut sql: QueryBuilder<Sqlite> = QueryBuilder::new("SELECT job.* FROM (SELECT job.id FROM training_job AS job");
    restrict(&mut sql, query, within(MAX_SEARCHED));
    sql.push(order(query, is_walked))
        .push(" LIMIT ")
        .push_bind(query.rows.min(MAX_ROWS))
        .push(" OFFSET ")
        .push_bind(query.offset());
    sql.push(") AS page CROSS JOIN training_job AS job ON job.id = page.id").push(order(query, true));
    Ok(sql.build_query_as().fetch_all(executor).await?)
}

/// How many rows a question finds.
pub(crate) async fn count(executor: impl SqliteExecutor<'_>, query: &JobQuery) -> Result<u32> {
    if let (Some(words), true) = (Words::of(&query.words), query.filters.is_empty()) {
        // Every job has one text.
        let mut sql = QueryBuilder::new("");
        words.push_select(&mut sql, "count(*)");
        return Ok(sql.build_query_scalar().fetch_one(executor).await?);
    }
    let mut sql: QueryBuilder<Sqlite> = QueryBuilder::new("SELECT count(*) FROM training_job AS job");
    restrict(&mut sql, query, false);
    Ok(sql.build_query_scalar().fetch_one(executor).await?)
}

/// `WHERE …`; nothing when everything is asked for. Words are searched row by row, or once for all rows.
fn restrict(sql: &mut QueryBuilder<Sqlite>, query: &JobQuery, row_by_row: bool) {
    let words = Words::of(&query.words);
    if query.filters.is_empty() && words.is_none() {
        return;
    }
    sql.push(" WHERE ");
    if let Some(words) = &words {
        if row_by_row {
            words.push_condition(sql);
        } else {
            sql.push("job.id IN (");
            words.push_select(sql, "job");
            sql.push(")");
        }
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

/// `ORDER BY …`; rows without a value come last in both directions, and the number makes the order complete. Few values are
/// shared by many jobs in three columns, whose indexes hold the time of creation next.
/// The plus sign keeps SQLite from walking the column's index.
fn order(query: &JobQuery, is_walked: bool) -> String {
    let column = match query.sort {
        Sort::Name => "job.name_key",
        Sort::Status => "job.status",
        Sort::Algorithm => "job.algorithm COLLATE NOCASE",
        Sort::Parent => "job.source_order",
        Sort::Instance => "job.instance_type COLLATE NOCASE",
        Sort::Created => "job.created_at",
        Sort::Ended => "job.ended_at",
        Sort::Duration => "job.duration",
        Sort::Billable => "job.billable_seconds",
        Sort::Accuracy => "job.validation_accuracy",
        Sort::BestAccuracy => "job.best_validation_accuracy",
        Sort::Change => "job.change",
    };
    let sign = if is_walked { "" } else { "+" };
    let is_shared = matches!(query.sort, Sort::Status | Sort::Algorithm | Sort::Instance);
    match query.descending {
        true => format!(" ORDER BY {sign}{column} DESC, {}job.id DESC", if is_shared { "job.created_at DESC, " } else { "" }),
        false => {
            format!(" ORDER BY {sign}{column} ASC NULLS LAST, {}job.id ASC", if is_shared { "job.created_at ASC, " } else { "" })
        }
    }
}
