//! An upload in parts, as both ends understand it.

use serde::{Deserialize, Serialize};

/// Smallest part but the last, in bytes. Source: S3's limits for multipart uploads.
const MIN_PART_SIZE: u64 = 5 << 20;
/// What a part is unless the object is very large: small enough to be sent again after a cut.
const DEFAULT_PART_SIZE: u64 = 8 << 20;
/// Most parts of an upload. Source: S3's limits for multipart uploads.
const MAX_PARTS: u64 = 10_000;
/// Largest part in bytes that the console takes: it is held in memory on its way.
pub const MAX_PART_SIZE: u64 = 64 << 20;
/// Largest object that the console uploads, in bytes.
pub const MAX_OBJECT_SIZE: u64 = MAX_PART_SIZE * MAX_PARTS;

/// An upload in parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// The store's name of it.
    pub id: String,
    /// Bytes of each part but the last.
    pub part_size: u64,
    /// Numbers of the parts that the store has already.
    pub stored: Vec<i32>,
}

/// Bytes of each part of an object of this size.
pub fn part_size(size: u64) -> u64 {
    size.div_ceil(MAX_PARTS).max(DEFAULT_PART_SIZE).max(MIN_PART_SIZE).next_multiple_of(1 << 20)
}

/// How many parts an object of this size has; an empty one has one.
pub fn part_count(size: u64) -> u64 {
    size.div_ceil(part_size(size)).max(1)
}

/// Bytes of part `number` (from 1) of an object of this size.
pub fn size_of_part(size: u64, number: u64) -> u64 {
    let start = number.saturating_sub(1).saturating_mul(part_size(size));
    size.saturating_sub(start).min(part_size(size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_to_the_limits_of_the_store() {
        for size in [0, 1, DEFAULT_PART_SIZE, DEFAULT_PART_SIZE + 1, 1 << 30, 100 << 30, MAX_OBJECT_SIZE] {
            let count = part_count(size);
            assert!(count <= MAX_PARTS && part_size(size) <= MAX_PART_SIZE, "{size}");
            assert_eq!((1..=count).map(|number| size_of_part(size, number)).sum::<u64>(), size, "{size}");
        }
        assert_eq!((part_count(0), part_count(DEFAULT_PART_SIZE), part_count(DEFAULT_PART_SIZE + 1)), (1, 1, 2));
    }
}
