//! Which warnings a person has accepted.

use std::collections::BTreeSet;

use domain::Violation;
use leptos::prelude::*;

use super::FormState;

/// The id of the tick that accepts all of them.
pub const TICK_ID: &str = "accept-warnings";

/// Which warnings were accepted.
#[derive(Clone, Copy)]
pub struct Acceptance {
    accepted: RwSignal<BTreeSet<String>>,
    /// Whether a submission waits for the tick.
    pub is_asked: RwSignal<bool>,
}

impl Acceptance {
    /// None accepted yet.
    pub fn new() -> Self {
        Self { accepted: RwSignal::new(BTreeSet::new()), is_asked: RwSignal::new(false) }
    }
}

impl Default for Acceptance {
    fn default() -> Self {
        Self::new()
    }
}

impl FormState {
    /// Whether all warnings of now were accepted; otherwise the tick gets the focus and says why.
    pub fn has_accepted_warnings(self) -> bool {
        let open = self.violations.with_untracked(|violations| {
            let accepted = self.acceptance.accepted.read_untracked();
            violations.warnings().any(|warning| !accepted.contains(&key(warning)))
        });
        self.acceptance.is_asked.set(open);
        if open {
            request_animation_frame(|| crate::browser::focus(TICK_ID));
        }
        !open
    }

    /// Keys of the warnings that were not accepted; tracked.
    pub fn open_warnings(self, keys: &BTreeSet<String>) -> BTreeSet<String> {
        keys.difference(&self.acceptance.accepted.read()).cloned().collect()
    }

    /// Accepts warnings, or takes that back.
    pub fn accept_warnings(self, keys: BTreeSet<String>, is_accepted: bool) {
        self.acceptance.accepted.update(|accepted| {
            if is_accepted {
                accepted.extend(keys);
            } else {
                accepted.retain(|key| !keys.contains(key));
            }
        });
    }
}

/// The key contains the message: a warning with other words may be about another value.
pub fn key(warning: &Violation) -> String {
    format!("{} {} {}", warning.code, warning.field.id(), warning.message)
}
