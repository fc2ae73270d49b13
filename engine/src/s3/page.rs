//! One page of a listing: the keys in order. Keys that share a prefix up to the delimiter are one entry, a common prefix.
//!
//! After a common prefix the listing seeks to the first key behind it. So the cost of a page depends on its entries and not on
//! the size of the bucket.

use super::store::{Store, StoreError};
use crate::db::{
    listing::{self, Start, end_of_prefix},
    objects::ObjectRow,
};

/// The query of a listing.
pub(super) struct ListRequest<'a> {
    pub(super) bucket: &'a str,
    pub(super) prefix: &'a [u8],
    /// Empty for none.
    pub(super) delimiter: &'a [u8],
    /// The last key or common prefix of the page before.
    pub(super) after: Option<&'a [u8]>,
    /// Whether a key `after` inside a common prefix hides this prefix. In `ListObjects` it does, because clients continue there
    /// with the last key that they know; a `StartAfter` of `ListObjectsV2` does not.
    pub(super) skips_prefix_of_marker: bool,
    /// The largest number of entries.
    pub(super) limit: i32,
}

/// One page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) objects: Vec<ObjectRow>,
    pub(super) prefixes: Vec<Vec<u8>>,
    /// The last entry, when more follow.
    pub(super) next: Option<Vec<u8>>,
}

/// Reads one page.
pub(super) async fn page(store: &Store, request: &ListRequest<'_>) -> Result<Page, StoreError> {
    let mut page = Page::default();
    let limit = usize::try_from(request.limit).unwrap_or_default();
    if limit == 0 {
        return Ok(page);
    }
    let end = end_of_prefix(request.prefix);
    let mut last = Vec::new();
    let mut from = request.start();
    // The first batch has few rows; the batches grow as long as there is no common prefix.
    let mut batch = if request.delimiter.is_empty() { limit + 1 } else { 16 };
    while let Some(start) = from.take() {
        let asked = i64::try_from(batch).unwrap_or(i64::MAX);
        let rows = listing::page(store.reader(), request.bucket, &start, end.as_deref(), asked).await?;
        let is_last_batch = rows.len() < batch;
        batch = (batch * 4).min(limit + 1);
        for row in rows {
            let rolled_up = request.rolled_up(&row.key);
            if rolled_up.is_some_and(|prefix| prefix == last.as_slice()) {
                continue;
            }
            if page.objects.len() + page.prefixes.len() == limit {
                page.next = Some(last);
                return Ok(page);
            }
            match rolled_up {
                Some(prefix) => {
                    last = prefix.to_vec();
                    page.prefixes.push(last.clone());
                    from = end_of_prefix(prefix).map(Start::At);
                    batch = 16;
                }
                None => {
                    last.clone_from(&row.key);
                    from = Some(Start::After(row.key.clone()));
                    page.objects.push(row);
                }
            }
        }
        if is_last_batch {
            return Ok(page);
        }
    }
    Ok(page)
}

impl ListRequest<'_> {
    /// The begin of the page; `None` when nothing can follow.
    fn start(&self) -> Option<Start> {
        match self.after {
            Some(after) if after >= self.prefix => match self.rolled_up(after) {
                // The page before ended with this common prefix, so this page begins behind all of its keys.
                Some(prefix) if prefix == after || self.skips_prefix_of_marker => end_of_prefix(prefix).map(Start::At),
                _ => Some(Start::After(after.to_vec())),
            },
            _ => Some(Start::At(self.prefix.to_vec())),
        }
    }

    fn rolled_up<'k>(&self, key: &'k [u8]) -> Option<&'k [u8]> {
        rolled_up(self.prefix, self.delimiter, key)
    }
}

/// The common prefix of `key` and its siblings: the key up to the first delimiter after the prefix. `None` without a delimiter.
pub(super) fn rolled_up<'k>(prefix: &[u8], delimiter: &[u8], key: &'k [u8]) -> Option<&'k [u8]> {
    if delimiter.is_empty() {
        return None;
    }
    let rest = key.strip_prefix(prefix)?;
    let place = rest.windows(delimiter.len()).position(|window| window == delimiter)?;
    key.get(..prefix.len() + place + delimiter.len())
}
