//! Which job made the model that another started from. The location tells; the answer is kept in the child's row.

use sqlx::SqliteConnection;

use super::Result;

/// Finds the parent of a job, and the children of its model.
///
/// The maker is the last job that wrote to the location before the child was created; a maker that seems younger, by
/// the clocks' difference or because the location was planned, is better than none.
pub(crate) async fn connect(connection: &mut SqliteConnection, id: i64) -> Result<()> {
    sqlx::query(
        "UPDATE training_job SET parent = coalesce(
             (SELECT maker.id FROM training_job AS maker
              WHERE maker.artifact = training_job.model_source AND maker.id <> training_job.id
                AND maker.created_at <= training_job.created_at
              ORDER BY maker.created_at DESC LIMIT 1),
             (SELECT maker.id FROM training_job AS maker
              WHERE maker.artifact = training_job.model_source AND maker.id <> training_job.id
              ORDER BY maker.created_at LIMIT 1))
         WHERE id = ?1 OR model_source = (SELECT artifact FROM training_job WHERE id = ?1)",
    )
    .bind(id)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "UPDATE training_job SET (parent_name, parent_key) =
             (SELECT maker.name, maker.name_key FROM training_job AS maker WHERE maker.id = training_job.parent)
         WHERE id = ?1 OR model_source = (SELECT artifact FROM training_job WHERE id = ?1)",
    )
    .bind(id)
    .execute(&mut *connection)
    .await?;
    Ok(())
}
