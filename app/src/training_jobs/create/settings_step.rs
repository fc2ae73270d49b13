//! *Job settings*: name, role, algorithm, machines, limits of time.

use domain::{Field, algorithm::Algorithm, image, instance::InstanceType, mode::InputMode};
use leptos::prelude::*;

use super::{
    binding::Binding,
    control::{SelectField, TextField, words},
    draft::{Draft, RuntimeUnit, part_name},
    form::use_form,
};
use crate::{
    layout::Container,
    settings::use_settings,
    ui::{Select, TextKind},
};

/// The step.
#[component]
pub fn SettingsStep() -> impl IntoView {
    view! {
        <Container title="Job settings">
            <div class="form">
                <JobSettings />
            </div>
        </Container>
        <Container title="Resource configuration">
            <div class="form">
                <Resources />
            </div>
        </Container>
    }
}

#[component]
fn JobSettings() -> impl IntoView {
    let form = use_form();
    let settings = use_settings();
    let region = form.region();
    let roles: Vec<(String, String)> = settings
        .role
        .iter()
        .map(|role| (role.clone(), if settings.is_local { "Offered by the local engine" } else { "" }.to_owned()))
        .collect();
    let role_help = if settings.is_local {
        "The local engine takes any role; it offers one."
    } else {
        "SageMaker takes this role to read the data and write the model. Enter its complete ARN."
    };
    let algorithms =
        Algorithm::ALL.iter().map(|algorithm| (algorithm.repository.to_owned(), algorithm.display.to_owned())).collect();
    let image_path = move || {
        let image = form.shown.with(|draft| image::training_image(&draft.algorithm, &region));
        image.map(|image| format!("Image: {image}")).unwrap_or_default()
    };
    view! {
        <TextField
            binding=Binding::new(form, Field::JobName)
            label="Job name"
            help="Unique in the account and Region. Letters, digits and inner hyphens, at most 63."
        />
        <TextField binding=Binding::new(form, Field::Role) label="IAM role" kind=TextKind::Code help=role_help suggestions=roles />
        <SelectField
            binding=Binding::new(form, Field::Algorithm)
            label="Algorithm"
            options=algorithms
            help=Signal::derive(image_path)
        />
        <SelectField
            binding=Binding::new(form, Field::InputMode)
            label="Input mode"
            options=words(InputMode::ALL.iter().map(|mode| mode.as_str()))
            help="The default of all channels. File downloads the data before training starts."
        />
    }
}

#[component]
fn Resources() -> impl IntoView {
    let form = use_form();
    let unit = Memo::new(move |_| form.draft.with(|draft| draft.max_runtime_unit.as_str().to_owned()));
    let set_unit = move |word: String| {
        if let Some(unit) = RuntimeUnit::parse(&word) {
            form.draft.update(|draft| draft.max_runtime_unit = unit);
        }
    };
    let units = words(RuntimeUnit::ALL.into_iter().map(RuntimeUnit::as_str));
    view! {
        <TextField
            binding=Binding::new(form, Field::InstanceType)
            label="Instance type"
            kind=TextKind::Code
            help="Type to search. This algorithm trains on GPU instances; p2, p3, g4dn and g5 are documented for it."
            suggestions=instance_types()
        />
        <TextField binding=Binding::new(form, Field::InstanceCount) label="Instance count" kind=TextKind::WholeNumber />
        <TextField
            binding=Binding::new(form, Field::Volume)
            label="Additional storage volume per instance (GB)"
            kind=TextKind::WholeNumber
            help="Holds the data set, the unpacked model and the output."
        />
        <TextField
            binding=Binding::new(form, Field::VolumeKmsKey)
            label="Encryption key (volume)"
            kind=TextKind::Code
            optional=true
            help="Key ID or key ARN of the volume's key."
        />
        <TextField
            binding=Binding::new(form, Field::MaximumRuntime)
            label="Stopping condition: maximum runtime"
            kind=TextKind::WholeNumber
            help="The job is stopped after this time; what was saved until then is kept."
        >
            <Select
                id="max-runtime-unit"
                name=part_name("max_runtime_unit")
                value=unit
                options=units
                on_choose=set_unit
                on_leave=move |()| form.leave(&Field::MaximumRuntime)
                aria_label="Unit of the maximum runtime"
            />
        </TextField>
    }
}

/// All instance types: those documented for the algorithm first, then other GPU types, then the rest.
fn instance_types() -> Vec<(String, String)> {
    let mut types: Vec<&InstanceType> = InstanceType::all().iter().collect();
    types.sort_by_key(|instance| (!instance.documented_for_vision, !instance.has_gpu));
    let words = |instance: &InstanceType| match (instance.documented_for_vision, instance.has_gpu) {
        (true, _) => "GPU, documented for this algorithm",
        (false, true) => "GPU",
        (false, false) => "CPU only",
    };
    types.into_iter().map(|instance| (instance.name.to_owned(), words(instance).to_owned())).collect()
}

/// The maximum runtime in words, for review.
pub fn runtime_words(draft: &Draft) -> String {
    let unit = draft.max_runtime_unit.as_str();
    match draft.max_runtime.trim() {
        "1" => format!("1 {}", unit.trim_end_matches('s')),
        count => format!("{count} {unit}"),
    }
}
