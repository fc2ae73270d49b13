//! *Paste a request*: JSON or a command fills the form in.

use console::job_form::start::StartFrom;
use domain::paste;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    create_training_job::state::use_form,
    ui::{Button, Card, TextArea},
};

/// The text area with its button. Without scripts the text travels in the address.
#[component]
pub fn PasteCard() -> impl IntoView {
    let form = use_form();
    // Without scripts the page comes back with the text and the reason.
    let begun = use_query_map().with_untracked(|query| query.get("paste")).unwrap_or_default();
    let (text, set_text) = signal(begun);
    let (error, set_error) = signal(None::<String>);
    let on_input = move |typed: String| {
        set_text.set(typed);
        // A visible message follows every keystroke.
        if error.with_untracked(Option::is_some) {
            set_error.set(text.with_untracked(|text| paste::read(text)).err().map(|error| error.to_string()));
        }
    };
    let fill = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        match text.with_untracked(|text| paste::read(text)) {
            Ok(_) => {
                set_error.set(None);
                let from = StartFrom::Paste(text.get_untracked());
                form.start_from(Ok(from), "The pasted request is filled in.".to_owned());
            }
            Err(refused) => {
                set_error.set(Some(refused.to_string()));
                crate::browser::focus("paste");
            }
        }
    };
    view! {
        <Card title="Paste a request">
            <div class="field" class:field-invalid=move || error.with(Option::is_some)>
                <div class="field-label">
                    <label for="paste">"Request, description or command"</label>
                </div>
                <TextArea
                    id="paste"
                    name="paste"
                    rows=6
                    placeholder="{ \"TrainingJobName\": … }   or   aws sagemaker create-training-job …"
                    value=text
                    on_input=on_input
                    invalid=Signal::derive(move || error.with(Option::is_some))
                    described_by="paste-error paste-note"
                    attr:form="paste-form"
                />
                <div id="paste-error" class="note note-error" role="alert" hidden=move || error.with(Option::is_none)>
                    {move || error.get()}
                </div>
                <div class="field-note" id="paste-note">
                    "The JSON of CreateTrainingJob or DescribeTrainingJob, a boto3 call, or an " <code>"aws sagemaker create-training-job"</code>
                    " command. Anything the form cannot show is listed after you import it."
                </div>
                <p>
                    <Button submit=true attr:form="paste-form" on:click=fill>
                        "Fill the form in"
                    </Button>
                </p>
            </div>
        </Card>
    }
}
