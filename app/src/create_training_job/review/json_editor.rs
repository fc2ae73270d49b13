//! The request's JSON in a text area: every change that can be read is in the form at once.

use console::job_form::{draft::Draft, import_report::ImportReport};
use domain::{
    export::{Language, export},
    paste,
};
use leptos::prelude::*;

use crate::create_training_job::state::{FormState, use_form};

/// The text area. What cannot be read stays as it was typed, beside the reason.
#[component]
pub fn Editor(
    /// What the ids begin with.
    id: &'static str,
    /// Whether the JSON is being edited.
    editing: RwSignal<bool>,
) -> impl IntoView {
    let form = use_form();
    let text = RwSignal::new(form.draft.with_untracked(|draft| written(form, draft)));
    let error = RwSignal::new(None::<String>);
    let lost = RwSignal::new(Vec::<String>::new());
    // What the form held after the last change that was made here.
    let own = StoredValue::new(form.draft.get_untracked());
    Effect::new(move |_| {
        let is_foreign = form.draft.with(|draft| own.with_value(|own| own != draft));
        if is_foreign {
            let draft = form.draft.get_untracked();
            text.set(written(form, &draft));
            own.set_value(draft);
            error.set(None);
            lost.set(Vec::new());
        }
    });
    let on_input = move |event| {
        text.set(event_target_value(&event));
        match text.with_untracked(|text| read(form, text)) {
            Ok((draft, import_report)) => {
                own.set_value(draft.clone());
                form.draft.set(draft);
                error.set(None);
                lost.set(import_report.sentences());
            }
            Err(reason) => error.set(Some(reason)),
        }
    };
    let done = move |_| {
        if error.with_untracked(Option::is_some) {
            // Closing would throw the text away.
            crate::browser::focus(&format!("{id}-editor"));
            return;
        }
        editing.set(false);
        form.mark_all_steps();
        form.look_up_all_locations();
        // The button comes back in place of the one that was pressed.
        crate::browser::focus_when_shown(format!("{id}-edit"));
    };
    let give_up = move |_| {
        text.set(form.draft.with_untracked(|draft| written(form, draft)));
        error.set(None);
        lost.set(Vec::new());
        crate::browser::focus(&format!("{id}-editor"));
    };
    let broken = Memo::new(move |_| form.violations.with(|violations| violations.errors().count()));
    let count = move || match broken.get() {
        0 => None,
        1 => Some("The request breaks one rule. Done shows where.".to_owned()),
        count => Some(format!("The request breaks {count} rules. Done shows where.")),
    };
    Effect::new(move |_| crate::browser::focus(&format!("{id}-editor")));
    view! {
        <div class="field" class:field-invalid=move || error.with(Option::is_some)>
            <label class="visually-hidden" for=format!("{id}-editor")>
                "Request JSON"
            </label>
            <textarea
                id=format!("{id}-editor")
                class="input mono code-editor"
                rows="24"
                spellcheck="false"
                autocomplete="off"
                aria-describedby=format!("{id}-editor-note")
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                prop:value=move || text.get()
                on:input=on_input
            ></textarea>
            <div id=format!("{id}-editor-note") role="status">
                {move || error.get().map(|reason| view! { <p class="note note-error">{reason} " The form keeps what was last readable."</p> })}
                {move || error.with(Option::is_none).then(count).flatten().map(|words| view! { <p class="note note-error">{words}</p> })}
                {move || lost.get().into_iter().map(|sentence| view! { <p class="note note-warning">{sentence}</p> }).collect_view()}
            </div>
            <p>
                <button type="button" class="button" on:click=done>
                    "Done"
                </button>
                {move || error.with(Option::is_some).then(|| view! {
                    " "
                    <button type="button" class="button button-plain" on:click=give_up>
                        "Go back to what was last readable"
                    </button>
                })}
            </p>
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
