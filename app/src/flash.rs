//! Results of actions, shown above the page until they are dismissed.

use leptos::prelude::*;

/// What kind of result it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlashKind {
    /// It worked.
    Success,
    /// It is under way.
    Info,
    /// It did not work.
    Error,
}

/// One result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// Its kind.
    pub kind: FlashKind,
    /// What happened, as a sentence.
    pub text: String,
    /// Address and words of the link to what was made.
    pub link: Option<(String, String)>,
}

impl Flash {
    /// A result without a link.
    pub fn new(kind: FlashKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), link: None }
    }

    /// The same with a link to what was made.
    #[must_use]
    pub fn with_link(mut self, address: impl Into<String>, words: impl Into<String>) -> Self {
        self.link = Some((address.into(), words.into()));
        self
    }
}

/// The results on the page.
#[derive(Clone, Copy)]
pub struct Flashes {
    shown: RwSignal<Vec<(u32, Flash)>>,
    /// The number of the next one; no two have the same.
    next: StoredValue<u32>,
}

impl Flashes {
    fn new() -> Self {
        Self { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }

    /// Shows a result until somebody dismisses it.
    pub fn push(self, flash: Flash) {
        self.show(flash);
    }

    /// Shows a result; gives the number by which it is dismissed.
    pub fn show(self, flash: Flash) -> u32 {
        let number = self.next.get_value();
        self.next.set_value(number.wrapping_add(1));
        self.shown.update(|flashes| flashes.push((number, flash)));
        number
    }

    /// Takes a result away.
    pub fn dismiss(self, number: u32) {
        self.shown.update(|flashes| flashes.retain(|(own, _)| *own != number));
    }

    /// All results with their numbers, the oldest first; tracked.
    pub fn all(self) -> Vec<(u32, Flash)> {
        self.shown.get()
    }
}

/// Gives [`Flashes`] to all pages.
pub fn provide() {
    provide_context(Flashes::new());
}

/// The results on the page.
pub fn use_flashes() -> Flashes {
    use_context::<Flashes>().unwrap_or_else(Flashes::new)
}
