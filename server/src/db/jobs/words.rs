//! Words that rows of jobs hold, as types.

use domain::description::Actor;

/// How far the log of a job is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "lowercase")]
pub(crate) enum LogState {
    /// Nobody asked for the log of this old job: it stays at the service.
    Asleep,
    /// More may come.
    Open,
    /// All of it is here, or no more can be learnt.
    Complete,
}

/// Who made a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "lowercase")]
pub(crate) enum Origin {
    /// This console.
    Console,
    /// Another program; the job was found at the service.
    Elsewhere,
}

impl From<Origin> for Actor {
    fn from(origin: Origin) -> Self {
        match origin {
            Origin::Console => Self::Console,
            Origin::Elsewhere => Self::Elsewhere,
        }
    }
}

#[cfg(test)]
mod tests {
    use sqlx::{Sqlite, SqlitePool, encode::Encode};

    use super::*;

    /// What a value is in the database.
    async fn stored(value: impl for<'q> Encode<'q, Sqlite> + sqlx::Type<Sqlite> + Send + 'static) -> String {
        let pool = SqlitePool::connect("sqlite::memory:").await.expect("a database");
        sqlx::query_scalar("SELECT ?").bind(value).fetch_one(&pool).await.expect("a word")
    }

    #[tokio::test]
    async fn the_stored_words_stay() {
        for (state, word) in [(LogState::Asleep, "asleep"), (LogState::Open, "open"), (LogState::Complete, "complete")] {
            assert_eq!(stored(state).await, word);
        }
        for (origin, word) in [(Origin::Console, "console"), (Origin::Elsewhere, "elsewhere")] {
            assert_eq!((stored(origin).await.as_str(), Actor::from(origin).word()), (word, word));
        }
    }
}
