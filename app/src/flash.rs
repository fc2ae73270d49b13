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
pub struct Flashes(RwSignal<Vec<(u32, Flash)>>);

impl Flashes {
    /// Shows a result.
    pub fn push(self, flash: Flash) {
        self.0.update(|flashes| {
            let number = flashes.last().map_or(0, |(number, _)| number.wrapping_add(1));
            flashes.push((number, flash));
        });
    }

    /// Takes a result away.
    pub fn dismiss(self, number: u32) {
        self.0.update(|flashes| flashes.retain(|(own, _)| *own != number));
    }

    /// All results with their numbers, the oldest first; tracked.
    pub fn all(self) -> Vec<(u32, Flash)> {
        self.0.get()
    }
}

/// Gives [`Flashes`] to all pages.
pub fn provide() {
    provide_context(Flashes(RwSignal::new(Vec::new())));
}

/// The results on the page.
pub fn use_flashes() -> Flashes {
    use_context::<Flashes>().unwrap_or_else(|| Flashes(RwSignal::new(Vec::new())))
}
