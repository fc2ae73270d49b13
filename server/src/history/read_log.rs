//! A job's log: new lines, and the numbers in them.

use domain::{
    Timestamp,
    description::MetricPoint,
    log_line::{self, Measurement},
};
use sqlx::SqliteConnection;

use super::{
    History,
    defined_metrics::{self, Expressions, Found},
    refresh::RefreshError,
};
use crate::db::{
    jobs::{self, JobRow, LogState},
    logs, metrics,
};

/// Reads of one stream in a row, so that a very long log does not keep the other jobs waiting.
const MAX_CONSECUTIVE_READS: u32 = 20;

impl History {
    /// Appends what is new in all streams of a job; gives whether anything was. `created_at` is when the service created it.
    ///
    /// `has_ended` is whether the job was final before the streams were read: then their present end is the end.
    pub(super) async fn read_log(&self, job: &JobRow, created_at: Timestamp, has_ended: bool) -> Result<bool, RefreshError> {
        let known = logs::streams(self.database.reader(), job.id).await?;
        let mut names: Vec<String> = known.iter().map(|(name, _)| name.clone()).collect();
        for name in self.aws.log_streams(&job.name, created_at).await? {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let epochs = self.request(job.id).await?.epochs();
        let mut expressions = None;
        let (mut changed, mut at_end) = (false, true);
        for name in names {
            let token = known.iter().find(|(known, _)| *known == name).and_then(|(_, token)| token.clone());
            let (found, ended) = self.read_stream(job, epochs, &mut expressions, &name, token).await?;
            changed |= found;
            at_end &= ended;
        }
        if has_ended && at_end {
            jobs::set_log_state(self.database.writer(), job.id, LogState::Complete).await?;
            changed = true;
        }
        Ok(changed)
    }

    /// Reads one stream on from a token; gives whether there were lines, and whether its end was reached. `epochs` is how
    /// many the job was asked for, where that is known. `expressions` are compiled when the first lines come, and emptied when they
    /// take too long.
    async fn read_stream(
        &self,
        job: &JobRow,
        epochs: Option<u32>,
        expressions: &mut Option<Expressions>,
        stream: &str,
        mut token: Option<String>,
    ) -> Result<(bool, bool), RefreshError> {
        let mut changed = false;
        for _ in 0..MAX_CONSECUTIVE_READS {
            let read = self.aws.log_events(stream, token.as_deref()).await?;
            let is_end = read.token == token || read.token.is_none();
            if !read.lines.is_empty() || !is_end {
                let compiled = match expressions.take() {
                    Some(compiled) => compiled,
                    None => self.expressions(job).await?,
                };
                let defined = defined_metrics::find(compiled.clone(), &read.lines).await;
                *expressions = Some(if defined == Found::TimedOut { Expressions::default() } else { compiled });
                let mut transaction = self.database.begin().await?;
                logs::append(&mut transaction, job.id, &read.lines).await?;
                measure(&mut transaction, job.id, epochs, &read.lines).await?;
                defined_metrics::store(&mut transaction, job.id, defined).await?;
                logs::set_stream(&mut transaction, job.id, stream, read.token.as_deref()).await?;
                transaction.commit().await?;
                changed |= !read.lines.is_empty();
            }
            if is_end {
                return Ok((changed, true));
            }
            token = read.token;
        }
        Ok((changed, false))
    }
}

/// Stores the numbers in new lines: values after epochs, and the newest sign of progress.
async fn measure(
    connection: &mut SqliteConnection,
    job: i64,
    epochs: Option<u32>,
    lines: &[(Timestamp, String)],
) -> crate::db::Result<()> {
    for (at, text) in lines {
        match log_line::parse(text, epochs) {
            Some(Measurement::Value { metric, epoch, value }) => {
                metrics::put(connection, job, &MetricPoint { metric, epoch, value, at: *at }).await?;
                if metric.ends_epoch() {
                    jobs::set_progress(&mut *connection, job, epoch.saturating_add(1), 0, *at).await?;
                }
            }
            Some(Measurement::Batch { epoch, batch }) => {
                jobs::set_progress(&mut *connection, job, epoch, batch, *at).await?;
            }
            None => {
                if let Some(digest) = log_line::loaded_archive(text) {
                    jobs::set_loaded(&mut *connection, job, digest).await?;
                }
            }
        }
    }
    Ok(())
}
