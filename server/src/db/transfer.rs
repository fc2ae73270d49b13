//! Records as JSON, for an export and its import.
//!
//! One object holds a job with everything but its log; log lines and events come in pieces of their own. The key of a
//! job is its name with its creation time: what is there already is completed and never replaced, so that an import may
//! be repeated.

mod kept;

use domain::{Timestamp, log_line::MAX_EPOCH};
pub(crate) use kept::Kept;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection, SqliteExecutor};

use super::{Result, jobs};

/// Log lines and events of one piece.
const PIECE: i64 = 1_000;
/// Characters of the log after which a piece ends: a line alone may have 256 KiB.
const PIECE_LENGTH: i64 = 1 << 20;

/// Columns of a job that travel. Numbers of rows do not: they differ from file to file.
const COLUMNS: [&str; 33] = [
    "name",
    "origin",
    "status",
    "secondary_status",
    "created_at",
    "ended_at",
    "training_seconds",
    "billable_seconds",
    "algorithm",
    "instance_type",
    "validation_accuracy",
    "best_validation_accuracy",
    "best_epoch",
    "change",
    "vanished_at",
    "superseded_at",
    "arn",
    "failure_reason",
    "model_source",
    "artifact",
    "artifact_size",
    "artifact_etag",
    "artifact_sha256",
    "artifact_looked_at",
    "artifact_replaced",
    "metrics_abandoned",
    "loaded_sha256",
    "channels_listed_at",
    "described_at",
    "log_state",
    "progress_epoch",
    "progress_batch",
    "progress_at",
];

/// Numbers of the next jobs after `after`.
pub(crate) async fn jobs_after(executor: impl SqliteExecutor<'_>, after: i64, limit: u32) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar("SELECT id FROM training_job WHERE id > ? ORDER BY id LIMIT ?")
        .bind(after)
        .bind(limit)
        .fetch_all(executor)
        .await?)
}

/// How many jobs belong to another account than this one, by their ARNs.
pub(crate) async fn jobs_of_others(executor: impl SqliteExecutor<'_>, account: &str) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM training_job WHERE arn NOT LIKE 'arn:%:sagemaker:%:' || ? || ':%'")
        .bind(account)
        .fetch_one(executor)
        .await?)
}

/// A job with its bodies, tags, transitions and measurements.
pub(crate) async fn job(executor: impl SqliteExecutor<'_>, id: i64) -> Result<String> {
    let mut sql: QueryBuilder<Sqlite> = QueryBuilder::new("SELECT json_object(");
    for column in COLUMNS {
        sql.push(format!("'{column}', job.{column}, "));
    }
    sql.push(
        "'document', (SELECT json_object('request', request, 'answer', answer, 'request_id', request_id, 'description', description)
                      FROM document WHERE document.job = job.id),
         'tags', (SELECT json_group_array(json_array(key, value)) FROM tag WHERE tag.job = job.id),
         'transitions', (SELECT json_group_array(json_array(position, status, started_at, ended_at, message))
                         FROM transition WHERE transition.job = job.id),
         'metrics', (SELECT json_group_array(json_array(metric.name, epoch, value, at))
                     FROM metric_point JOIN metric ON metric.id = metric_point.metric WHERE metric_point.job = job.id),
         'defined_metrics', (SELECT json_group_array(json_array(metric.name, step, value, at))
                             FROM defined_metric_point AS point JOIN metric ON metric.id = point.metric WHERE point.job = job.id),
         'defined_metrics_last', (SELECT json_group_array(json_array(metric.name, steps, value, at))
                                  FROM defined_metric AS last JOIN metric ON metric.id = last.metric WHERE last.job = job.id),
         'final_metrics', (SELECT json_group_array(json_array(metric.name, value, at))
                           FROM final_metric JOIN metric ON metric.id = final_metric.metric WHERE final_metric.job = job.id),
         'channels', (SELECT json_group_array(json_array(channel, location, extent, reason, objects, bytes, records, digest,
                                                         modified_at, listed_at, tags_are_md5))
                      FROM channel_data WHERE channel_data.job = job.id),
         'streams', (SELECT json_group_array(json_array(log_stream.name, token)) FROM log_stream WHERE log_stream.job = job.id))
         FROM training_job AS job WHERE job.id = ",
    );
    sql.push_bind(id);
    Ok(sql.build_query_scalar().fetch_one(executor).await?)
}

/// A piece of a job's log from line `from` on, as a JSON array of `[number, time, text]`, and the line after it.
pub(crate) async fn log_piece(executor: impl SqliteExecutor<'_>, id: i64, from: i64) -> Result<Option<(String, i64)>> {
    let (json, next): (String, Option<i64>) = sqlx::query_as(
        "SELECT json_group_array(json_array(number, at, text)), max(number) + 1
         FROM (SELECT *, sum(length(text)) OVER (ORDER BY number) - length(text) AS before
               FROM (SELECT * FROM log_line WHERE job = ? AND number >= ? ORDER BY number LIMIT ?))
         WHERE before < ?",
    )
    .bind(id)
    .bind(from)
    .bind(PIECE)
    .bind(PIECE_LENGTH)
    .fetch_one(executor)
    .await?;
    Ok(next.map(|next| (json, next)))
}

/// A piece of the events after number `after`, as a JSON array, and the last one's number.
pub(crate) async fn event_piece(executor: impl SqliteExecutor<'_>, after: i64) -> Result<Option<(String, i64)>> {
    let (json, last): (String, Option<i64>) = sqlx::query_as(
        "SELECT json_group_array(json_array(job, at, kind, actor, message, request_id)), max(id)
         FROM (SELECT * FROM event WHERE id > ? ORDER BY id LIMIT ?)",
    )
    .bind(after)
    .bind(PIECE)
    .fetch_one(executor)
    .await?;
    Ok(last.map(|last| (json, last)))
}

/// Takes a job in; gives whether it was new.
pub(crate) async fn take_job(connection: &mut SqliteConnection, json: &str) -> Result<bool> {
    let new = insert_job(connection, json).await?;
    let Some(id) = find_job(connection, json).await? else { return Ok(false) };
    // Measurements complete a job that is there already; everything else is as its own console saw it.
    for part in ["$.metrics", "$.defined_metrics_last", "$.final_metrics"] {
        sqlx::query(
            "INSERT INTO metric (name) SELECT DISTINCT value ->> 0 FROM json_each(?, ?) WHERE true ON CONFLICT (name) DO NOTHING",
        )
        .bind(json)
        .bind(part)
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query(
        "INSERT INTO metric_point (job, metric, epoch, value, at)
         SELECT ?, metric.id, item.value ->> 1, item.value ->> 2, item.value ->> 3
         FROM json_each(?, '$.metrics') AS item JOIN metric ON metric.name = item.value ->> 0
         WHERE item.value ->> 1 BETWEEN 0 AND ? ON CONFLICT (job, metric, epoch) DO NOTHING",
    )
    .bind(id)
    .bind(json)
    .bind(MAX_EPOCH)
    .execute(&mut *connection)
    .await?;
    if new {
        for statement in [
            "INSERT INTO document (job, request, answer, request_id, description)
             SELECT ?1, coalesce(?2 ->> '$.document.request', '{}'), ?2 ->> '$.document.answer', ?2 ->> '$.document.request_id',
                    ?2 ->> '$.document.description'",
            "INSERT OR IGNORE INTO tag (job, key, value) SELECT ?1, value ->> 0, value ->> 1 FROM json_each(?2, '$.tags')",
            "INSERT OR IGNORE INTO transition (job, position, status, started_at, ended_at, message)
             SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?2, '$.transitions')",
            "INSERT OR IGNORE INTO channel_data (job, channel, location, extent, reason, objects, bytes, records, digest,
                                                 modified_at, listed_at, tags_are_md5)
             SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
                    value ->> 8, value ->> 9, coalesce(value ->> 10, FALSE)
             FROM json_each(?2, '$.channels')",
            "INSERT OR IGNORE INTO defined_metric (job, metric, steps, value, at)
             SELECT ?1, metric.id, item.value ->> 1, item.value ->> 2, item.value ->> 3
             FROM json_each(?2, '$.defined_metrics_last') AS item JOIN metric ON metric.name = item.value ->> 0",
            "INSERT OR IGNORE INTO defined_metric_point (job, metric, step, value, at)
             SELECT ?1, metric.id, item.value ->> 1, item.value ->> 2, item.value ->> 3
             FROM json_each(?2, '$.defined_metrics') AS item JOIN metric ON metric.name = item.value ->> 0",
            "INSERT OR IGNORE INTO final_metric (job, metric, value, at)
             SELECT ?1, metric.id, item.value ->> 1, item.value ->> 2
             FROM json_each(?2, '$.final_metrics') AS item JOIN metric ON metric.name = item.value ->> 0",
            "INSERT OR IGNORE INTO log_stream (job, name, token) SELECT ?1, value ->> 0, value ->> 1 FROM json_each(?2, '$.streams')",
        ] {
            sqlx::query(statement).bind(id).bind(json).execute(&mut *connection).await?;
        }
        super::parents::connect(connection, id).await?;
    }
    Ok(new)
}

/// Adds the row. Of two jobs of one name the later one has it.
async fn insert_job(connection: &mut SqliteConnection, json: &str) -> Result<bool> {
    if find_job(connection, json).await?.is_some() {
        return Ok(false);
    }
    sqlx::query(
        "UPDATE training_job SET superseded_at = ?1 ->> '$.created_at', vanished_at = coalesce(vanished_at, ?1 ->> '$.created_at')
         WHERE name = ?1 ->> '$.name' AND superseded_at IS NULL AND created_at < ?1 ->> '$.created_at'
           AND ?1 ->> '$.superseded_at' IS NULL",
    )
    .bind(json)
    .execute(&mut *connection)
    .await?;
    let mut sql: QueryBuilder<Sqlite> = QueryBuilder::new("WITH given (json) AS (SELECT ");
    sql.push_bind(json.to_owned()).push(") INSERT INTO training_job (").push(COLUMNS.join(", ")).push(") SELECT ");
    for (place, column) in COLUMNS.into_iter().enumerate() {
        sql.push(if place > 0 { ", " } else { "" });
        match column {
            "superseded_at" => sql.push(
                "coalesce(json ->> '$.superseded_at', (SELECT min(later.created_at) FROM training_job AS later
                     WHERE later.name = json ->> '$.name' AND later.superseded_at IS NULL))",
            ),
            // Exports of before do not have it.
            "artifact_replaced" | "metrics_abandoned" => sql.push(format!("coalesce(json ->> '$.{column}', FALSE)")),
            column => sql.push(format!("json ->> '$.{column}'")),
        };
    }
    sql.push(" FROM given");
    sql.build().execute(&mut *connection).await?;
    jobs::fill_name_keys(connection).await?;
    Ok(true)
}

/// The number of the job that a JSON object describes.
async fn find_job(connection: &mut SqliteConnection, json: &str) -> Result<Option<i64>> {
    Ok(sqlx::query_scalar("SELECT id FROM training_job WHERE name = ?1 ->> '$.name' AND created_at = ?1 ->> '$.created_at'")
        .bind(json)
        .fetch_optional(connection)
        .await?)
}

/// Takes in a piece of the log of the job with this name and creation time.
pub(crate) async fn take_log(connection: &mut SqliteConnection, name: &str, created_at: Timestamp, lines: &str) -> Result<()> {
    sqlx::query(
        "INSERT INTO log_line (job, number, at, text)
         SELECT job.id, item.value ->> 0, item.value ->> 1, item.value ->> 2
         FROM training_job AS job JOIN json_each(?3) AS item WHERE job.name = ?1 AND job.created_at = ?2
         ON CONFLICT (job, number) DO NOTHING",
    )
    .bind(name)
    .bind(created_at.milliseconds())
    .bind(lines)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes in a piece of the events; those that are there already are passed over.
pub(crate) async fn take_events(connection: &mut SqliteConnection, events: &str) -> Result<()> {
    sqlx::query(
        "INSERT INTO event (job, at, kind, actor, message, request_id)
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(?1) AS item
         WHERE NOT EXISTS (SELECT 1 FROM event WHERE event.job = item.value ->> 0 AND event.at = item.value ->> 1
                           AND event.kind = item.value ->> 2 AND event.message = item.value ->> 4)",
    )
    .bind(events)
    .execute(connection)
    .await?;
    Ok(())
}
