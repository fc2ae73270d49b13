//! The question before a draft is deleted. Without scripts it is deleted at once.

use console::data::drafts::DraftSummary;
use leptos::prelude::*;

use super::api::RemoveDraft;
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
