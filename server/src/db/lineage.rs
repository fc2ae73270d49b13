//! Ancestors and descendants of a job.

use sqlx::{FromRow, SqliteExecutor};

use super::{Result, jobs::JobRow};

/// A job of the family.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct RelativeRow {
    #[sqlx(flatten)]
    pub(crate) job: JobRow,
    /// Generations from the job that was asked about.
    pub(crate) generation: i32,
}

/// The job itself, all jobs above it and all below, by generation and creation: one recursive question.
///
/// `UNION` ends a circle, which a location that was written twice could close; `generations` bounds both directions.
pub(crate) async fn family(executor: impl SqliteExecutor<'_>, id: i64, generations: u32, limit: u32) -> Result<Vec<RelativeRow>> {
    Ok(sqlx::query_as(
        "WITH RECURSIVE
             above (id, generation) AS (
                 SELECT parent, -1 FROM training_job WHERE id = ?1 AND parent IS NOT NULL
                 UNION
                 SELECT job.parent, above.generation - 1 FROM above JOIN training_job AS job ON job.id = above.id
                 WHERE job.parent IS NOT NULL AND job.parent <> ?1 AND above.generation > -?2
             ),
             below (id, generation) AS (
                 SELECT ?1, 0
                 UNION
                 SELECT job.id, below.generation + 1 FROM below JOIN training_job AS job ON job.parent = below.id
                 WHERE job.id <> ?1 AND below.generation < ?2
                 LIMIT ?3
             ),
             family (id, generation) AS (SELECT * FROM above UNION ALL SELECT * FROM below)
         SELECT job.*, min(family.generation) AS generation FROM family JOIN training_job AS job ON job.id = family.id
         GROUP BY job.id ORDER BY generation, job.created_at, job.id LIMIT ?3",
    )
    .bind(id)
    .bind(generations)
    .bind(limit)
    .fetch_all(executor)
    .await?)
}
