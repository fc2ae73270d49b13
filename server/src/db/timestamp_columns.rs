//! Moments in columns: a column holds milliseconds since 1970-01-01 UTC, a row has [`Timestamp`]s.
//!
//! A statement binds [`Timestamp::milliseconds`]. A row reads its columns by these types, since neither [`Timestamp`] nor the
//! traits of sqlx are ours: `#[sqlx(try_from = "TimestampColumn")]`, or the type itself in a tuple.

use domain::Timestamp;
use sqlx::Type;

/// A moment as a column has it.
#[derive(Debug, Clone, Copy, Type)]
#[sqlx(transparent)]
pub(crate) struct TimestampColumn(i64);

/// A moment, or `NULL`.
#[derive(Debug, Clone, Copy, Type)]
#[sqlx(transparent)]
pub(crate) struct NullableTimestampColumn(Option<i64>);

impl From<TimestampColumn> for Timestamp {
    fn from(column: TimestampColumn) -> Self {
        Self::from_milliseconds(column.0)
    }
}

impl From<NullableTimestampColumn> for Option<Timestamp> {
    fn from(column: NullableTimestampColumn) -> Self {
        column.0.map(Timestamp::from_milliseconds)
    }
}
