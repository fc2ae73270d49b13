//! Keys that order jobs by their names, which the program alone can make.

use domain::job_query::natural_key;
use sqlx::{SqliteConnection, SqliteExecutor};

use crate::db::Result;

/// Whether rows are without a key.
pub(crate) async fn lack_name_keys(executor: impl SqliteExecutor<'_>) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM training_job WHERE name_key IS NULL)";
    Ok(sqlx::query_scalar(sql).fetch_one(executor).await?)
}

/// Fills in the keys of rows without one: those that an earlier version wrote, and those of an import.
pub(crate) async fn fill_name_keys(connection: &mut SqliteConnection) -> Result<()> {
    let rows: Vec<(i64, String, Option<String>)> =
        sqlx::query_as("SELECT id, name, parent_name FROM training_job WHERE name_key IS NULL")
            .fetch_all(&mut *connection)
            .await?;
    for (id, name, parent) in rows {
        sqlx::query("UPDATE training_job SET name_key = ?, parent_key = ? WHERE id = ?")
            .bind(natural_key(&name))
            .bind(parent.as_deref().map(natural_key))
            .bind(id)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
