//! The family as it is drawn: which boxes there are, and which one an arrow key leads to.

use std::collections::BTreeSet;

use console::job::lineage_layout::{COLUMN, Content, Place, ROW, places};
use domain::{
    description::TrainingJobSummary,
    lineage::{Lineage, Relative},
};
use leptos::prelude::*;

use crate::browser;

/// Size of a box in pixels.
pub const BOX: (u32, u32) = (196, 60);

/// The family, and where each of its jobs stands.
#[derive(Clone, Copy)]
pub struct Family {
    relatives: StoredValue<Vec<Relative>>,
    /// The records of the jobs whose models led to the page's job, itself included.
    line: StoredValue<BTreeSet<i64>>,
    /// The record of the page's job.
    pub own: Option<i64>,
    /// The records of the jobs all of whose children are shown.
    pub unfolded: RwSignal<BTreeSet<i64>>,
    /// What is drawn.
    pub drawn: Memo<Vec<Place>>,
}

impl Family {
    /// Only the first children of a job are shown at first.
    pub fn new(lineage: Lineage) -> Self {
        let line: BTreeSet<i64> = lineage.line.iter().map(|generation| generation.job.record).collect();
        let own = lineage.relatives.iter().find(|relative| relative.generation == 0).map(|own| own.job.record);
        let (relatives, line) = (StoredValue::new(lineage.relatives), StoredValue::new(line));
        let unfolded = RwSignal::new(BTreeSet::new());
        let drawn = Memo::new(move |_| {
            relatives.with_value(|relatives| line.with_value(|line| unfolded.with(|unfolded| places(relatives, line, unfolded))))
        });
        Self { relatives, line, own, unfolded, drawn }
    }

    /// Width and height of the drawing in pixels; tracked.
    pub fn size(self) -> (u32, u32) {
        self.drawn.with(|drawn| {
            let columns = drawn.iter().map(|place| place.column).max().unwrap_or_default() + 1;
            let rows = drawn.iter().map(|place| place.row).max().unwrap_or_default() + 1;
            (columns * COLUMN - (COLUMN - BOX.0), rows * ROW - (ROW - BOX.1))
        })
    }

    /// The job of a place.
    pub fn job(self, index: usize) -> Option<TrainingJobSummary> {
        self.relatives.with_value(|relatives| relatives.get(index).map(|relative| relative.job.clone()))
    }

    /// Whether a place belongs to the line that leads to the page's job.
    pub fn is_of_line(self, place: &Place) -> bool {
        match place.content {
            Content::Job(index) => self.relatives.with_value(|relatives| {
                relatives.get(index).is_some_and(|relative| self.line.with_value(|line| line.contains(&relative.job.record)))
            }),
            Content::More { .. } => false,
        }
    }

    /// Moves the focus with the arrow keys.
    pub fn on_key(self, event: &web_sys::KeyboardEvent) {
        let focused = browser::focused_id();
        let target = self.drawn.with_untracked(|drawn| {
            self.relatives.with_value(|relatives| neighbour(drawn, relatives, focused.as_deref()?, &event.key()))
        });
        if let Some(target) = target {
            event.prevent_default();
            browser::focus(&target);
        }
    }
}

/// Element id of a job's box.
pub fn node_id(record: i64) -> String {
    format!("family-{record}")
}

/// Id of the box that an arrow key leads to from the one with the focus.
fn neighbour(drawn: &[Place], relatives: &[Relative], focused: &str, key: &str) -> Option<String> {
    let id = |place: &Place| match place.content {
        Content::Job(index) => relatives.get(index).map(|relative| node_id(relative.job.record)),
        Content::More { parent, .. } => Some(format!("more-{parent}")),
    };
    let at = drawn.iter().position(|place| id(place).as_deref() == Some(focused))?;
    let here = drawn.get(at)?;
    let beside = |other: &&Place| other.column == here.column;
    let target = match key {
        "ArrowLeft" => drawn.get(here.parent?),
        "ArrowRight" => drawn.iter().find(|place| place.parent == Some(at)),
        "ArrowDown" => drawn.iter().skip(at + 1).find(beside),
        "ArrowUp" => drawn.iter().take(at).rev().find(beside),
        _ => None,
    }?;
    id(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrow_keys_follow_the_family() {
        let relative = |record, generation, parent| Relative {
            job: TrainingJobSummary { record, ..TrainingJobSummary::default() },
            generation,
            parent,
        };
        let family = [relative(1, 0, None), relative(2, 1, Some(1)), relative(3, 1, Some(1))];
        let drawn = places(&family, &BTreeSet::new(), &BTreeSet::new());
        let next = |from: &str, key: &str| neighbour(&drawn, &family, from, key);
        assert_eq!(next("family-1", "ArrowRight").as_deref(), Some("family-2"));
        assert_eq!(next("family-2", "ArrowDown").as_deref(), Some("family-3"));
        assert_eq!(next("family-3", "ArrowUp").as_deref(), Some("family-2"));
        assert_eq!(next("family-3", "ArrowLeft").as_deref(), Some("family-1"));
        assert_eq!(next("family-1", "ArrowLeft"), None);
    }
}
