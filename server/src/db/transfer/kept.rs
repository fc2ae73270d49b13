//! What stands beside the jobs and would be missed: drafts, and what scans of archives found.

use futures::{StreamExt, TryStreamExt, stream::BoxStream};
use sqlx::{SqliteConnection, SqlitePool};

use crate::db::{Error, Result};

/// A kind of row that travels whole, as one JSON object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// A form that was begun.
    Draft,
    /// What is inside an archive.
    Report,
    /// How far the weights of two archives are apart.
    Distance,
}

impl Kept {
    /// All kinds.
    pub(crate) const ALL: [Self; 3] = [Self::Draft, Self::Report, Self::Distance];

    /// The word that a line begins with.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Report => "report",
            Self::Distance => "distance",
        }
    }

    /// All rows, one after the other.
    pub(crate) fn rows(self, pool: &SqlitePool) -> BoxStream<'_, Result<String>> {
        let sql = match self {
            Self::Draft => {
                "SELECT json_object('id', id, 'version', version, 'title', title, 'form', form, 'created_at', created_at,
                                    'changed_at', changed_at) FROM draft ORDER BY created_at, id"
            }
            Self::Report => {
                "SELECT json_object('uri', uri, 'etag', etag, 'form', form, 'report', report, 'at', at)
                 FROM artifact_report ORDER BY uri, etag"
            }
            Self::Distance => {
                "SELECT json_object('first_uri', first_uri, 'first_etag', first_etag, 'second_uri', second_uri,
                                    'second_etag', second_etag, 'form', form, 'distance', distance, 'at', at)
                 FROM weights_distance ORDER BY first_uri, first_etag, second_uri, second_etag"
            }
        };
        sqlx::query_scalar(sql).fetch(pool).map_err(Error::from).boxed()
    }

    /// Takes a row in. Of a draft that is there already the one that was changed last stays; findings never change.
    pub(crate) async fn take(self, connection: &mut SqliteConnection, json: &str) -> Result<()> {
        let sql = match self {
            Self::Draft => {
                "INSERT INTO draft (id, version, title, form, created_at, changed_at)
                 SELECT ?1 ->> '$.id', ?1 ->> '$.version', ?1 ->> '$.title', ?1 ->> '$.form', ?1 ->> '$.created_at',
                        ?1 ->> '$.changed_at'
                 WHERE true ON CONFLICT (id) DO UPDATE SET version = max(version, excluded.version) + 1,
                     title = excluded.title, form = excluded.form, changed_at = excluded.changed_at
                     WHERE excluded.changed_at > draft.changed_at"
            }
            Self::Report => {
                "INSERT OR IGNORE INTO artifact_report (uri, etag, form, report, at)
                 SELECT ?1 ->> '$.uri', ?1 ->> '$.etag', ?1 ->> '$.form', ?1 ->> '$.report', ?1 ->> '$.at'"
            }
            Self::Distance => {
                "INSERT OR IGNORE INTO weights_distance (first_uri, first_etag, second_uri, second_etag, form, distance, at)
                 SELECT ?1 ->> '$.first_uri', ?1 ->> '$.first_etag', ?1 ->> '$.second_uri', ?1 ->> '$.second_etag',
                        ?1 ->> '$.form', ?1 ->> '$.distance', ?1 ->> '$.at'"
            }
        };
        sqlx::query(sql).bind(json).execute(connection).await?;
        Ok(())
    }
}
