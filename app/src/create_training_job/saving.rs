//! The messages about the draft that follows the form, and the question before the form is left.

pub mod typed_before_hydration;
pub mod unload_guard;

use console::{data::drafts::DraftSummary, paths};
use leptos::prelude::*;

use crate::{
    create_training_job::state::{autosave::SaveState, use_form},
    ui::{Alert, AlertKind, Button, ButtonKind, LinkButton, RelativeTime},
};

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
                <p>"Its job may have been created in another tab. This form is no longer saved."</p>
                <p class="button-row">
                    <Button on_press=move |()| autosave.save_as_new()>"Save as a new draft"</Button>
                    <LinkButton href=paths::drafts() kind=ButtonKind::Plain>
                        "Drafts"
                    </LinkButton>
                </p>
            </Alert>
        }
        .into_any(),
        SaveState::Failed(error) => view! {
            <Alert kind=AlertKind::Error title="The draft could not be saved">
                <p>{error.to_string()} " The console tries again every five seconds. Nothing is lost while this page stays open."</p>
                <p class="button-row">
                    <Button on_press=move |()| autosave.save()>"Try again now"</Button>
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
    let load = move |()| {
        // The reader gives this form up on purpose, so leaving must not ask.
        autosave.mark_clean();
        crate::browser::reload();
    };
    view! {
        <Alert kind=AlertKind::Warning title="This draft was changed in another tab">
            <p>"The other version was saved " <RelativeTime at=at /> ". Nothing was overwritten. Choose the version to keep:"</p>
            <p class="button-row">
                <Button on_press=move |()| autosave.save_as_new()>"Keep both: save this one as a new draft"</Button>
                <Button on_press=move |()| autosave.overwrite(newest.clone())>"Keep this one"</Button>
                <LinkButton href=address on_press=load>"Load the other one"</LinkButton>
            </p>
        </Alert>
    }
}

/// The draft that this form replaced, and which of its values the form kept; nothing when there was none.
#[component]
pub fn ReplacedNotice() -> impl IntoView {
    let form = use_form();
    move || {
        let kept_typed = form.kept_typed.get();
        let replaced = form.replaced.get();
        let title = match (&replaced, kept_typed.is_empty()) {
            (Some(_), _) => "This is a new draft; the previous one is kept",
            (None, false) => "Your input stays in the form",
            (None, true) => return None,
        };
        // The page is loaded anew: the router takes the address for the one that it knows.
        let link = replaced.map(|draft| {
            let name = draft.name().to_owned();
            view! { <p>"The previous content of the form is in Drafts: " <a href=paths::create_from_draft(&draft.id) rel="external" target="_self">{name}</a></p> }
        });
        let list =
            (!kept_typed.is_empty()).then(|| view! { <p>{format!("Kept as you typed it: {}.", kept_typed.join(", "))}</p> });
        let dismiss = move |()| {
            form.replaced.set(None);
            form.kept_typed.set(Vec::new());
        };
        Some(view! {
            <Alert kind=AlertKind::Info title=title>
                {link}
                {list}
                <Button kind=ButtonKind::Plain class="live-only" on_press=dismiss>
                    "Dismiss"
                </Button>
            </Alert>
        })
    }
}
