//! Objects in order of their keys. Each call is one seek in the primary key, independent of the bucket's size.

use sqlx::{QueryBuilder, Result, SqliteExecutor};

use super::objects::{COLUMNS, ObjectRow};

/// The begin of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Start {
    /// At this key or the next one after it.
    At(Vec<u8>),
    /// After this key.
    After(Vec<u8>),
}

/// At most `limit` objects in order, beginning at `start` and before `end` (exclusive; `None` is the end of the bucket).
pub(crate) async fn page(
    executor: impl SqliteExecutor<'_>,
    bucket: &str,
    start: &Start,
    end: Option<&[u8]>,
    limit: i64,
) -> Result<Vec<ObjectRow>> {
    let (comparison, key) = match start {
        Start::At(key) => (" AND key >= ", key),
        Start::After(key) => (" AND key > ", key),
    };
    let mut query = QueryBuilder::new("SELECT ");
    query.push(COLUMNS).push(" FROM object WHERE bucket = ").push_bind(bucket);
    query.push(comparison).push_bind(key);
    if let Some(end) = end {
        query.push(" AND key < ").push_bind(end);
    }
    query.push(" ORDER BY key LIMIT ").push_bind(limit);
    query.build_query_as().fetch_all(executor).await
}

/// The smallest byte string that is greater than everything starting with `prefix`; `None` when there is none.
pub(crate) fn end_of_prefix(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::end_of_prefix;

    #[test]
    fn the_end_of_a_prefix_is_the_next_sibling() {
        assert_eq!(end_of_prefix(b"a/"), Some(b"a0".to_vec()));
        assert_eq!(end_of_prefix(b"a\xff"), Some(b"b".to_vec()));
        assert_eq!(end_of_prefix(b"\xff\xff"), None);
        assert_eq!(end_of_prefix(b""), None);
    }
}
