//! Warnings that a person accepts before the job is created. They never block for good: a tick is enough.

use std::collections::BTreeSet;

use domain::{Field, Violation};
use leptos::prelude::*;

use crate::training_jobs::create::form::{Form, note_of, use_form};
use crate::ui::{Alert, AlertKind, Note};

/// The id of the tick.
const ID: &str = "accept-warnings";

/// Which warnings were accepted.
#[derive(Clone, Copy)]
pub struct Acceptance {
    accepted: RwSignal<BTreeSet<String>>,
    is_asked: RwSignal<bool>,
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

impl Form {
    /// Whether all warnings of now were accepted; otherwise the tick gets the focus and says why.
    pub fn has_accepted_warnings(self) -> bool {
        let open = self.violations.with_untracked(|violations| {
            let accepted = self.acceptance.accepted.read_untracked();
            violations.warnings().any(|warning| !accepted.contains(&key(warning)))
        });
        self.acceptance.is_asked.set(open);
        if open {
            request_animation_frame(|| crate::browser::focus(ID));
        }
        !open
    }
}

impl Form {
    /// Those of the warnings' keys that were not accepted; tracked.
    pub fn open_warnings(self, keys: &BTreeSet<String>) -> BTreeSet<String> {
        keys.difference(&self.acceptance.accepted.read()).cloned().collect()
    }

    /// Accepts warnings, or takes that back.
    pub fn accept_warnings(self, keys: BTreeSet<String>, is_accepted: bool) {
        self.acceptance.accepted.update(|accepted| match is_accepted {
            true => accepted.extend(keys),
            false => accepted.retain(|key| !keys.contains(key)),
        });
    }
}

/// A warning that changes its words is another one: it may name another value.
pub fn key(warning: &Violation) -> String {
    format!("{} {} {}", warning.code, warning.field.id(), warning.message)
}

/// The warnings with the tick; nothing while there are none.
#[component]
pub fn Warnings() -> impl IntoView {
    let form = use_form();
    let warnings = Memo::new(move |_| {
        form.violations.with(|violations| {
            let item = |warning: &Violation| (key(warning), note_of(warning, &form.shown.read()), warning.field.clone());
            violations.warnings().map(item).collect::<Vec<(String, Note, Field)>>()
        })
    });
    let is_accepted = Memo::new(move |_| {
        let accepted = form.acceptance.accepted.read();
        warnings.with(|warnings| warnings.iter().all(|(key, _, _)| accepted.contains(key)))
    });
    let accept = move |event| {
        let keys = warnings.with_untracked(|warnings| warnings.iter().map(|(key, _, _)| key.clone()).collect::<BTreeSet<_>>());
        let is_ticked = event_target_checked(&event);
        form.accept_warnings(keys, is_ticked);
        form.acceptance.is_asked.set(false);
    };
    let is_refused = move || form.acceptance.is_asked.get() && !is_accepted.get();
    move || {
        let warnings = warnings.get();
        let title = match warnings.len() {
            0 => return None,
            1 => "One warning".to_owned(),
            count => format!("{count} warnings"),
        };
        let item = |(_, note, field): (String, Note, Field)| {
            let show = move |_| form.focus(&field);
            view! {
                <li data-code=note.code>
                    {note.text} " "
                    <button type="button" class="cure live-only" on:click=show>"Show the field"</button>
                </li>
            }
        };
        let items = warnings.into_iter().map(item).collect_view();
        Some(view! {
            <Alert kind=AlertKind::Warning title=title>
                <ul class="error-list">{items}</ul>
                <p class="live-only">
                    <label class="tick">
                        <input
                            type="checkbox"
                            id=ID
                            prop:checked=move || is_accepted.get()
                            aria-describedby="accept-warnings-error"
                            aria-invalid=move || is_refused().then_some("true")
                            on:change=accept
                        />
                        " Create the job all the same"
                    </label>
                </p>
                <p id="accept-warnings-error" class="note note-error" role="alert" hidden=move || !is_refused()>
                    "Tick this to accept the warnings, or change the fields."
                </p>
            </Alert>
        })
    }
}
