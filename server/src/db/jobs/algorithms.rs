//! Names of algorithms, which the program alone knows.

use crate::db::Result;

/// Fills in the algorithms of rows that an earlier version wrote: their names are known to the program alone.
pub(crate) async fn name_algorithms(pool: &sqlx::SqlitePool) -> Result<()> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT id, request FROM training_job JOIN document ON document.job = training_job.id WHERE algorithm IS NULL",
    )
    .fetch_all(pool)
    .await?;
    for (id, request) in rows {
        let request: domain::TrainingJobRequest = serde_json::from_str(&request).unwrap_or_default();
        sqlx::query("UPDATE training_job SET algorithm = ? WHERE id = ?")
            .bind(algorithm(&request))
            .bind(id)
            .execute(pool)
            .await?;
    }
    Ok(())
}

/// The algorithm's name for people, or the image; empty when the request has none.
pub(crate) fn algorithm(request: &domain::TrainingJobRequest) -> &str {
    let image = request.training_image().unwrap_or_default();
    domain::algorithm::Algorithm::of_image(image).map_or(image, |algorithm| algorithm.display)
}
