//! Waiting until typing rests before something costly happens.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

use super::Form;

/// How long typing rests before the server is asked, in milliseconds.
const REQUEST_DELAY: u64 = 400;

/// A callback that acts on its last value once no other has come for a while; never after its component is gone.
pub fn debounced<T: Send + Sync + 'static>(act: impl Fn(T) + Clone + Send + Sync + 'static) -> Callback<T> {
    debounced_by(REQUEST_DELAY, act)
}

/// The same with a pause of `milliseconds`.
pub fn debounced_by<T: Send + Sync + 'static>(milliseconds: u64, act: impl Fn(T) + Clone + Send + Sync + 'static) -> Callback<T> {
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

/// How long typing rests before the whole form is drawn again, in milliseconds: longer than the gap between two
/// keystrokes of a quick typist, too short to be noticed.
const REDRAW_DELAY: u64 = 120;

impl Form {
    /// Keeps [`Form::settled`] as it should be: at once after a change of step, otherwise when typing rests.
    pub(super) fn keep_settled(self) {
        let settle = move || {
            let draft = self.shown.get_untracked();
            if self.settled.with_untracked(|settled| *settled != draft) {
                self.settled.set(draft);
            }
        };
        let later = debounced_by(REDRAW_DELAY, move |()| settle());
        Effect::new(move |_| {
            self.shown.track();
            later.run(());
        });
        Effect::new(move |_| {
            self.step.track();
            settle();
        });
    }
}
