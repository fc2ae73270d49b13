//! What the console saw or did, by the job's name.

use domain::{
    Timestamp,
    description::Actor,
    event::{EventKind, JobEvent},
};
use sqlx::SqliteExecutor;

use super::{Result, timestamp_columns::TimestampColumn};

/// An event that is about to be stored.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewEvent<'a> {
    pub(crate) job: &'a str,
    pub(crate) at: Timestamp,
    pub(crate) kind: EventKind,
    pub(crate) actor: Actor,
    pub(crate) message: &'a str,
    pub(crate) request_id: Option<&'a str>,
}

impl<'a> NewEvent<'a> {
    /// An event without a call.
    pub(crate) fn new(job: &'a str, at: Timestamp, kind: EventKind, actor: Actor, message: &'a str) -> Self {
        Self { job, at, kind, actor, message, request_id: None }
    }
}

/// Adds an event.
pub(crate) async fn insert(executor: impl SqliteExecutor<'_>, event: &NewEvent<'_>) -> Result<()> {
    sqlx::query("INSERT INTO event (job, at, kind, actor, message, request_id) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(event.job)
        .bind(event.at.milliseconds())
        .bind(event.kind.word())
        .bind(event.actor.word())
        .bind(event.message)
        .bind(event.request_id)
        .execute(executor)
        .await?;
    Ok(())
}

type Row = (i64, String, TimestampColumn, String, String, String, Option<String>);

/// From when to before when: a name may have belonged to several jobs, one after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
}

impl Span {
    /// All there ever was.
    pub(crate) const ALL: Self = Self { from: Timestamp::MIN, until: Timestamp::MAX };
}

/// Events of a name within a span, newest first, older than event `before`.
pub(crate) async fn of(
    executor: impl SqliteExecutor<'_>,
    job: &str,
    span: Span,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<JobEvent>> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, job, at, kind, actor, message, request_id FROM event
         WHERE job = ? AND id < ? AND at >= ? AND at < ? ORDER BY id DESC LIMIT ?",
    )
    .bind(job)
    .bind(before.unwrap_or(i64::MAX))
    .bind(span.from.milliseconds())
    .bind(span.until.milliseconds())
    .bind(limit)
    .fetch_all(executor)
    .await?;
    Ok(rows.into_iter().filter_map(event).collect())
}

/// Whether there is an event of this kind and actor since a time.
pub(crate) async fn is_there(
    executor: impl SqliteExecutor<'_>,
    job: &str,
    kind: EventKind,
    actor: Actor,
    since: Timestamp,
) -> Result<bool> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM event WHERE job = ? AND kind = ? AND actor = ? AND at >= ?)")
        .bind(job)
        .bind(kind.word())
        .bind(actor.word())
        .bind(since.milliseconds())
        .fetch_one(executor)
        .await?)
}

/// The jobs that relaunches within a span connect a name with: of which failed job it is one, and which jobs are ones of it.
pub(crate) async fn relaunches(
    executor: impl SqliteExecutor<'_>,
    job: &str,
    span: Span,
) -> Result<(Option<String>, Vec<String>)> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT kind, message FROM event WHERE job = ? AND kind IN (?, ?) AND at >= ? AND at < ? ORDER BY id")
            .bind(job)
            .bind(EventKind::Relaunched.word())
            .bind(EventKind::RelaunchOf.word())
            .bind(span.from.milliseconds())
            .bind(span.until.milliseconds())
            .fetch_all(executor)
            .await?;
    let (of, later): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(kind, _)| kind == EventKind::RelaunchOf.word());
    Ok((of.into_iter().map(|(_, job)| job).next(), later.into_iter().map(|(_, job)| job).collect()))
}

/// A kind of a newer version is left out.
fn event((id, job, at, kind, actor, message, request_id): Row) -> Option<JobEvent> {
    let actor = Actor::parse(&actor).unwrap_or(Actor::Service);
    Some(JobEvent { id, job, at: at.into(), kind: EventKind::parse(&kind)?, actor, message, request_id })
}
