//! Deleting a model.

use console::paths;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::DeleteModel;
use crate::ui::{Button, ConfirmContent, Dialog, ErrorPanel, HiddenInput};

/// A button that asks first. Without scripts it leads to the same page with the question in it.
#[component]
pub fn DeleteButton(
    /// The model.
    name: String,
) -> impl IntoView {
    let asked = use_query_map().with_untracked(|query| query.get("confirm").is_some_and(|confirm| confirm == "delete"));
    let open = RwSignal::new(asked);
    let action = ServerAction::<DeleteModel>::new();
    let error = move || action.value().get().and_then(Result::err);
    let page = paths::model(&name);
    let title = format!("Delete {name}?");
    view! {
        <form
            method="get"
            action=page.clone()
            on:submit=move |event| {
                event.prevent_default();
                open.set(true);
            }
        >
            <HiddenInput name="confirm" value="delete" />
            <Button submit=true>"Delete"</Button>
        </form>
        <Dialog id="delete-dialog" title=Signal::stored(title) open=open>
            <ActionForm action=action>
                <HiddenInput name="name" value=name />
                <ConfirmContent
                    open=open
                    cancel="Keep it"
                    cancel_href=Signal::stored(page)
                    confirm="Delete model"
                    pending=action.pending()
                >
                    <p>"The model's entry in SageMaker is removed. Its artifact stays in S3, and so do the jobs that made it or started from it."</p>
                    {move || error().map(|error| view! { <ErrorPanel error=error /> })}
                </ConfirmContent>
            </ActionForm>
        </Dialog>
    }
}
