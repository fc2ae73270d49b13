//! The palette and the list of keys: whether they are open, and the dialogs themselves.
//!
//! The browser loads the code of the dialogs when the first of them is asked for (`routes::LazyOverlays`):
//!
//! ```text
//! asked for ── keys are kept ── code arrives ── dialogs are mounted ── the one that was asked for opens with what was typed
//! ```
//!
//! `Escape` before the code arrives takes the wish back. When the code does not arrive, a message says so and the next wish tries
//! again.

use leptos::prelude::*;

use super::{keys::KeysDialog, palette::Palette};

/// A dialog of all pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    /// The palette.
    Palette,
    /// The list of keys.
    Keys,
}

/// Whether the palette and the list of keys are open; given to all pages.
#[derive(Clone, Copy)]
pub struct Overlays {
    /// The palette.
    pub palette: RwSignal<bool>,
    /// The list of keys.
    pub keys: RwSignal<bool>,
    /// Whether the code of the dialogs is needed: one of them was asked for.
    pub is_needed: RwSignal<bool>,
    are_mounted: RwSignal<bool>,
    /// What was asked for before the dialogs were there.
    awaited: RwSignal<Option<Overlay>>,
    /// What was typed meanwhile.
    typed: RwSignal<String>,
}

impl Overlays {
    /// Both closed.
    pub fn new() -> Self {
        Self {
            palette: RwSignal::new(false),
            keys: RwSignal::new(false),
            is_needed: RwSignal::new(false),
            are_mounted: RwSignal::new(false),
            awaited: RwSignal::new(None),
            typed: RwSignal::new(String::new()),
        }
    }

    /// Opens a dialog, as soon as its code is there.
    pub fn open(self, overlay: Overlay) {
        if self.are_mounted.get_untracked() {
            self.signal(overlay).set(true);
        } else {
            self.awaited.set(Some(overlay));
            self.is_needed.set(true);
        }
    }

    /// Closes the palette if it is open or awaited, and opens it if not.
    pub fn toggle_palette(self) {
        if self.awaited.get_untracked().is_some() {
            self.forget();
        } else if self.palette.get_untracked() {
            self.palette.set(false);
        } else {
            self.open(Overlay::Palette);
        }
    }

    /// Keeps a key for the dialog that is awaited; `false` when none is.
    pub fn keep_key(self, key: &str) -> bool {
        if self.awaited.get_untracked().is_none() {
            return false;
        }
        match key {
            "Escape" => self.forget(),
            "Backspace" => self.typed.update(|typed| {
                typed.pop();
            }),
            _ if key.chars().count() == 1 => self.typed.update(|typed| typed.push_str(key)),
            _ => {}
        }
        true
    }

    /// What was typed before the palette was there; nothing the next time.
    pub fn take_typed(self) -> String {
        self.typed.try_update(std::mem::take).unwrap_or_default()
    }

    /// Awaits nothing any more: the code did not arrive. The next wish loads it again.
    pub fn give_up(self) {
        self.forget();
        self.is_needed.set(false);
    }

    fn forget(self) {
        self.awaited.set(None);
        self.typed.set(String::new());
    }

    fn become_mounted(self) {
        self.are_mounted.set(true);
        if let Some(overlay) = self.awaited.try_update(Option::take).flatten() {
            self.signal(overlay).set(true);
        }
    }

    fn signal(self, overlay: Overlay) -> RwSignal<bool> {
        match overlay {
            Overlay::Palette => self.palette,
            Overlay::Keys => self.keys,
        }
    }
}

impl Default for Overlays {
    fn default() -> Self {
        Self::new()
    }
}

/// The dialogs.
#[component]
pub fn OverlayDialogs() -> impl IntoView {
    let overlays = expect_context::<Overlays>();
    // Effects run when the dialogs are in the document.
    Effect::new(move |_| overlays.become_mounted());
    view! {
        <Palette />
        <KeysDialog />
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::{Overlay, Overlays};

    #[test]
    fn what_is_typed_before_the_palette_is_there_is_kept_for_it() {
        let owner = Owner::new();
        owner.with(|| {
            let overlays = Overlays::new();
            assert!(!overlays.keep_key("c"));
            overlays.open(Overlay::Palette);
            for key in ["d", "x", "Backspace", "i", "Shift", "g"] {
                assert!(overlays.keep_key(key));
            }
            assert!(overlays.is_needed.get_untracked() && !overlays.palette.get_untracked());

            overlays.become_mounted();
            assert!(overlays.palette.get_untracked() && !overlays.keys.get_untracked());
            assert_eq!(overlays.take_typed(), "dig");
            assert_eq!(overlays.take_typed(), "");
            assert!(!overlays.keep_key("c"));
        });
    }

    #[test]
    fn a_wish_that_is_taken_back_opens_nothing() {
        let owner = Owner::new();
        owner.with(|| {
            let overlays = Overlays::new();
            overlays.open(Overlay::Palette);
            assert!(overlays.keep_key("a") && overlays.keep_key("Escape"));
            overlays.become_mounted();
            assert!(!overlays.palette.get_untracked() && overlays.take_typed().is_empty());
            overlays.open(Overlay::Keys);
            assert!(overlays.keys.get_untracked());
        });
    }

    #[test]
    fn code_that_did_not_arrive_is_asked_for_again() {
        let owner = Owner::new();
        owner.with(|| {
            let overlays = Overlays::new();
            overlays.toggle_palette();
            overlays.give_up();
            assert!(!overlays.is_needed.get_untracked() && !overlays.keep_key("c"));
            overlays.toggle_palette();
            assert!(overlays.is_needed.get_untracked());
        });
    }
}
