//! A new folder.

use domain::{S3Uri, s3_uri::folder_name::reason_against};
use leptos::prelude::*;

use super::api::MakeFolder;
use crate::ui::{Button, ConfirmContent, Dialog, ErrorPanel, HiddenInput, LabelledField, Note, NoteKind, TextInput};

/// A button that asks for a name. Only a live page has it: without scripts there is nothing to open.
#[component]
pub fn NewFolder(
    /// Where it is made.
    parent: S3Uri,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let name = RwSignal::new(String::new());
    let left = RwSignal::new(false);
    let action = ServerAction::<MakeFolder>::new();
    let error = move || action.value().get().and_then(Result::err);
    Effect::new(move |_| {
        if let Some(Ok(())) = action.value().get() {
            open.set(false);
            name.set(String::new());
            left.set(false);
        }
    });
    let reason = Memo::new(move |_| name.with(|name| reason_against(name.trim())));
    let note = Signal::derive(move || {
        let text = reason.get().filter(|_| left.get())?.to_owned();
        Some(Note { kind: NoteKind::Error, text, code: "E-FOLDER-NAME".to_owned(), fix: None, details: None })
    });
    let on_submit = move |event: web_sys::SubmitEvent| {
        if reason.with_untracked(Option::is_some) {
            event.prevent_default();
            left.set(true);
        }
    };
    view! {
        <Button on_press=move |()| open.set(true)>"New folder"</Button>
        <Dialog id="new-folder" title=Signal::stored("New folder".to_owned()) open=open>
            <ActionForm action=action on:submit:capture=on_submit>
                <HiddenInput name="parent" value=parent.to_string() />
                <ConfirmContent open=open cancel="Cancel" confirm="Create folder" pending=action.pending()>
                    <LabelledField id="folder-name" label="Name" help="The new folder is created in the current folder." note=note>
                        <TextInput
                            id="folder-name"
                            name="name"
                            value=name
                            invalid=Signal::derive(move || note.with(Option::is_some))
                            on_input=move |text| name.set(text)
                        />
                    </LabelledField>
                    {move || error().map(|error| view! { <ErrorPanel error=error /> })}
                </ConfirmContent>
            </ActionForm>
        </Dialog>
    }
}
