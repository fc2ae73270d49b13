//! What did not come along from a request, above the steps.

use leptos::prelude::*;

use crate::training_jobs::create::form::use_form;
use crate::ui::{Alert, AlertKind};

/// The list; nothing while there is nothing to say.
#[component]
pub fn CarriedNote() -> impl IntoView {
    let form = use_form();
    move || {
        let carried = form.carried.get().filter(super::carry::Carried::says_something)?;
        let title = carried.title();
        let items = carried.sentences().into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view();
        let dismiss = move |_| form.carried.set(None);
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
