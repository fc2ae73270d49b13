//! A labelled control with its help, and a message above that where there is one.

use leptos::prelude::*;

use super::{Button, ButtonKind, Icon, IconName};

/// How much a note weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// Must be fixed.
    Error,
    /// Can be accepted.
    Warning,
    /// Good to know.
    Information,
}

/// What is to be said about a value; stands above the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// How much it weighs.
    pub kind: NoteKind,
    /// The sentence.
    pub text: String,
    /// Stable code of the rule behind it.
    pub code: String,
    /// Words of the link that fixes the value, where one can.
    pub fix: Option<String>,
    /// What support wants to see, folded away: the service's own words.
    pub details: Option<String>,
}

/// The id of the line under a control, for `aria-describedby`.
pub fn note_id(id: &str) -> String {
    format!("{id}-note")
}

/// The ids for `aria-describedby`: those that are given, and otherwise that of the line under the control.
pub(super) fn described_by_ids(id: &str, given: Option<&str>) -> Option<String> {
    Some(given.map_or_else(|| note_id(id), str::to_owned)).filter(|ids| !ids.is_empty())
}

/// Label, control and help; between them a warning or an error, with the link that fixes the value.
#[component]
pub fn LabelledField(
    /// Id of the control.
    #[prop(into)]
    id: Signal<String>,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// Whether the field may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Whether it takes the whole width of the form.
    #[prop(optional)]
    wide: bool,
    /// What stands behind the label, such as a badge.
    #[prop(optional, into)]
    beside: ViewFn,
    /// What the field is about.
    #[prop(optional, into)]
    help: Signal<String>,
    /// What is to be said about the value.
    #[prop(optional, into)]
    note: Signal<Option<Note>>,
    /// Applies the fix.
    #[prop(optional, into)]
    on_fix: Option<Callback<()>>,
    /// What stands below the help.
    #[prop(optional, into)]
    below: ViewFn,
    /// The control.
    children: Children,
) -> impl IntoView {
    let is = move |kind: NoteKind| note.with(|note| note.as_ref().is_some_and(|note| note.kind == kind));
    view! {
        <div
            class="field"
            class:field-wide=wide
            class:field-invalid=move || is(NoteKind::Error)
            class:field-caution=move || is(NoteKind::Warning)
        >
            <div class="field-label">
                <label for=move || id.get()>{move || label.get()}</label>
                {optional.then(|| view! { <i>"– optional"</i> })}
                {beside.run()}
            </div>
            {children()}
            <div class="field-note">
                {move || match note.get() {
                    Some(note) => view! {
                        <NoteLine id=note_id(&id.get()) note=note on_fix=on_fix />
                        // The help says what is right, so it stays.
                        <span class="field-help">{move || help.get()}</span>
                    }
                    .into_any(),
                    None => view! { <span id=note_id(&id.get())>{move || help.get()}</span> }.into_any(),
                }}
            </div>
            {below.run()}
        </div>
    }
}

/// A note with its icon and fix. The code stays in the page for tests and support.
#[component]
pub fn NoteLine(
    /// Id of the sentence, for `aria-describedby`.
    #[prop(optional, into)]
    id: Option<String>,
    /// What it says.
    note: Note,
    /// Applies the fix.
    on_fix: Option<Callback<()>>,
) -> impl IntoView {
    // `aria-invalid` announces an error; a warning has no such attribute.
    let (class, icon, word) = match note.kind {
        NoteKind::Error => ("note note-error", IconName::Failed, None),
        NoteKind::Warning => ("note note-warning", IconName::Warning, Some("Warning: ")),
        NoteKind::Information => ("note note-info", IconName::Info, None),
    };
    let fix = note.fix.zip(on_fix).map(|(words, on_fix)| {
        view! {
            " "
            <Button kind=ButtonKind::Inline on_press=on_fix>
                {words}
            </Button>
        }
    });
    view! {
        <span class=class data-code=note.code>
            <Icon name=icon />
            <span>
                <span id=id>
                    {word.map(|word| view! { <span class="visually-hidden">{word}</span> })}
                    {note.text}
                </span>
                {fix}
                {note.details.map(|details| view! {
                    <details class="note-details">
                        <summary>"Details"</summary>
                        <span class="mono">{details}</span>
                    </details>
                })}
            </span>
        </span>
    }
}
