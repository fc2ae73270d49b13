//! Warnings that a person accepts before the job is created. They never block for good: a tick is enough.

use std::collections::BTreeSet;

use domain::{Field, Violation};
use leptos::prelude::*;

use crate::{
    create_training_job::state::{
        accepted_warnings::{TICK_ID, key},
        note_of, use_form,
    },
    ui::{Alert, AlertKind, Button, ButtonKind, InlineCheckbox, Note},
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
    let accept = move |is_ticked: bool| {
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
            let show = move |()| form.focus(&field);
            view! {
                <li data-code=note.code>
                    {note.text} " "
                    <Button kind=ButtonKind::Inline class="live-only" on_press=show>"Show the field"</Button>
                </li>
            }
        };
        let items = warnings.into_iter().map(item).collect_view();
        Some(view! {
            <Alert kind=AlertKind::Warning title=title>
                <ul class="error-list">{items}</ul>
                <p class="live-only">
                    <InlineCheckbox
                        class="tick"
                        id=TICK_ID
                        on=is_accepted
                        on_change=accept
                        described_by="accept-warnings-error"
                        invalid=Signal::derive(is_refused)
                    >
                        " Create the job despite the warnings"
                    </InlineCheckbox>
                </p>
                <p id="accept-warnings-error" class="note note-error" role="alert" hidden=move || !is_refused()>
                    "To continue, accept the warnings or fix the fields."
                </p>
            </Alert>
        })
    }
}
