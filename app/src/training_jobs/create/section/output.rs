//! Where the model goes.

use domain::{Field, S3Uri};
use leptos::prelude::*;

use crate::training_jobs::create::{
    binding::Binding,
    control::{LocationField, SelectField, TextField},
    form::use_form,
};
use crate::ui::{Card, TextKind};

/// The section.
#[component]
pub fn OutputSection() -> impl IntoView {
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
    let compressions = [("", "GZIP (the service's choice)"), ("GZIP", "GZIP"), ("NONE", "NONE")];
    let compressions = compressions.map(|(value, words)| (value.to_owned(), words.to_owned()));
    view! {
        <Card title="Output data configuration">
            <div class="form">
                <LocationField field=Field::OutputPath label="S3 output path" help="The model is stored below it, in a folder with the job's name." />
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
                    help="NONE leaves a folder in place of model.tar.gz; no later job of these algorithms can start from it."
                />
            </div>
            {artifact}
        </Card>
    }
}
