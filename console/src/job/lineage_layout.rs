//! Where the jobs of a family stand in its graph: generations from left to right, branches below each other.

use std::collections::{BTreeMap, BTreeSet};

use domain::lineage::Relative;

/// Width of a generation in pixels, the gap included.
pub const COLUMN: u32 = 232;
/// Height of a row in pixels, the gap included.
pub const ROW: u32 = 76;
/// Children that are shown at first; a job with more has a box that shows the rest.
pub const MAX_CHILDREN: usize = 8;

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// The relative with this index.
    Job(usize),
    /// So many further children of the job with this record.
    More {
        /// The parent's record.
        parent: i64,
        /// How many.
        count: usize,
    },
}

/// A box of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// What stands there.
    pub content: Content,
    /// Which column, from 0.
    pub column: u32,
    /// Which row, from 0.
    pub row: u32,
    /// Index of the box that it hangs on.
    pub parent: Option<usize>,
}

/// Puts a family into columns and rows. Parents stand before their children, so the order is also that of the Tab key.
/// Jobs in `line` are never folded away; `unfolded` are records of jobs of which all children are shown.
pub fn places(relatives: &[Relative], line: &BTreeSet<i64>, unfolded: &BTreeSet<i64>) -> Vec<Place> {
    let first = relatives.iter().map(|relative| relative.generation).min().unwrap_or_default();
    let known: BTreeSet<i64> = relatives.iter().map(|relative| relative.job.record).collect();
    let mut children: BTreeMap<Option<i64>, Vec<usize>> = BTreeMap::new();
    for (index, relative) in relatives.iter().enumerate() {
        let parent = relative.parent.filter(|parent| known.contains(parent) && *parent != relative.job.record);
        children.entry(parent).or_default().push(index);
    }
    let mut places = Vec::new();
    let mut row = 0;
    let mut seen = BTreeSet::new();
    // (what, the box it hangs on); a stack instead of recursion: a chain may be long.
    let roots = children.get(&None).cloned().unwrap_or_default();
    let mut waiting: Vec<(Content, Option<usize>, bool)> =
        roots.iter().rev().map(|index| (Content::Job(*index), None, Some(index) == roots.first())).collect();
    while let Some((content, parent, is_first)) = waiting.pop() {
        if !is_first {
            row += 1;
        }
        let column = match content {
            Content::Job(index) => relatives.get(index).map_or(0, |relative| relative.generation.abs_diff(first)),
            Content::More { .. } => {
                parent.and_then(|parent: usize| places.get(parent)).map_or(0, |place: &Place| place.column + 1)
            }
        };
        let own = places.len();
        places.push(Place { content, column, row, parent });
        let Content::Job(index) = content else { continue };
        let Some(record) = relatives.get(index).map(|relative| relative.job.record) else { continue };
        // A circle can only come from damaged data; it is drawn once.
        if !seen.insert(record) {
            continue;
        }
        let all = children.get(&Some(record)).cloned().unwrap_or_default();
        let is_of_line = |index: &usize| relatives.get(*index).is_some_and(|relative| line.contains(&relative.job.record));
        let mut shown = all.clone();
        if !unfolded.contains(&record) && all.len() > MAX_CHILDREN + 1 {
            let mut others = 0;
            shown.retain(|index| {
                others += usize::from(!is_of_line(index));
                is_of_line(index) || others <= MAX_CHILDREN
            });
        }
        let hidden = all.len() - shown.len();
        if hidden > 0 {
            waiting.push((Content::More { parent: record, count: hidden }, Some(own), false));
        }
        let firstborn = shown.first().copied();
        waiting.extend(shown.into_iter().rev().map(|index| (Content::Job(index), Some(own), Some(index) == firstborn)));
    }
    places
}

#[cfg(test)]
mod tests {
    use domain::description::TrainingJobSummary;

    use super::*;

    fn relative(record: i64, generation: i32, parent: Option<i64>) -> Relative {
        Relative { job: TrainingJobSummary { record, ..TrainingJobSummary::default() }, generation, parent }
    }

    fn drawn(relatives: &[Relative], unfolded: &[i64]) -> Vec<(u32, u32)> {
        let line = BTreeSet::from([1]);
        places(relatives, &line, &unfolded.iter().copied().collect()).iter().map(|place| (place.column, place.row)).collect()
    }

    #[test]
    fn a_chain_is_one_row_and_branches_hang_below() {
        let chain: Vec<Relative> =
            (0..50).map(|at| relative(i64::from(at), at - 20, (at > 0).then(|| i64::from(at) - 1))).collect();
        let places = drawn(&chain, &[]);
        assert_eq!(places.len(), 50);
        assert!((0..50).zip(&places).all(|(at, place)| *place == (at, 0)));
        let family = [relative(1, 0, None), relative(2, 1, Some(1)), relative(3, 1, Some(1)), relative(4, 2, Some(2))];
        assert_eq!(drawn(&family, &[]), [(0, 0), (1, 0), (2, 0), (1, 1)]);
    }

    #[test]
    fn many_children_are_folded_until_they_are_asked_for() {
        let mut family = vec![relative(1, 0, None)];
        family.extend((2..=500).map(|record| relative(record, 1, Some(1))));
        let folded = places(&family, &BTreeSet::from([1, 400]), &BTreeSet::new());
        // The job, eight children, the one of the line, and the box for the rest.
        assert_eq!(folded.len(), 11);
        assert!(folded.iter().any(|place| place.content == Content::More { parent: 1, count: 490 }));
        assert!(folded.iter().any(|place| place.content == Content::Job(399)));
        assert_eq!(drawn(&family, &[1]).len(), 500);
    }

    #[test]
    fn no_two_boxes_share_a_place() {
        let family: Vec<Relative> = (0..500)
            .map(|at: i64| {
                relative(
                    at,
                    if at == 0 { 0 } else { 1 + i32::from(at > 20) },
                    (at > 0).then(|| if at > 20 { 1 + at % 20 } else { 0 }),
                )
            })
            .collect();
        let unfolded: Vec<i64> = (0..500).collect();
        let places = drawn(&family, &unfolded);
        assert_eq!(places.len(), 500);
        assert_eq!(places.iter().collect::<BTreeSet<_>>().len(), 500);
    }
}
