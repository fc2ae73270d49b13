//! What became of the form that another one took the place of.

use console::paths;
use leptos::prelude::*;

use crate::training_jobs::create::form::use_form;
use crate::ui::{Alert, AlertKind};

/// The draft that was left behind, and what of it stayed; nothing where nothing was typed before.
#[component]
pub fn LeftBehind() -> impl IntoView {
    let form = use_form();
    move || {
        let stayed = form.stayed.get();
        let behind = form.behind.get();
        let title = match (&behind, stayed.is_empty()) {
            (Some(_), _) => "This is a new draft; the one before is kept",
            (None, false) => "What you typed before stays in the form",
            (None, true) => return None,
        };
        // The page is loaded anew: the router takes the address for the one that it knows.
        let link = behind.map(|behind| {
            let name = behind.name().to_owned();
            view! { <p>"What was in the form is in Drafts: " <a href=paths::create_from_draft(&behind.id) rel="external" target="_self">{name}</a></p> }
        });
        let list = (!stayed.is_empty()).then(|| view! { <p>{format!("Kept as you typed it: {}.", stayed.join(", "))}</p> });
        let dismiss = move |_| {
            form.behind.set(None);
            form.stayed.set(Vec::new());
        };
        Some(view! {
            <Alert kind=AlertKind::Info title=title>
                {link}
                {list}
                <button type="button" class="button button-plain live-only" on:click=dismiss>
                    "Dismiss"
                </button>
            </Alert>
        })
    }
}
