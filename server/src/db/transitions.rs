//! Secondary statuses that a job went through.

use domain::{Timestamp, description::Transition};
use sqlx::{SqliteConnection, SqliteExecutor};

use super::{
    Result,
    timestamp_columns::{NullableTimestampColumn, TimestampColumn},
};

/// Replaces all transitions of a job.
pub(crate) async fn replace(connection: &mut SqliteConnection, job: i64, transitions: &[Transition]) -> Result<()> {
    sqlx::query("DELETE FROM transition WHERE job = ?").bind(job).execute(&mut *connection).await?;
    for (position, transition) in (0_i64..).zip(transitions) {
        sqlx::query("INSERT INTO transition (job, position, status, started_at, ended_at, message) VALUES (?, ?, ?, ?, ?, ?)")
            .bind(job)
            .bind(position)
            .bind(&transition.status)
            .bind(transition.started_at.milliseconds())
            .bind(transition.ended_at.map(Timestamp::milliseconds))
            .bind(&transition.message)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// All transitions of a job, oldest first.
pub(crate) async fn of(executor: impl SqliteExecutor<'_>, job: i64) -> Result<Vec<Transition>> {
    let rows: Vec<(String, TimestampColumn, NullableTimestampColumn, Option<String>)> =
        sqlx::query_as("SELECT status, started_at, ended_at, message FROM transition WHERE job = ? ORDER BY position")
            .bind(job)
            .fetch_all(executor)
            .await?;
    let transitions = rows.into_iter().map(|(status, started_at, ended_at, message)| Transition {
        status,
        started_at: started_at.into(),
        ended_at: ended_at.into(),
        message,
    });
    Ok(transitions.collect())
}
