//! The location of a model to start from.

use console::job_form::start::StartFrom;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    create_training_job::state::{PickTarget, use_form},
    ui::{Button, TextInput, TextKind},
};

/// The field. It belongs to a form of its own, which asks the server what is at the location. The rules of the model's
/// channel are checked first, so that the message stands here.
#[component]
pub fn ArtifactField() -> impl IntoView {
    let form = use_form();
    let uri = form.artifact;
    let error = RwSignal::new(None::<String>);
    let refuse = move |message: String| {
        error.set(Some(message));
        crate::browser::focus("artifact");
    };
    let choose = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        let artifact = uri.get_untracked().trim().to_owned();
        if artifact.is_empty() {
            return refuse(domain::RuleCode::ModelChannelLocation.message().to_owned());
        }
        spawn_local(async move {
            match form.objection(&artifact).await {
                Some(message) => refuse(message),
                None => {
                    error.set(None);
                    form.start_from(StartFrom::model_at(&artifact), "The model is chosen.".to_owned());
                }
            }
        });
    };
    Effect::new(move |_| {
        uri.track();
        error.set(None);
    });
    view! {
        <div class="field" class:field-invalid=move || error.with(Option::is_some)>
            <div class="field-label">
                <label for="artifact">"S3 location of a model"</label>
            </div>
            <div class="input-row">
                <TextInput
                    id="artifact"
                    name="artifact"
                    kind=TextKind::Code
                    placeholder="s3://bucket/output/job/output/model.tar.gz"
                    value=uri
                    on_input=move |typed| uri.set(typed)
                    invalid=Signal::derive(move || error.with(Option::is_some))
                    described_by="artifact-error artifact-note"
                    attr:form="artifact-form"
                />
                <Button class="live-only" on_press=move |()| form.picking.set(Some(PickTarget::Artifact))>
                    "Browse"
                </Button>
                <Button submit=true attr:form="artifact-form" on:click=choose>
                    "Use this model"
                </Button>
            </div>
            <div id="artifact-error" class="note note-error" role="alert" hidden=move || error.with(Option::is_none)>
                {move || error.get()}
            </div>
            <div class="field-note" id="artifact-note">
                "The complete key of the archive. When a known job made it, that job's settings are copied too."
            </div>
        </div>
    }
}
