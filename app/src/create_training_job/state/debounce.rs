//! Debouncing: costly work waits until typing pauses.

use std::time::Duration;

use console::job_form::draft::Draft;
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

use super::FormState;

/// How long typing pauses before the server is asked, in milliseconds.
const REQUEST_DELAY: u64 = 400;
/// How long typing pauses before the whole form is drawn again, in milliseconds: longer than the gap between two
/// keystrokes of a quick typist, too short to be noticed.
const REDRAW_DELAY: u64 = 120;

/// A callback that acts on its last value once no other has come for a while; never after its component is gone.
pub fn debounced<T: Send + Sync + 'static>(act: impl Fn(T) + Clone + Send + Sync + 'static) -> Callback<T> {
    debounced_by(REQUEST_DELAY, act)
}

/// The same with a pause of `milliseconds`.
fn debounced_by<T: Send + Sync + 'static>(milliseconds: u64, act: impl Fn(T) + Clone + Send + Sync + 'static) -> Callback<T> {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let forget = move || {
        if let Some(timeout) = waiting.try_get_value().flatten() {
            timeout.clear();
        }
    };
    on_cleanup(forget);
    Callback::new(move |value| {
        forget();
        let act = act.clone();
        waiting.set_value(set_timeout_with_handle(move || act(value), Duration::from_millis(milliseconds)).ok());
    })
}

/// Tells what shows the whole form, and is costly to draw, when to draw it again.
#[derive(Clone, Copy)]
pub(super) struct Redraw {
    /// Tells it.
    trigger: Trigger,
    /// Whether something changed since it was told last.
    is_due: StoredValue<bool>,
}

impl Redraw {
    /// `is_due` is whether the form differs already from what was drawn.
    pub(super) fn new(is_due: bool) -> Self {
        Self { trigger: Trigger::new(), is_due: StoredValue::new(is_due) }
    }

    fn draw(self) {
        if self.is_due.get_value() {
            self.is_due.set_value(false);
            self.trigger.notify();
        }
    }
}

impl FormState {
    /// Reads the draft for what is costly to draw. It is read again when typing rests and when the step changes.
    pub fn with_debounced_draft<T>(self, read: impl FnOnce(&Draft) -> T) -> T {
        self.redraw.trigger.track();
        self.shown.with_untracked(read)
    }

    /// Says when to draw: at once after a change of step, otherwise when typing rests.
    pub(super) fn keep_redraw(self) {
        let redraw = self.redraw;
        let later = debounced_by(REDRAW_DELAY, move |()| redraw.draw());
        Effect::new(move |before: Option<()>| {
            self.shown.track();
            // The first run only begins to follow; it changes nothing.
            if before.is_some() {
                redraw.is_due.set_value(true);
            }
            if redraw.is_due.get_value() {
                later.run(());
            }
        });
        Effect::new(move |_| {
            self.step.track();
            redraw.draw();
        });
    }
}
