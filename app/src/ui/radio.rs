//! One of a few choices that are all in sight.

use leptos::prelude::*;

use super::{Note, NoteKind, NoteLine, note_id};

/// A group of radio buttons with a legend.
#[component]
pub fn Radios(
    /// Id of the group; the line under it is `<id>-note`, each button `<id>-<value>`.
    #[prop(into)]
    id: Signal<String>,
    /// Name in a posted form.
    #[prop(into)]
    name: Signal<String>,
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// The legend.
    label: &'static str,
    /// Values with their words, the default first. It is also chosen for an unknown value.
    options: Vec<(&'static str, &'static str)>,
    /// Called at each choice.
    #[prop(into)]
    on_choose: Callback<String>,
    /// What is to be said about the choice.
    #[prop(optional, into)]
    note: Signal<Option<Note>>,
    /// Does what the note offers.
    #[prop(optional, into)]
    on_fix: Option<Callback<()>>,
) -> impl IntoView {
    let words: Vec<&'static str> = options.iter().map(|(value, _)| *value).collect();
    let is_chosen =
        move |own: &'static str, chosen: &str| own == chosen || (words.first() == Some(&own) && !words.contains(&chosen));
    let option = |(own, label): (&'static str, &'static str)| {
        let is_chosen = is_chosen.clone();
        let chosen = Memo::new(move |_| value.with(|value| is_chosen(own, value)));
        view! {
            <label class="check">
                <input
                    type="radio"
                    id=move || format!("{}-{own}", id.get())
                    name=move || name.get()
                    value=own
                    checked=chosen.get_untracked()
                    prop:checked=chosen
                    on:change=move |_| on_choose.run(own.to_owned())
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset
            class="field field-wide radios"
            role="radiogroup"
            id=move || id.get()
            tabindex="-1"
            aria-describedby=move || note.with(Option::is_some).then(|| note_id(&id.get()))
            aria-invalid=move || note.with(|note| note.as_ref().is_some_and(|note| note.kind == NoteKind::Error)).then_some("true")
        >
            <legend>{label}</legend>
            <div class="radio-row">{options.into_iter().map(option).collect_view()}</div>
            {move || note.get().map(|note| view! {
                <div class="field-note"><NoteLine id=note_id(&id.get()) note=note on_fix=on_fix /></div>
            })}
        </fieldset>
    }
}
