//! The buttons that add a row to a list and remove one. Without scripts they post the form, and the server answers with
//! the changed form.

use console::job_form::draft::List;
use domain::Field;
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    create_training_job::{
        no_script::{Edit, EditForm},
        state::{add_button_id, note_of, use_form},
    },
    ui::{Button, ButtonKind, Note, NoteKind, NoteLine},
};

/// Adds a row at the end.
#[component]
pub fn AddButton(
    /// The list.
    list: List,
    /// The words of the button.
    words: &'static str,
) -> impl IntoView {
    let form = use_form();
    view! {
        <Button
            submit=true
            attr:formaction=EditForm::url()
            attr:formnovalidate=true
            id=add_button_id(list)
            attr:name="edit"
            attr:value=Edit::Add(list).to_string()
            on:click=move |event: web_sys::MouseEvent| {
                event.prevent_default();
                form.add(list);
            }
        >
            {words}
        </Button>
    }
}

/// Removes a row.
#[component]
pub fn RemoveButton(
    /// The list.
    list: List,
    /// The row's place.
    row: u32,
    /// What is removed, for example `tag 3`.
    #[prop(into)]
    what: Signal<String>,
) -> impl IntoView {
    let form = use_form();
    view! {
        <Button
            submit=true
            kind=ButtonKind::Plain
            attr:formaction=EditForm::url()
            attr:formnovalidate=true
            attr:name="edit"
            attr:value=Edit::Remove(list, row).to_string()
            attr:aria-label=move || format!("Remove {}", what.get())
            on:click=move |event: web_sys::MouseEvent| {
                event.prevent_default();
                form.remove(list, row, &what.get_untracked());
            }
        >
            "Remove"
        </Button>
    }
}

/// The messages.
#[component]
pub fn ListMessages(
    /// The list.
    field: Field,
) -> impl IntoView {
    let form = use_form();
    let id = field.id();
    let fixed = field.clone();
    let messages = Memo::new(move |_| {
        let is_audible = form.shows_messages(&field);
        let notes = form.violations.with(|violations| {
            let found = violations.at(&field).into_iter();
            form.shown.with(|draft| found.map(|violation| note_of(violation, draft)).collect::<Vec<_>>())
        });
        notes.into_iter().filter(|note| is_audible || note.kind == NoteKind::Information).collect::<Vec<_>>()
    });
    let line = move |note: Note| {
        let (field, message) = (fixed.clone(), note.text.clone());
        // Several messages stand here, each with a fix of its own.
        let on_fix = Callback::new(move |()| form.apply_fix_of_message(&field, &message));
        view! { <p class="list-message"><NoteLine note=note on_fix=Some(on_fix) /></p> }
    };
    view! {
        <div id=id tabindex="-1" class="list-messages">
            {move || messages.get().into_iter().map(&line).collect_view()}
        </div>
    }
}
