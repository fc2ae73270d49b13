//! Warnings that a person accepts before the job is created. They never block for good: a tick is enough.

use std::collections::BTreeSet;

use domain::{Field, Violation};
use leptos::prelude::*;

use crate::{
    create_training_job::state::{
        accepted_warnings::{TICK_ID, key},
        note_of, use_form,
    },
    ui::{Alert, AlertKind, Note},
};

/// The warnings with the tick; nothing while there are none.
#[component]
pub fn Warnings() -> impl IntoView {
    let form = use_form();
    let warnings = Memo::new(move |_| {
        form.violations.with(|violations| {
            form.shown.with(|draft| {
                let item = |warning: &Violation| (key(warning), note_of(warning, draft), warning.field.clone());
                violations.warnings().map(item).collect::<Vec<(String, Note, Field)>>()
            })
        })
    });
    let keys = move || warnings.with(|warnings| warnings.iter().map(|(key, _, _)| key.clone()).collect::<BTreeSet<_>>());
    let is_accepted = Memo::new(move |_| form.open_warnings(&keys()).is_empty());
    let accept = move |event| {
        let is_ticked = event_target_checked(&event);
        form.accept_warnings(untrack(keys), is_ticked);
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
                            id=TICK_ID
                            prop:checked=move || is_accepted.get()
                            aria-describedby="accept-warnings-error"
                            aria-invalid=move || is_refused().then_some("true")
                            on:change=accept
                        />
                        " Create the job despite the warnings"
                    </label>
                </p>
                <p id="accept-warnings-error" class="note note-error" role="alert" hidden=move || !is_refused()>
                    "Tick this to accept the warnings, or change the fields."
                </p>
            </Alert>
        })
    }
}
