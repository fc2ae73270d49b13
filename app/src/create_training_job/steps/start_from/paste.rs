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
            set_error.set(text.with_untracked(|text| refusal(text)));
        }
    };
    let fill = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        let refused = text.with_untracked(|text| refusal(text));
        let is_refused = refused.is_some();
        set_error.set(refused);
        if is_refused {
            crate::browser::focus("paste");
        } else {
            let from = StartFrom::Paste(text.get_untracked());
            form.start_from(Ok(from), "The pasted request is filled in.".to_owned());
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
                    "The JSON of CreateTrainingJob or DescribeTrainingJob, a boto3 call, an " <code>"aws sagemaker create-training-job"</code>
                    " command, or what holds one: a script, a notebook, a state of Step Functions, a pipeline, a tuning job, a manifest of Kubernetes, an event of CloudTrail. "
                    "Values that are not known, and anything the form cannot show, are listed after you import it."
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

/// Why a text cannot be read. What only the server reads is sent to it.
fn refusal(text: &str) -> Option<String> {
    paste::read(text).err().filter(|error| !error.is_for_the_server()).map(|error| error.to_string())
}
