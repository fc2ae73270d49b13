//! Messages about a list as a whole, such as a channel that is missing; also where links about the list lead.

use domain::Field;
use leptos::prelude::*;

use super::form::{note_of, use_form};
use crate::ui::{NoteKind, NoteLine};

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
        let speaks = form.speaks(&field);
        let notes = form.violations.with(|violations| {
            violations.at(&field).into_iter().map(|violation| note_of(violation, &form.shown.read())).collect::<Vec<_>>()
        });
        notes.into_iter().filter(|note| speaks || note.kind == NoteKind::Information).collect::<Vec<_>>()
    });
    let on_fix = Callback::new(move |()| form.apply_fix(&fixed));
    view! {
        <div id=id tabindex="-1" class="list-messages">
            {move || {
                messages.get().into_iter().map(|note| view! { <p class="list-message"><NoteLine note=note on_fix=Some(on_fix) /></p> }).collect_view()
            }}
        </div>
    }
}
