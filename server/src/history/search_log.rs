//! Finding lines of a log, by words or by a regular expression.

use std::time::{Duration, Instant};

use console::{
    data::history::{LogMatches, LogQuery},
    error::AppError,
};
use domain::metric_expressions::LineExpression;

use super::History;
use crate::db::{jobs::JobRow, logs};

/// Lines that an expression is applied to at once.
const LINES: u32 = 2_000;
/// Bytes of matching lines in one answer; a line may have 256 KiB.
const MAX_BYTES: usize = 1 << 20;
/// How long one search with an expression may take. An ordinary one needs a second for a million lines.
const TIMEOUT: Duration = Duration::from_secs(10);

impl History {
    /// Lines from number `from` on that match.
    ///
    /// # Errors
    /// [`AppError::Refused`] when the text is no expression, or the expression takes longer than [`TIMEOUT`].
    pub(crate) async fn find_lines(&self, job: &JobRow, query: &LogQuery, from: u64, limit: u32) -> Result<LogMatches, AppError> {
        if query.is_expression {
            let expression = LineExpression::new(&query.text)
                .map_err(|reason| AppError::Refused(format!("This is no regular expression: {reason}.")))?;
            return self.find_by_expression(job, &expression, from, limit).await;
        }
        let reader = self.database.reader();
        let lines = logs::search(reader, job.id, &query.text, from, limit).await?;
        let next = match lines.last().map(|line| line.number + 1) {
            Some(next) if !logs::search(reader, job.id, &query.text, next, 1).await?.is_empty() => Some(next),
            _ => None,
        };
        let total = logs::count_matches(reader, job.id, &query.text, LogMatches::MAX_COUNTED_MATCHES).await?;
        Ok(LogMatches { lines, next, total })
    }

    async fn find_by_expression(
        &self,
        job: &JobRow,
        expression: &LineExpression,
        from: u64,
        limit: u32,
    ) -> Result<LogMatches, AppError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let (began, mut matches) = (Instant::now(), LogMatches::default());
        let (mut at, mut bytes) = (from, 0_usize);
        loop {
            let lines = logs::lines(self.database.reader(), job.id, at, LINES).await?;
            let Some(last) = lines.last() else { return Ok(matches) };
            at = last.number + 1;
            if began.elapsed() > TIMEOUT {
                return Err(AppError::Refused(
                    "The regular expression takes too long on this log. Search with a simpler one, or for plain text.".to_owned(),
                ));
            }
            let applied = expression.clone();
            let found = tokio::task::spawn_blocking(move || {
                lines.into_iter().filter(|line| applied.matches(&line.text)).collect::<Vec<_>>()
            });
            for line in found.await.map_err(|error| AppError::Internal(error.to_string()))? {
                matches.total += 1;
                bytes = bytes.saturating_add(line.text.len());
                let has_room = matches.lines.is_empty() || (matches.lines.len() < limit && bytes <= MAX_BYTES);
                if matches.next.is_none() && has_room {
                    matches.lines.push(line);
                } else {
                    matches.next.get_or_insert(line.number);
                }
                // Only the first answer of a search counts.
                if matches.total == LogMatches::MAX_COUNTED_MATCHES || (from > 0 && matches.next.is_some()) {
                    return Ok(matches);
                }
            }
        }
    }
}
