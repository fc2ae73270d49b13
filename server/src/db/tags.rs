//! Tags of jobs.

use std::collections::HashMap;

use sqlx::{QueryBuilder, Sqlite, SqliteConnection, SqliteExecutor};

use super::Result;

/// Key and value.
pub(crate) type Tag = (String, String);

/// Replaces all tags of a job.
pub(crate) async fn replace(connection: &mut SqliteConnection, job: i64, tags: &[Tag]) -> Result<()> {
    sqlx::query("DELETE FROM tag WHERE job = ?").bind(job).execute(&mut *connection).await?;
    for (key, value) in tags {
        sqlx::query(
            "INSERT INTO tag (job, key, value) VALUES (?, ?, ?) ON CONFLICT (job, key) DO UPDATE SET value = excluded.value",
        )
        .bind(job)
        .bind(key)
        .bind(value)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// The tags of several jobs, by key.
pub(crate) async fn of_all(executor: impl SqliteExecutor<'_>, jobs: &[i64]) -> Result<HashMap<i64, Vec<Tag>>> {
    let mut query: QueryBuilder<Sqlite> = QueryBuilder::new("SELECT job, key, value FROM tag WHERE job IN (");
    let mut list = query.separated(", ");
    for job in jobs {
        list.push_bind(job);
    }
    query.push(") ORDER BY job, key");
    let rows: Vec<(i64, String, String)> = query.build_query_as().fetch_all(executor).await?;
    let mut found: HashMap<i64, Vec<Tag>> = HashMap::new();
    for (job, key, value) in rows {
        found.entry(job).or_default().push((key, value));
    }
    Ok(found)
}

/// All keys, at most `limit`.
pub(crate) async fn keys(executor: impl SqliteExecutor<'_>, limit: u32) -> Result<Vec<String>> {
    // Jumps from key to key through the index instead of reading all tags.
    Ok(sqlx::query_scalar(
        "WITH RECURSIVE known (key) AS (
             SELECT min(key) FROM tag
             UNION ALL
             SELECT (SELECT min(tag.key) FROM tag WHERE tag.key > known.key) FROM known WHERE known.key IS NOT NULL
         )
         SELECT key FROM known WHERE key IS NOT NULL LIMIT ?",
    )
    .bind(limit)
    .fetch_all(executor)
    .await?)
}
