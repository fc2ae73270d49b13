//! Objects in order of their keys. Each call is one seek in the primary key, whatever the bucket's size.

use sqlx::{Result, SqliteExecutor};

use super::objects::ObjectRow;

/// Where a listing goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum From {
    /// At this key or the next one after it.
    At(Vec<u8>),
    /// After this key.
    After(Vec<u8>),
}

/// At most `limit` objects in order, beginning at `from` and before `end` (exclusive; `None` is the end of the bucket).
pub(crate) async fn page(
    executor: impl SqliteExecutor<'_>,
    bucket: &str,
    from: &From,
    end: Option<&[u8]>,
    limit: i64,
) -> Result<Vec<ObjectRow>> {
    let (statement, key) = match (from, end.is_some()) {
        (From::At(key), true) => (AT_BEFORE, key),
        (From::At(key), false) => (AT, key),
        (From::After(key), true) => (AFTER_BEFORE, key),
        (From::After(key), false) => (AFTER, key),
    };
    let query = sqlx::query_as(statement).bind(bucket).bind(key);
    let query = match end {
        Some(end) => query.bind(end).bind(limit),
        None => query.bind(limit),
    };
    query.fetch_all(executor).await
}

const AT: &str = "SELECT key, size, etag, blob, modified_at, attributes, checksums FROM object
    WHERE bucket = ? AND key >= ? ORDER BY key LIMIT ?";
const AFTER: &str = "SELECT key, size, etag, blob, modified_at, attributes, checksums FROM object
    WHERE bucket = ? AND key > ? ORDER BY key LIMIT ?";
const AT_BEFORE: &str = "SELECT key, size, etag, blob, modified_at, attributes, checksums FROM object
    WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?";
const AFTER_BEFORE: &str = "SELECT key, size, etag, blob, modified_at, attributes, checksums FROM object
    WHERE bucket = ? AND key > ? AND key < ? ORDER BY key LIMIT ?";

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
