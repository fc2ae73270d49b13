//! *Output and tags*: what remains, and what the classic page does not show.

use console::job_form::draft::{List, ON};
use domain::{Field, S3Uri, wire::CheckpointConfig};
use leptos::prelude::*;

use crate::{
    create_training_job::{
        fields::{
            AddButton, Binding, CheckField, ListMessages, RemoveButton, SelectField, TextField, location::LocationField,
            time::TimeField,
        },
        state::use_form,
        steps::advanced::AdvancedSection,
    },
    ui::{Card, TextKind},
};

/// The step.
#[component]
pub fn OutputStep() -> impl IntoView {
    view! {
        <CheckpointSection />
        <OutputSection />
        <SpotSection />
        <TagsSection />
        <AdvancedSection />
    }
}

/// Where checkpoints are kept.
#[component]
fn CheckpointSection() -> impl IntoView {
    let form = use_form();
    view! {
        <Card title="Checkpoint configuration">
            <div class="form">
                <LocationField
                    field=Field::CheckpointUri
                    label="Checkpoints: S3 location"
                    optional=true
                    help="Leave empty to keep no checkpoints. Objects that are already here are copied into the container at the start."
                />
                <TextField
                    binding=Binding::new(form, Field::CheckpointPath)
                    label="Local path"
                    kind=TextKind::Code
                    optional=true
                    placeholder=CheckpointConfig::DEFAULT_LOCAL_PATH
                    help="Leave empty for built-in algorithms: they use the default directory."
                />
            </div>
        </Card>
    }
}

/// Where the model goes.
#[component]
fn OutputSection() -> impl IntoView {
    let form = use_form();
    let planned = Memo::new(move |_| {
        form.shown.with(|draft| {
            let path = S3Uri::parse(draft.output_path.trim()).ok()?;
            let name = draft.job_name.trim();
            (!name.is_empty() && draft.output_compression != "NONE").then(|| path.model_artifact(name).to_string())
        })
    });
    let artifact = move || {
        planned.get().map(|uri| view! { <p class="muted planned">"The model will be at " <span class="mono">{uri}</span></p> })
    };
    let compressions = [("", "GZIP (default)"), ("GZIP", "GZIP"), ("NONE", "NONE")];
    let compressions = compressions.map(|(value, words)| (value.to_owned(), words.to_owned()));
    view! {
        <Card title="Output data configuration">
            <div class="form">
                <LocationField field=Field::OutputPath label="S3 output path" help="The model is stored here, in a folder named after the job." />
                <TextField
                    binding=Binding::new(form, Field::OutputKmsKey)
                    label="Encryption key (output)"
                    kind=TextKind::Code
                    optional=true
                    placeholder="The account's key for S3"
                    suggestions=Signal::derive(move || form.suggestions.get().output_keys)
                    help="Key ID, key ARN or alias."
                />
                <SelectField
                    binding=Binding::new(form, Field::OutputCompression)
                    label="Output compression"
                    optional=true
                    options=compressions.to_vec()
                    help="NONE stores a folder instead of model.tar.gz; no later job of these algorithms can start from it."
                />
            </div>
            {artifact}
        </Card>
    }
}

/// Managed spot training. The wait time is also shown without spot capacity when a request brought one.
#[component]
fn SpotSection() -> impl IntoView {
    let form = use_form();
    let has_no_wait = Memo::new(move |_| form.shown.with(|draft| draft.spot != ON && draft.max_wait.trim().is_empty()));
    view! {
        <Card title="Managed spot training">
            <div class="form">
                <CheckField
                    binding=Binding::new(form, Field::ManagedSpot)
                    label="Enable managed spot training"
                    help="Cheaper capacity that AWS may take back; the job then waits for new capacity and resumes from its checkpoints."
                />
                <div class:away=has_no_wait>
                    <TimeField
                        field=Field::MaximumWait
                        label="Stopping condition: maximum wait time"
                        unit_id="max-wait-unit"
                        unit_label="Unit of the maximum wait time"
                        help="Waiting and running time together; at least the maximum runtime."
                    />
                </div>
            </div>
        </Card>
    }
}

/// Tags.
#[component]
fn TagsSection() -> impl IntoView {
    let form = use_form();
    let count = form.count(List::Tags);
    view! {
        <Card title="Tags">
            <p class="muted">"Up to 50 key-value pairs, for example a project or a cost centre."</p>
            <ListMessages field=Field::Tags />
            <div class="rows">
                <For each=move || 0..count.get() key=|row| *row let(row)>
                    <div class="row">
                        <TextField binding=Binding::new(form, Field::TagKey(row)) label="Key" />
                        <TextField binding=Binding::new(form, Field::TagValue(row)) label="Value" optional=true />
                        <RemoveButton list=List::Tags row=row what=format!("tag {}", row + 1) />
                    </div>
                </For>
            </div>
            <AddButton list=List::Tags words="Add tag" />
        </Card>
    }
}
