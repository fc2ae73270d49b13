//! The buttons that add a row to a list and take one out. Without scripts they post the form, and the server answers with
//! the form that has the row, or has it no more.

use console::job_form::draft::List;
use leptos::{prelude::*, server_fn::ServerFn};

use crate::training_jobs::create::{
    edit::{Edit, EditForm},
    form::use_form,
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
        <button
            type="submit"
            class="button"
            formaction=EditForm::url()
            formnovalidate
            name="edit"
            value=Edit::Add(list).to_string()
            on:click=move |event| {
                event.prevent_default();
                form.add(list);
            }
        >
            {words}
        </button>
    }
}

/// Takes a row out.
#[component]
pub fn RemoveButton(
    /// The list.
    list: List,
    /// The row's place.
    row: u32,
    /// What is taken out, for example `tag 3`.
    #[prop(into)]
    what: Signal<String>,
) -> impl IntoView {
    let form = use_form();
    view! {
        <button
            type="submit"
            class="button button-plain"
            formaction=EditForm::url()
            formnovalidate
            name="edit"
            value=Edit::Remove(list, row).to_string()
            aria-label=move || format!("Remove {}", what.get())
            on:click=move |event| {
                event.prevent_default();
                form.remove(list, row, &what.get_untracked());
            }
        >
            "Remove"
        </button>
    }
}
