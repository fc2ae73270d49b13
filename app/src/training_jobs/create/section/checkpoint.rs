//! Checkpoints.

use domain::Field;
use leptos::prelude::*;

use crate::training_jobs::create::{
    binding::Binding,
    control::{LocationField, TextField},
    form::use_form,
};
use crate::ui::{Card, TextKind};

/// The section.
#[component]
pub fn CheckpointSection() -> impl IntoView {
    let form = use_form();
    view! {
        <Card title="Checkpoint configuration">
            <div class="form">
                <LocationField
                    field=Field::CheckpointUri
                    label="Checkpoints: S3 location"
                    optional=true
                    help="Empty keeps no checkpoints. What already is here is copied into the container at the start."
                />
                <TextField
                    binding=Binding::new(form, Field::CheckpointPath)
                    label="Local path"
                    kind=TextKind::Code
                    optional=true
                    placeholder="/opt/ml/checkpoints"
                    help="Built-in algorithms use the usual directory: leave it empty."
                />
            </div>
        </Card>
    }
}
