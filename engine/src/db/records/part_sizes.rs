//! The sizes of an object's parts, so that one part can be read again.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Runs that are stored. A limit of this engine: clients cut an object into parts of one size and a rest.
const MAX_RUNS: usize = 64;

/// The sizes of an object's parts, as runs of equal sizes: the number of parts and their bytes. Empty for an object that was
/// sent in one piece, or whose parts have too many sizes to store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct PartSizes(Vec<(u64, u64)>);

impl PartSizes {
    /// The sizes of parts in order.
    pub(crate) fn of(sizes: impl Iterator<Item = u64>) -> Self {
        let mut runs: Vec<(u64, u64)> = Vec::new();
        for size in sizes {
            if let Some((count, _)) = runs.last_mut().filter(|(_, of_run)| *of_run == size) {
                *count += 1;
                continue;
            }
            if runs.len() == MAX_RUNS {
                return Self::default();
            }
            runs.push((1, size));
        }
        Self(runs)
    }

    /// Whether the parts are unknown.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of parts.
    pub(crate) fn count(&self) -> u64 {
        self.0.iter().map(|(count, _)| count).sum()
    }

    /// The bytes of a part; the first has number 1. `None` when there is no such part.
    pub(crate) fn range(&self, number: u64) -> Option<Range<u64>> {
        let (mut before, mut start) = (number.checked_sub(1)?, 0);
        for (count, size) in &self.0 {
            if before < *count {
                let first = start + before * size;
                return Some(first..first + size);
            }
            before -= count;
            start += count * size;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_by_number() {
        let sizes = PartSizes::of([5, 5, 5, 2].into_iter());
        assert_eq!((sizes.count(), sizes.0.len()), (4, 2));
        assert_eq!((sizes.range(1), sizes.range(3), sizes.range(4)), (Some(0..5), Some(10..15), Some(15..17)));
        assert_eq!((sizes.range(0), sizes.range(5)), (None, None));
        assert!(PartSizes::of(0..100).is_empty(), "too uneven");
    }
}
