//! The request's JSON in a text area: every change that can be read is in the form at once.

use console::job_form::{draft::Draft, import_report::ImportReport};
use domain::{
    Violation,
    export::{Destination, Language, export},
    paste,
};
use leptos::prelude::*;

use crate::{
    create_training_job::state::{FormState, use_form},
    ui::{Button, ButtonKind, TextArea, note_id},
};

/// The text area. A text that cannot be read stays as it was typed, beside the reason.
#[component]
pub fn JsonEditor(
    /// What the ids begin with.
    id: &'static str,
    /// Whether the JSON is being edited.
    editing: RwSignal<bool>,
) -> impl IntoView {
    let editor = EditorState::new(use_form());
    let editor_id = format!("{id}-editor");
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
            <TextArea
                id=editor_id.clone()
                class="code-editor"
                rows=24
                value=editor.text
                on_input=move |text| editor.type_text(text)
                invalid=Signal::derive(is_broken)
            />
            <EditorMessages id=note_id(&editor_id) editor=editor />
            <EditorButtons editor=editor on_done=done on_reset=reset />
        </div>
    }
}

#[component]
fn EditorButtons(
    /// The editor.
    editor: EditorState,
    /// Closes the editor.
    #[prop(into)]
    on_done: Callback<()>,
    /// Throws away a text that cannot be read.
    #[prop(into)]
    on_reset: Callback<()>,
) -> impl IntoView {
    let reset = move || {
        editor.error.with(Option::is_some).then(|| {
            view! {
                " "
                <Button kind=ButtonKind::Plain on_press=on_reset>
                    "Restore the last readable version"
                </Button>
            }
        })
    };
    view! {
        <p>
            <Button on_press=on_done>"Done"</Button>
            {reset}
        </p>
    }
}

/// The text, and what the form made of it.
#[derive(Clone, Copy)]
struct EditorState {
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

impl EditorState {
    fn new(form: FormState) -> Self {
        let editor = Self {
            form,
            text: RwSignal::new(form.draft.with_untracked(|draft| json_of(form, draft))),
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
        match draft_of(self.form, &text) {
            Ok((draft, import_report)) => {
                self.own.set_value(draft.clone());
                self.form.draft.set(draft);
                self.error.set(None);
                self.lost.set(import_report.sentences());
            }
            Err(reason) => {
                self.error.set(Some(reason));
                // What was said was about an earlier text.
                self.lost.set(Vec::new());
            }
        }
        self.text.set(text);
    }

    /// Writes what the form holds.
    fn reset(self) {
        self.text.set(self.form.draft.with_untracked(|draft| json_of(self.form, draft)));
        self.error.set(None);
        self.lost.set(Vec::new());
    }
}

/// Messages that are written out; the others are counted.
const MESSAGES_SHOWN: usize = 3;

/// Why the text cannot be read, which rules it breaks, and what has no place in the form.
#[component]
fn EditorMessages(
    /// Element id.
    id: String,
    /// The editor.
    editor: EditorState,
) -> impl IntoView {
    let broken = Memo::new(move |_| {
        editor.form.violations.with(|violations| {
            let member = |violation: &Violation| format!("{}: {}", violation.field.json_member(), violation.message);
            violations.errors().map(member).collect::<Vec<_>>()
        })
    });
    let errors = move || {
        let broken = broken.get();
        let more = broken.len().saturating_sub(MESSAGES_SHOWN);
        let more = (more > 0).then(|| format!("And {more} more. Choose Done to see all of them at their fields."));
        broken
            .into_iter()
            .take(MESSAGES_SHOWN)
            .chain(more)
            .map(|words| view! { <p class="note note-error">{words}</p> })
            .collect_view()
    };
    view! {
        <div id=id role="status">
            {move || editor.error.get().map(|reason| view! { <p class="note note-error">{reason} " The form keeps the last readable version."</p> })}
            {move || editor.error.with(Option::is_none).then(errors)}
            {move || editor.lost.get().into_iter().map(|sentence| view! { <p class="note note-warning">{sentence}</p> }).collect_view()}
        </div>
    }
}

fn json_of(form: FormState, draft: &Draft) -> String {
    let region = form.region();
    export(&draft.request(&region), &region, Language::Json, Destination::Aws)
}

/// The form for a text. What the text leaves out is empty in the form too; cards stay folded or open.
fn draft_of(form: FormState, text: &str) -> Result<(Draft, ImportReport), String> {
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
    import_report.unknown_values = pasted.unknown_values;
    import_report.unknown_members = pasted.strange;
    Ok((draft, import_report))
}
