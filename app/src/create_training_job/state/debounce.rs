//! Debouncing: costly work waits until typing pauses.
//!
//! `use_debounce_fn` keeps the timer and clears it with its owner. What it returns must be dropped on the thread that made it,
//! which a page on the server does not promise: there nobody types, so nothing is made.

use console::job_form::draft::Draft;
use leptos::prelude::*;
use leptos_use_fn_debounce_throttle::use_debounce_fn_with_arg;

use super::FormState;

/// How long typing pauses before the server is asked, in milliseconds.
const REQUEST_DELAY: u32 = 400;
/// How long typing pauses before the whole form is drawn again, in milliseconds: longer than the gap between two
/// keystrokes of a quick typist, too short to be noticed.
const REDRAW_DELAY: u32 = 120;

/// A callback that acts on its last value when no other has come for a while; never after its component is gone.
pub fn debounced<T: Clone + Send + Sync + 'static>(act: impl Fn(T) + Clone + 'static) -> Callback<T> {
    debounced_by(REQUEST_DELAY, act)
}

/// The same with a pause of `milliseconds`.
fn debounced_by<T: Clone + Send + Sync + 'static>(milliseconds: u32, act: impl Fn(T) + Clone + 'static) -> Callback<T> {
    if cfg!(feature = "ssr") {
        return Callback::new(|_| ());
    }
    let act = use_debounce_fn_with_arg(act, f64::from(milliseconds));
    Callback::new(move |value| {
        act(value);
    })
}

/// The signal by which costly views of the whole form are drawn again.
#[derive(Clone, Copy)]
pub(super) struct Redraw {
    /// Triggers the drawing.
    trigger: Trigger,
    /// Whether something changed since the last drawing.
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
    /// Reads the draft for a view that is costly to draw. It is read again when typing pauses and when the step changes.
    pub fn with_debounced_draft<T>(self, read: impl FnOnce(&Draft) -> T) -> T {
        self.redraw.trigger.track();
        self.shown.with_untracked(read)
    }

    /// Triggers the drawing: at once after a change of step, otherwise when typing pauses.
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
