//! *Start from*: a new job, an example, an earlier job's model, or a model in S3.
//!
//! Every choice is a link to the same page, so it works without scripts; a live page fills the form in place and keeps
//! what was typed.

pub mod artifact;
pub mod candidates;
pub mod examples;
pub mod paste;

use console::{
    job_form::{
        provenance::{FilledFrom, Provenance},
        start::{ModelSource, StartFrom},
        step::Step,
    },
    paths,
};
use leptos::prelude::*;

use crate::{
    client_resource::ClientResource,
    create_training_job::{
        state::use_form,
        steps::start_from::{candidates::Candidates, examples::ExampleChoices, paste::PasteCard},
    },
    models::api::list_models,
    ui::{
        Alert, AlertKind, Badge, BadgeKind, Button, ButtonKind, Card, LinkButton, RelativeTime, Suggestions, TextInput,
        suggestions_id,
    },
};
use artifact::ArtifactField;

/// The step.
#[component]
pub fn StartStep() -> impl IntoView {
    view! {
        <LastDraft />
        <Card title="Start from">
            <p class="muted">"A training job starts with random weights, or continues from the model of an earlier job."</p>
            <div class="choices">
                <ExampleChoices />
                <BlankChoice />
                <BaselineChoice />
            </div>
        </Card>
        <Card title="An earlier job's model">
            <Candidates />
        </Card>
        <Card title="A model, or a location in S3">
            <ModelField />
            <ArtifactField />
        </Card>
        <PasteCard />
    }
}

/// The draft that was saved last, for a form that is new; nothing once it is dismissed or something is typed.
#[component]
fn LastDraft() -> impl IntoView {
    let form = use_form();
    move || {
        let draft = form.last_draft.get()?;
        let name = draft.name().to_owned();
        let address = paths::create_from_draft(&draft.id);
        Some(view! {
            <Alert kind=AlertKind::Info title="You have an unfinished form">
                <p class="button-row">
                    // The page is loaded anew: the router takes the address for the one that it knows.
                    <a class="button" href=address rel="external" target="_self">
                        {format!("Continue with {name}")}
                    </a>
                    <span class="muted">"Saved " <RelativeTime at=draft.changed_at /></span>
                    <Button kind=ButtonKind::Plain class="live-only" on_press=move |()| form.last_draft.set(None)>
                        "Dismiss"
                    </Button>
                </p>
            </Alert>
        })
    }
}

#[component]
fn BlankChoice() -> impl IntoView {
    let form = use_form();
    let is_chosen =
        Memo::new(move |_| form.provenance.with(Option::is_none) && form.shown.with(|draft| draft.source.trim().is_empty()));
    let start = move |()| {
        if is_chosen.get_untracked() {
            form.go(Step::JobSettings);
        } else {
            form.start_from(Ok(StartFrom::Blank), "The form has the default values.".to_owned());
        }
    };
    view! {
        <div class="choice" class:choice-chosen=is_chosen>
            <div class="choice-head">
                <h3>"New job"</h3>
                {move || is_chosen.get().then(|| view! { <Badge kind=BadgeKind::Quiet>"chosen"</Badge> })}
            </div>
            <p>"Random weights, your own data and settings."</p>
            <LinkButton href=paths::create() on_press=start>"Start a new job"</LinkButton>
        </div>
    }
}

/// The job or the request that the whole form was filled from; nothing where it was not.
#[component]
fn BaselineChoice() -> impl IntoView {
    let form = use_form();
    move || {
        let provenance = form.provenance.get().filter(Provenance::is_baseline)?;
        let words = match &provenance.filled_from {
            FilledFrom::Clone(job) => format!("All settings of {job} under a new name, its data and its model channel included."),
            _ => "All settings of the request, under its own name unless that is taken.".to_owned(),
        };
        Some(view! {
            <div class="choice choice-chosen">
                <div class="choice-head">
                    <h3>{provenance.title()}</h3>
                    <Badge kind=BadgeKind::Quiet>"chosen"</Badge>
                </div>
                <p>{words}</p>
            </div>
        })
    }
}

/// A SageMaker model by its name; the newest ones are suggested.
#[component]
fn ModelField() -> impl IntoView {
    let form = use_form();
    let (name, set_name) = signal(String::new());
    let is_missing = RwSignal::new(false);
    // Asked for in the browser only: the page does not wait for suggestions.
    let known = ClientResource::new(|| Some(()), |()| list_models(String::new(), String::new()));
    let choose = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        let model = name.get_untracked().trim().to_owned();
        is_missing.set(model.is_empty());
        if model.is_empty() {
            crate::browser::focus("model-name");
        } else {
            form.start_from(Ok(StartFrom::Model(ModelSource::Name(model))), "The model is chosen.".to_owned());
        }
    };
    let suggestions = Signal::derive(move || {
        let found = known.get().and_then(Result::ok).map(|page| page.models).unwrap_or_default();
        found.into_iter().map(|model| (model.name, String::new())).collect::<Vec<_>>()
    });
    let id = Signal::stored("model-name".to_owned());
    view! {
        <div class="field" class:field-invalid=is_missing>
            <div class="field-label">
                <label for="model-name">"SageMaker model"</label>
            </div>
            <div class="input-row">
                <TextInput
                    id=id
                    name="model"
                    value=name
                    on_input=move |typed| {
                        is_missing.set(false);
                        set_name.set(typed);
                    }
                    invalid=is_missing
                    described_by="model-name-error model-name-note"
                    attr:form="model-form"
                    attr:list=suggestions_id(id, suggestions)
                />
                <Suggestions id=id values=suggestions />
                <Button submit=true attr:form="model-form" on:click=choose>
                    "Use its artifact"
                </Button>
            </div>
            <div id="model-name-error" class="note note-error" role="alert" hidden=move || !is_missing.get()>
                "Enter the name of a SageMaker model."
            </div>
            <div class="field-note" id="model-name-note">
                "The job starts from the artifact of the model's primary container."
            </div>
        </div>
    }
}
