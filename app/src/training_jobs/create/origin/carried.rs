//! What did not come along from a request, above the steps.

use console::job_form::import_report::ImportReport;
use leptos::prelude::*;

use crate::training_jobs::create::form::use_form;
use crate::ui::{Alert, AlertKind};

/// The list; nothing while there is nothing to say.
#[component]
pub fn CarriedNote() -> impl IntoView {
    let form = use_form();
    move || {
        let import_report = form.import_report.get().filter(ImportReport::says_something)?;
        let title = import_report.title();
        let items = import_report.sentences().into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view();
        let dismiss = move |_| form.import_report.set(None);
        Some(view! {
            <Alert kind=AlertKind::Warning title=title>
                <ul class="error-list">{items}</ul>
                <button type="button" class="button button-plain live-only" on:click=dismiss>
                    "Dismiss"
                </button>
            </Alert>
        })
    }
}
