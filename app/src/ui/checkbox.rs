//! On or off.

use leptos::prelude::*;

use super::{Note, NoteKind, NoteLine, note_id};

/// A labelled checkbox with a line of help or a message under it.
#[component]
pub fn Checkbox(
    /// Element id; the line under it is `<id>-note`.
    #[prop(into)]
    id: Signal<String>,
    /// Name in a posted form.
    #[prop(into)]
    name: Signal<String>,
    /// What a posted form says when it is on.
    value: &'static str,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// The label.
    label: &'static str,
    /// Called at each change.
    #[prop(into)]
    on_change: Callback<bool>,
    /// What the choice is about.
    #[prop(optional, into)]
    help: Signal<String>,
    /// What is to be said about it.
    #[prop(optional, into)]
    note: Signal<Option<Note>>,
    /// Does what the note offers.
    #[prop(optional, into)]
    on_fix: Option<Callback<()>>,
    /// Whether the browser sends the form only when it is on.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let rendered = on.get_untracked();
    view! {
        <div class="field field-check">
            <label class="check">
                <input
                    type="checkbox"
                    id=move || id.get()
                    name=move || name.get()
                    value=value
                    required=required
                    checked=rendered
                    prop:checked=move || on.get()
                    aria-describedby=move || note_id(&id.get())
                    aria-invalid=move || note.with(|note| note.as_ref().is_some_and(|note| note.kind == NoteKind::Error)).then_some("true")
                    on:change=move |event| on_change.run(event_target_checked(&event))
                />
                <span>{label}</span>
            </label>
            <div class="field-note">
                {move || match note.get() {
                    Some(note) => view! { <NoteLine id=note_id(&id.get()) note=note on_fix=on_fix /> }.into_any(),
                    None => view! { <span id=note_id(&id.get())>{move || help.get()}</span> }.into_any(),
                }}
            </div>
        </div>
    }
}

/// A checkbox with its label alone, for choices that only a live page has and that no form posts.
#[component]
pub fn InlineCheckbox(
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Called at each change.
    #[prop(into)]
    on_change: Callback<bool>,
    /// Class of the label.
    #[prop(optional)]
    class: &'static str,
    /// Element id of the checkbox.
    #[prop(optional)]
    id: Option<&'static str>,
    /// Ids of the lines that describe it.
    #[prop(optional)]
    described_by: Option<&'static str>,
    /// Whether the choice must be changed.
    #[prop(optional, into)]
    invalid: Signal<bool>,
    /// The label.
    children: Children,
) -> impl IntoView {
    let rendered = on.get_untracked();
    view! {
        <label class=(!class.is_empty()).then_some(class)>
            <input
                type="checkbox"
                id=id
                checked=rendered
                prop:checked=move || on.get()
                aria-describedby=described_by
                aria-invalid=move || invalid.get().then_some("true")
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            {children()}
        </label>
    }
}

/// A checkbox without a label in sight, for the rows of a table.
#[component]
pub fn RowCheckbox(
    /// The name for assistive technology.
    #[prop(into)]
    aria_label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Called at each change.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <input
            type="checkbox"
            aria-label=move || aria_label.get()
            prop:checked=move || on.get()
            on:change=move |event| on_change.run(event_target_checked(&event))
        />
    }
}
