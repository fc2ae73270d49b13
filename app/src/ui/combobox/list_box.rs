//! The list box that a combobox controls: which option is active, and what the keys do with it.
//!
//! The focus stays in the text, so the active option is only pointed at, by `aria-activedescendant`.
//! Source: ARIA Authoring Practices, "Editable Combobox With List Autocomplete".

use leptos::{ev::KeyboardEvent, prelude::*};

use crate::browser;

/// How many options *Page Up* and *Page Down* pass.
const PAGE: usize = 10;

/// What the arrow keys do at the ends of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdgeBehavior {
    /// The active option stays where it is.
    Stop,
    /// The first option follows the last.
    Wrap,
}

/// A step through the options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Forward(usize),
    Back(usize),
}

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Move(Step),
    Take,
    Close,
}

impl Key {
    /// Pages are for lists that stop at their ends.
    fn of(event: &KeyboardEvent, edges: EdgeBehavior) -> Option<Self> {
        Some(match event.key().as_str() {
            "ArrowDown" => Self::Move(Step::Forward(1)),
            "ArrowUp" => Self::Move(Step::Back(1)),
            "PageDown" if edges == EdgeBehavior::Stop => Self::Move(Step::Forward(PAGE)),
            "PageUp" if edges == EdgeBehavior::Stop => Self::Move(Step::Back(PAGE)),
            "Enter" => Self::Take,
            "Escape" => Self::Close,
            _ => return None,
        })
    }
}

/// The options of a combobox, by their places.
#[derive(Clone, Copy)]
pub struct ListBox {
    /// Element id.
    pub id: Signal<String>,
    /// What the element ids of the options begin with: `<prefix>-<place>`.
    pub option_prefix: Signal<String>,
    /// Whether it is shown.
    pub is_open: Signal<bool>,
    /// The place of the active option.
    pub active: RwSignal<Option<usize>>,
    /// How many options there are.
    pub count: Signal<usize>,
    /// What the arrow keys do at the ends of the list.
    pub edges: EdgeBehavior,
}

/// What a kind of combobox does with the keys.
#[derive(Clone, Copy)]
pub struct OnKey {
    /// Opens the list at an arrow key; true when the key is consumed.
    pub open: Callback<(), bool>,
    /// Closes the list.
    pub close: Callback<()>,
    /// Takes the option of this place.
    pub take: Callback<usize>,
    /// Called at *Enter* when no option is active or the list is closed; true when the key means something.
    pub enter: Callback<(), bool>,
    /// Whether *Escape* is left to what is around the combobox.
    pub keeps_escape: bool,
}

impl ListBox {
    /// Element id of an option; tracked.
    pub fn option_id(self, place: usize) -> String {
        self.option_prefix.with(|prefix| format!("{prefix}-{place}"))
    }

    /// Element id of the active option while the list is open; tracked.
    pub fn active_id(self) -> Option<String> {
        self.active.get().filter(|_| self.is_open.get()).map(|place| self.option_id(place))
    }

    /// Does what a key asks for.
    pub fn on_key(self, event: &KeyboardEvent, on: OnKey) {
        match Key::of(event, self.edges) {
            Some(Key::Move(step)) => {
                event.prevent_default();
                if !on.open.run(()) {
                    self.step(step);
                }
            }
            Some(Key::Take) => {
                let active = self.active.get_untracked().filter(|_| self.is_open.get_untracked());
                let is_used = match active {
                    Some(place) => {
                        on.take.run(place);
                        true
                    }
                    None => on.enter.run(()),
                };
                if is_used {
                    event.prevent_default();
                }
            }
            Some(Key::Close) if !on.keeps_escape => {
                if self.is_open.get_untracked() {
                    event.prevent_default();
                    event.stop_propagation();
                }
                on.close.run(());
            }
            _ => {}
        }
    }

    fn step(self, step: Step) {
        let count = self.count.get_untracked();
        if count > 0 {
            let place = moved(self.active.get_untracked(), step, count, self.edges);
            self.active.set(Some(place));
            browser::scroll_into_view(&untrack(|| self.option_id(place)));
        }
    }
}

/// The place after a step through `count` options, at least one.
fn moved(active: Option<usize>, step: Step, count: usize, edges: EdgeBehavior) -> usize {
    let last = count.saturating_sub(1);
    match (active, step, edges) {
        (None, Step::Forward(_), _) => 0,
        (None, Step::Back(_), _) => last,
        (Some(place), Step::Forward(by), EdgeBehavior::Stop) => place.saturating_add(by).min(last),
        (Some(place), Step::Back(by), EdgeBehavior::Stop) => place.saturating_sub(by).min(last),
        (Some(place), Step::Forward(by), EdgeBehavior::Wrap) => (place + by) % count,
        (Some(place), Step::Back(by), EdgeBehavior::Wrap) => (place + count - by % count) % count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_step_begins_at_an_end() {
        assert_eq!(moved(None, Step::Forward(PAGE), 3, EdgeBehavior::Stop), 0);
        assert_eq!(moved(None, Step::Back(1), 3, EdgeBehavior::Wrap), 2);
    }

    #[test]
    fn a_list_stops_at_its_ends_or_goes_round() {
        assert_eq!(moved(Some(2), Step::Forward(1), 3, EdgeBehavior::Stop), 2);
        assert_eq!(moved(Some(1), Step::Back(PAGE), 30, EdgeBehavior::Stop), 0);
        assert_eq!(moved(Some(1), Step::Forward(PAGE), 30, EdgeBehavior::Stop), 11);
        assert_eq!(moved(Some(2), Step::Forward(1), 3, EdgeBehavior::Wrap), 0);
        assert_eq!(moved(Some(0), Step::Back(1), 3, EdgeBehavior::Wrap), 2);
    }
}
