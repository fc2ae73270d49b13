//! Secondary statuses that a job went through.

use domain::description::Transition;
use sqlx::{SqliteConnection, SqliteExecutor};

use super::Result;

/// Replaces all transitions of a job.
pub(crate) async fn replace(connection: &mut SqliteConnection, job: i64, transitions: &[Transition]) -> Result<()> {
    sqlx::query("DELETE FROM transition WHERE job = ?").bind(job).execute(&mut *connection).await?;
    for (position, transition) in (0_i64..).zip(transitions) {
        sqlx::query("INSERT INTO transition (job, position, status, started_at, ended_at, message) VALUES (?, ?, ?, ?, ?, ?)")
            .bind(job)
            .bind(position)
            .bind(&transition.status)
            .bind(transition.started_at)
            .bind(transition.ended_at)
            .bind(&transition.message)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// All transitions of a job, oldest first.
pub(crate) async fn of(executor: impl SqliteExecutor<'_>, job: i64) -> Result<Vec<Transition>> {
    let rows: Vec<(String, i64, Option<i64>, Option<String>)> =
        sqlx::query_as("SELECT status, started_at, ended_at, message FROM transition WHERE job = ? ORDER BY position")
            .bind(job)
            .fetch_all(executor)
            .await?;
    let transition = |(status, started_at, ended_at, message)| Transition { status, started_at, ended_at, message };
    Ok(rows.into_iter().map(transition).collect())
}
