//! A draft that follows the form at a distance.

use leptos::prelude::*;

use super::Form;
use crate::training_jobs::create::rest::rested_for;

/// How long typing rests before the whole form is drawn again, in milliseconds: longer than the gap between two
/// keystrokes of a quick typist, too short to be noticed.
const REST: u64 = 120;

impl Form {
    /// Keeps [`Form::settled`] as it should be: at once after a change of step, otherwise when typing rests.
    pub(super) fn keep_settled(self) {
        let settle = move || {
            let draft = self.shown.get_untracked();
            if self.settled.with_untracked(|settled| *settled != draft) {
                self.settled.set(draft);
            }
        };
        let later = rested_for(REST, move |()| settle());
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
