//! What a person is told about the draft: a line in the foot, and a question when two tabs disagree.

use console::{data::drafts::DraftSummary, paths};
use leptos::prelude::*;

use super::autosave::SaveState;
use crate::training_jobs::create::form::use_form;
use crate::ui::{Alert, AlertKind, RelativeTime};

/// The line in the foot.
#[component]
pub fn DraftStatus() -> impl IntoView {
    let autosave = use_form().autosave;
    let words = move || match autosave.state.get() {
        SaveState::Clean => String::new(),
        SaveState::Unsaved | SaveState::Saving => "Saving the draft…".to_owned(),
        SaveState::Saved => "Draft saved".to_owned(),
        SaveState::Failed(_) => "The draft is not saved".to_owned(),
        SaveState::Conflict(_) | SaveState::Gone => "The draft is not saved: see above".to_owned(),
    };
    view! { <span class="draft-status muted" role="status">{words}</span> }
}

/// The question above the steps; nothing while saving works.
#[component]
pub fn DraftTrouble() -> impl IntoView {
    let autosave = use_form().autosave;
    move || {
        match autosave.state.get() {
        SaveState::Conflict(newest) => view! { <Conflict newest=newest /> }.into_any(),
        SaveState::Gone => view! {
            <Alert kind=AlertKind::Warning title="This draft was deleted elsewhere">
                <p>"Its job may have been created in another tab. What you see here is not saved any more."</p>
                <p class="button-row">
                    <button type="button" class="button" on:click=move |_| autosave.save_as_new()>
                        "Save as a new draft"
                    </button>
                    <a class="button button-plain" href=paths::drafts()>
                        "Drafts"
                    </a>
                </p>
            </Alert>
        }
        .into_any(),
        SaveState::Failed(error) => view! {
            <Alert kind=AlertKind::Error title="The draft could not be saved">
                <p>{error.to_string()} " It is tried again every five seconds; nothing typed is lost while this page stays open."</p>
                <p class="button-row">
                    <button type="button" class="button" on:click=move |_| autosave.save()>
                        "Try again now"
                    </button>
                </p>
            </Alert>
        }
        .into_any(),
        SaveState::Clean | SaveState::Unsaved | SaveState::Saving | SaveState::Saved => ().into_any(),
    }
    }
}

#[component]
fn Conflict(
    /// What another tab saved.
    newest: DraftSummary,
) -> impl IntoView {
    let autosave = use_form().autosave;
    let address = paths::create_from_draft(&newest.id);
    let at = newest.changed_at;
    let load = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        // The form here is given up on purpose, so leaving must not ask.
        autosave.settle();
        crate::browser::reload();
    };
    view! {
        <Alert kind=AlertKind::Warning title="This draft was changed in another tab">
            <p>"The other version was saved " <RelativeTime at=at /> ". Nothing was overwritten. Choose which one goes on:"</p>
            <p class="button-row">
                <button type="button" class="button" on:click=move |_| autosave.save_as_new()>
                    "Keep both: save this one as a new draft"
                </button>
                <button type="button" class="button" on:click=move |_| autosave.overwrite(newest.clone())>
                    "Keep this one"
                </button>
                <a class="button" href=address on:click=load>
                    "Load the other one"
                </a>
            </p>
        </Alert>
    }
}
