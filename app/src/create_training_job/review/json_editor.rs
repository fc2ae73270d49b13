//! The request's JSON in a text area: every change that can be read is in the form at once.

use console::job_form::{draft::Draft, import_report::ImportReport};
use domain::{
    export::{Language, export},
    paste,
};
use leptos::prelude::*;

use crate::{
    create_training_job::state::{FormState, use_form},
    ui::{Button, ButtonKind},
};

/// The text area. A text that cannot be read stays as it was typed, beside the reason.
#[component]
pub fn Editor(
    /// What the ids begin with.
    id: &'static str,
    /// Whether the JSON is being edited.
    editing: RwSignal<bool>,
) -> impl IntoView {
    let editor = JsonEditor::new(use_form());
    let editor_id = format!("{id}-editor");
    let note_id = format!("{id}-editor-note");
    let focus = {
        let editor_id = editor_id.clone();
        move || crate::browser::focus(&editor_id)
    };
    Effect::new({
        let focus = focus.clone();
        move |_| focus()
    });
    let done = {
        let focus = focus.clone();
        move |()| {
            if editor.error.with_untracked(Option::is_some) {
                // Closing would throw the text away.
                focus();
                return;
            }
            editing.set(false);
            editor.form.mark_all_steps();
            editor.form.look_up_all_locations();
            // The button comes back in place of the one that was pressed.
            crate::browser::focus_when_shown(format!("{id}-edit"));
        }
    };
    let reset = move |()| {
        editor.reset();
        focus();
    };
    let is_broken = move || editor.error.with(Option::is_some);
    view! {
        <div class="field" class:field-invalid=is_broken>
            <label class="visually-hidden" for=editor_id.clone()>
                "Request JSON"
            </label>
            <textarea
                id=editor_id
                class="input mono code-editor"
                rows="24"
                spellcheck="false"
                autocomplete="off"
                aria-describedby=note_id.clone()
                aria-invalid=move || is_broken().then_some("true")
                prop:value=move || editor.text.get()
                on:input=move |event| editor.type_text(event_target_value(&event))
            ></textarea>
            <Messages id=note_id editor=editor />
            <p>
                <Button on_press=done>"Done"</Button>
                {move || {
                    let reset = reset.clone();
                    is_broken()
                        .then(|| {
                            view! {
                                " "
                                <Button kind=ButtonKind::Plain on_press=reset>
                                    "Restore the last readable version"
                                </Button>
                            }
                        })
                }}
            </p>
        </div>
    }
}

/// The text, and what the form made of it.
#[derive(Clone, Copy)]
struct JsonEditor {
    form: FormState,
    /// The text as it was typed.
    text: RwSignal<String>,
    /// Why the text cannot be read.
    error: RwSignal<Option<String>>,
    /// Members of the text that have no place in the form, in sentences.
    lost: RwSignal<Vec<String>>,
    /// What the form held after the last change that was made here.
    own: StoredValue<Draft>,
}

impl JsonEditor {
    fn new(form: FormState) -> Self {
        let editor = Self {
            form,
            text: RwSignal::new(form.draft.with_untracked(|draft| written(form, draft))),
            error: RwSignal::new(None),
            lost: RwSignal::new(Vec::new()),
            own: StoredValue::new(form.draft.get_untracked()),
        };
        Effect::new(move |_| {
            let is_foreign = form.draft.with(|draft| editor.own.with_value(|own| own != draft));
            if is_foreign {
                editor.own.set_value(form.draft.get_untracked());
                editor.reset();
            }
        });
        editor
    }

    /// Takes a text; the form follows as long as it can be read.
    fn type_text(self, text: String) {
        match read(self.form, &text) {
            Ok((draft, import_report)) => {
                self.own.set_value(draft.clone());
                self.form.draft.set(draft);
                self.error.set(None);
                self.lost.set(import_report.sentences());
            }
            Err(reason) => self.error.set(Some(reason)),
        }
        self.text.set(text);
    }

    /// Writes what the form holds.
    fn reset(self) {
        self.text.set(self.form.draft.with_untracked(|draft| written(self.form, draft)));
        self.error.set(None);
        self.lost.set(Vec::new());
    }
}

/// Why the text cannot be read, how many rules it breaks, and what has no place in the form.
#[component]
fn Messages(
    /// Element id.
    id: String,
    /// The editor.
    editor: JsonEditor,
) -> impl IntoView {
    let broken = Memo::new(move |_| editor.form.violations.with(|violations| violations.errors().count()));
    let count = move || match broken.get() {
        0 => None,
        1 => Some("The request breaks one rule. Choose Done to see it at its field.".to_owned()),
        count => Some(format!("The request breaks {count} rules. Choose Done to see them at their fields.")),
    };
    view! {
        <div id=id role="status">
            {move || editor.error.get().map(|reason| view! { <p class="note note-error">{reason} " The form keeps the last readable version."</p> })}
            {move || editor.error.with(Option::is_none).then(count).flatten().map(|words| view! { <p class="note note-error">{words}</p> })}
            {move || editor.lost.get().into_iter().map(|sentence| view! { <p class="note note-warning">{sentence}</p> }).collect_view()}
        </div>
    }
}

fn written(form: FormState, draft: &Draft) -> String {
    let region = form.region();
    export(&draft.request(&region), &region, Language::Json)
}

/// The form for a text. What the text leaves out is empty in the form too; cards stay folded or open.
fn read(form: FormState, text: &str) -> Result<(Draft, ImportReport), String> {
    let pasted = paste::read(text).map_err(|error| error.to_string())?;
    let name = pasted.request.training_job_name.clone().unwrap_or_default();
    let mut draft = Draft::with_settings_of(&Draft::default(), &pasted.request, &name);
    form.draft.with_untracked(|before| {
        for channel in &mut draft.channels {
            channel.is_folded = before.channels.iter().any(|known| known.name == channel.name && known.is_folded);
        }
    });
    let mut import_report = ImportReport::of("the JSON", &pasted.request, &draft, &form.region());
    import_report.notes = pasted.notes;
    import_report.unknown_members = pasted.strange;
    Ok((draft, import_report))
}
