//! The question before a draft is deleted. Without scripts it is deleted at once.

use std::collections::BTreeSet;

use console::data::drafts::DraftSummary;
use leptos::prelude::*;

use super::api::{RemoveDraft, RemoveDrafts};
use crate::ui::{ConfirmDialog, ErrorPanel, open_while};

/// The draft that the question is about; `None` while there is no question.
pub type DeletionTarget = RwSignal<Option<DraftSummary>>;

/// The question. One on a page serves all of its rows.
#[component]
pub fn DeleteDialog(
    /// What is to be deleted; set to open the question.
    deletion: DeletionTarget,
    /// Removes it.
    remove: ServerAction<RemoveDraft>,
) -> impl IntoView {
    let open = open_while(deletion, move || remove.clear());
    Effect::new(move |_| {
        if remove.value().with(|answer| matches!(answer, Some(Ok(())))) {
            open.set(false);
        }
    });
    let heading = Signal::derive(move || {
        deletion.with(|draft| draft.as_ref().map_or_else(|| "Delete".to_owned(), |draft| format!("Delete {}?", draft.name())))
    });
    let error = move || remove.value().get().and_then(Result::err);
    let delete = move |()| {
        if let Some(draft) = deletion.get_untracked() {
            remove.dispatch(RemoveDraft { id: draft.id });
        }
    };
    view! {
        <ConfirmDialog
            id="delete-draft"
            title=heading
            open=open
            cancel="Keep it"
            confirm="Delete draft"
            pending=remove.pending()
            on_confirm=delete
        >
            <p>"The content of this form is lost. Jobs that were created from it remain."</p>
            {move || error().map(|error| view! { <ErrorPanel error=error /> })}
        </ConfirmDialog>
    }
}

/// The ids of the drafts that are ticked.
pub type Ticked = RwSignal<BTreeSet<String>>;

/// The question before all ticked drafts are deleted.
#[component]
pub fn DeleteSeveralDialog(
    /// What is ticked.
    ticked: Ticked,
    /// Whether the question is shown.
    open: RwSignal<bool>,
    /// Removes them.
    remove: ServerAction<RemoveDrafts>,
) -> impl IntoView {
    Effect::new(move |_| {
        if remove.value().with(|answer| matches!(answer, Some(Ok(())))) {
            open.set(false);
            ticked.set(BTreeSet::new());
        }
    });
    let heading = Signal::derive(move || match ticked.with(BTreeSet::len) {
        1 => "Delete one draft?".to_owned(),
        count => format!("Delete {count} drafts?"),
    });
    let error = move || remove.value().get().and_then(Result::err);
    let delete = move |()| {
        remove.dispatch(RemoveDrafts { ids: ticked.get_untracked().into_iter().collect() });
    };
    view! {
        <ConfirmDialog
            id="delete-drafts"
            title=heading
            open=open
            cancel="Keep them"
            confirm="Delete drafts"
            pending=remove.pending()
            on_confirm=delete
        >
            <p>"The content of these forms is lost. Jobs that were created from them remain."</p>
            {move || error().map(|error| view! { <ErrorPanel error=error /> })}
        </ConfirmDialog>
    }
}
