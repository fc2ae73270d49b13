//! What each control shows: its value and its message, each in a signal of its own.
//!
//! A keystroke changes one value and few messages among hundreds. One pass compares what every control shows with what it
//! should show and wakes only those that differ; a memo for each control would wake them all to find that nothing changed.

use std::collections::HashMap;

use console::job_form::draft::InputKey;
use domain::{Field, Violation, Violations};
use leptos::prelude::*;

use super::{
    Form,
    field_messages::{note_of, weightiest},
};
use crate::ui::Note;

/// What one control shows.
#[derive(Clone)]
pub struct Cell {
    /// What was typed.
    pub value: ArcRwSignal<String>,
    /// What is to be said about it.
    pub note: ArcRwSignal<Option<Note>>,
}

/// The controls on the page, with how many of each there are.
#[derive(Clone, Copy)]
pub(super) struct Cells(StoredValue<HashMap<(InputKey, bool), (Cell, usize)>>);

impl Cells {
    pub(super) fn new() -> Self {
        Self(StoredValue::new(HashMap::new()))
    }
}

impl Form {
    /// The cell of a control, until the component that asks for it is gone. With `always` its messages come at once,
    /// otherwise when the field was left.
    pub fn cell(self, slot: &InputKey, always: bool) -> Cell {
        let key = (slot.clone(), always);
        let held = self.cells.0.try_update_value(|cells| {
            cells.get_mut(&key).map(|(cell, count)| {
                *count += 1;
                cell.clone()
            })
        });
        let cell = held.flatten().unwrap_or_else(|| {
            let cell = self.new_cell(slot, always);
            self.cells.0.try_update_value(|cells| cells.insert(key.clone(), (cell.clone(), 1)));
            cell
        });
        let cells = self.cells.0;
        on_cleanup(move || {
            cells.try_update_value(|cells| {
                if let Some((_, count)) = cells.get_mut(&key) {
                    *count -= 1;
                    if *count == 0 {
                        cells.remove(&key);
                    }
                }
            });
        });
        cell
    }

    fn new_cell(self, slot: &InputKey, always: bool) -> Cell {
        let value = self.draft.with_untracked(|draft| slot.value(draft).to_owned());
        let note = untrack(|| {
            let field = self.shown.with(|draft| slot.field(draft));
            self.note(&field, always)
        });
        Cell { value: ArcRwSignal::new(value), note: ArcRwSignal::new(note) }
    }

    /// Keeps all cells as they should be.
    pub(super) fn keep_cells(self) {
        Effect::new(move |_| {
            self.draft.with(|draft| {
                self.cells.0.with_value(|cells| {
                    for ((slot, _), (cell, _)) in cells {
                        let value = slot.value(draft);
                        if cell.value.with_untracked(|shown| shown != value) {
                            cell.value.set(value.to_owned());
                        }
                    }
                });
            });
        });
        Effect::new(move |_| {
            self.violations.with(|violations| {
                let by_field = by_field(violations);
                self.cells.0.with_value(|cells| {
                    for ((slot, always), (cell, _)) in cells {
                        let note = self.note_among(&by_field, slot, *always);
                        if cell.note.with_untracked(|shown| *shown != note) {
                            cell.note.set(note);
                        }
                    }
                });
            });
        });
    }

    fn note_among(self, by_field: &HashMap<&Field, Vec<&Violation>>, slot: &InputKey, always: bool) -> Option<Note> {
        self.shown.with(|draft| {
            let owned;
            let field = match slot {
                InputKey::Field(field) => field,
                _ => {
                    owned = slot.field(draft);
                    &owned
                }
            };
            // Whether it speaks is asked first, so that leaving the field is heard even where nothing is wrong yet.
            let speaks = always || self.speaks(field);
            let found = by_field.get(field)?.iter().copied();
            weightiest(found, speaks).map(|violation| note_of(violation, draft))
        })
    }
}

fn by_field(violations: &Violations) -> HashMap<&Field, Vec<&Violation>> {
    let mut all: HashMap<&Field, Vec<&Violation>> = HashMap::new();
    for violation in &violations.0 {
        all.entry(&violation.field).or_default().push(violation);
    }
    all
}
