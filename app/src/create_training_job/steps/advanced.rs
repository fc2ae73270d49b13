//! Members of the API that the classic page does not show.

use console::job_form::draft::{InputKey, List, ON};
use domain::Field;
use leptos::prelude::*;

use crate::{
    create_training_job::{
        fields::{AddButton, AreaField, Binding, ListMessages, RemoveButton, SelectField, TextField},
        state::use_form,
    },
    ui::{Button, Card, HiddenInput, TextKind},
};

/// The section; folded until something in it is set.
#[component]
pub fn AdvancedSection() -> impl IntoView {
    let form = use_form();
    view! {
        <Card title="Advanced">
            <p class="muted">"Optional API settings that the AWS console does not show. Empty fields are not sent."</p>
            <div class="form">
                <TextField
                    binding=Binding::new(form, Field::RetryAttempts)
                    label="Retry attempts"
                    kind=TextKind::WholeNumber
                    optional=true
                    placeholder="None"
                    help="1 to 30, only after internal errors of the service. All attempts count towards the maximum runtime."
                />
                <TextField
                    binding=Binding::new(form, Field::MaximumPending)
                    label="Maximum pending time (seconds)"
                    kind=TextKind::WholeNumber
                    optional=true
                    placeholder="Service default"
                    help="1800 to 2419200; how long the job may wait for accelerated instances."
                />
                <SelectField
                    binding=Binding::new(form, Field::MetricsTimeSeries)
                    label="SageMaker metrics time series"
                    optional=true
                    options=[("", "Service default"), (ON, "On"), ("false", "Off")].map(|(value, words)| (value.to_owned(), words.to_owned())).to_vec()
                    help="Enabled by default for built-in algorithms."
                />
                <AreaField
                    binding=Binding::new(form, Field::Entrypoint)
                    label="Container entrypoint"
                    optional=true
                    placeholder="Image default"
                    help="One item per line; up to 100 items of 256 characters."
                />
                <AreaField
                    binding=Binding::new(form, Field::Arguments)
                    label="Container arguments"
                    optional=true
                    placeholder="None"
                    help="One argument per line; up to 100 arguments of 256 characters."
                />
            </div>
            <EnvironmentVariables />
            <UnknownMembers />
        </Card>
    }
}

#[component]
fn EnvironmentVariables() -> impl IntoView {
    let form = use_form();
    let count = form.count(List::Environment);
    view! {
        <h3 class="section-heading">"Environment variables"</h3>
        <p class="muted">"Visible to anyone who can view the job. Do not store secrets here."</p>
        <ListMessages field=Field::Environment />
        <div class="rows">
            <For each=move || 0..count.get() key=|row| *row let(row)>
                <div class="row">
                    <TextField binding=Binding::new(form, Field::EnvironmentKey(row)) label="Variable" kind=TextKind::Code />
                    <TextField binding=Binding::new(form, InputKey::Variable(row)) label="Value" kind=TextKind::Code optional=true />
                    <RemoveButton list=List::Environment row=row what=format!("variable {}", row + 1) />
                </div>
            </For>
        </div>
        <AddButton list=List::Environment words="Add variable" />
    }
}

/// Members that came with a request and have no field here: they are sent as they came, in sight.
#[component]
fn UnknownMembers() -> impl IntoView {
    let form = use_form();
    let other = Memo::new(move |_| form.draft.with(|draft| draft.other.clone()));
    let is_empty = Memo::new(move |_| other.with(String::is_empty));
    view! {
        <div class:away=is_empty>
            <h3 class="section-heading">"Settings without a field"</h3>
            <p class="muted">"The request that filled in this form has these settings. They are sent unchanged."</p>
            <ListMessages field=Field::Other />
            <HiddenInput name="draft[other]" value=other />
            <pre class="code">{move || other.get()}</pre>
            <Button class="live-only" on_press=move |()| form.set(Field::Other, String::new())>
                "Remove them"
            </Button>
        </div>
    }
}
