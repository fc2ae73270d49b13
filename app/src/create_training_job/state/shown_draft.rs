//! The draft that derived views follow. It holds no copy once the page is live.
//!
//! The browser may find text that was typed into the server's page before the page became live. That text is in the form
//! from the beginning, so that no input is overwritten. What is derived from it may only be shown once the page is live:
//! until then the browser must render what the server rendered, which knew nothing of the text.

use console::job_form::draft::Draft;
use leptos::prelude::*;

/// A view of the form's draft.
#[derive(Clone, Copy)]
pub struct ShownDraft {
    draft: RwSignal<Draft>,
    /// What the server rendered, where that is another draft; gone once the page is live.
    rendered: RwSignal<Option<Draft>>,
}

impl ShownDraft {
    /// The form's draft and the view of it. `typed` is what the page had instead of `rendered`.
    pub fn new(rendered: Draft, typed: Option<Draft>) -> (RwSignal<Draft>, Self) {
        let (draft, rendered) = match typed {
            Some(typed) => (typed, Some(rendered)),
            None => (rendered, None),
        };
        let shown = Self { draft: RwSignal::new(draft), rendered: RwSignal::new(rendered) };
        if shown.rendered.with_untracked(Option::is_some) {
            Effect::new(move |_| shown.rendered.set(None));
        }
        (shown.draft, shown)
    }

    /// Reads the draft; tracked.
    pub fn with<T>(self, read: impl FnOnce(&Draft) -> T) -> T {
        match &*self.rendered.read() {
            Some(rendered) => read(rendered),
            None => self.draft.with(read),
        }
    }

    /// Reads the draft without following it.
    pub fn with_untracked<T>(self, read: impl FnOnce(&Draft) -> T) -> T {
        match &*self.rendered.read_untracked() {
            Some(rendered) => read(rendered),
            None => self.draft.with_untracked(read),
        }
    }

    /// Follows the draft without reading it.
    pub fn track(self) {
        self.rendered.track();
        self.draft.track();
    }
}
