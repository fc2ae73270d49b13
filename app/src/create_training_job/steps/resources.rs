//! Machines and how long they work.

use domain::{Field, instance::InstanceType};
use leptos::prelude::*;

use crate::{
    create_training_job::{
        fields::{Binding, ComboField, TextField, time::TimeField},
        state::use_form,
    },
    ui::{Card, Choice, TextKind},
};

/// The section.
#[component]
pub fn ResourceSection() -> impl IntoView {
    let form = use_form();
    let needs_gpu =
        Memo::new(move |_| form.shown.with(|draft| draft.known_algorithm().is_some_and(|algorithm| algorithm.needs_gpu)));
    let type_help = Signal::derive(move || {
        let words = form.shown.with(|draft| InstanceType::find(draft.instance_type.trim()).map(InstanceType::facts));
        match (words, needs_gpu.get()) {
            (Some(words), _) => format!("{words}. Type to search by name, family, accelerator or disk."),
            (None, true) => {
                "Type to search. This algorithm trains on GPU instances; p2, p3, g4dn and g5 are documented for it.".to_owned()
            }
            (None, false) => "Type to search by name, family, accelerator or disk.".to_owned(),
        }
    });
    view! {
        <Card title="Resource configuration">
            <div class="form">
                <ComboField
                    binding=Binding::new(form, Field::InstanceType)
                    label="Instance type"
                    choices=Signal::derive(move || choices(needs_gpu.get()))
                    noun="instance types"
                    help=type_help
                />
                <TextField
                    binding=Binding::new(form, Field::InstanceCount)
                    label="Instance count"
                    kind=TextKind::WholeNumber
                    help="At most your quota for the instance type."
                />
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
                    suggestions=Signal::derive(move || form.suggestions.get().volume_keys)
                    help="Key ID or key ARN of the volume's key."
                />
                <TextField
                    binding=Binding::new(form, Field::KeepAlive)
                    label="Keep alive period (seconds)"
                    kind=TextKind::WholeNumber
                    optional=true
                    placeholder="No warm pool"
                    help="How long the instances wait for a matching job after this one."
                />
                <TimeField
                    field=Field::MaximumRuntime
                    label="Stopping condition: maximum runtime"
                    unit_id="max-runtime-unit"
                    unit_label="Unit of the maximum runtime"
                    help="The job is stopped after this time; everything saved until then is kept."
                />
            </div>
        </Card>
    }
}

/// All instance types by family; where a GPU is needed those documented for the algorithm first, then other GPU types.
fn choices(needs_gpu: bool) -> Vec<Choice> {
    let mut types: Vec<&InstanceType> = InstanceType::all().iter().collect();
    if needs_gpu {
        types.sort_by_key(|instance| (!instance.documented_for_vision, !instance.has_gpu, family_place(instance)));
    } else {
        types.sort_by_key(|instance| family_place(instance));
    }
    let choice = |instance: &InstanceType| {
        let documented = if needs_gpu && instance.documented_for_vision { ", documented for this algorithm" } else { "" };
        Choice {
            value: instance.name.to_owned(),
            words: format!("{}{documented}", instance.facts()),
            group: format!("Family {}", instance.family()),
        }
    };
    types.into_iter().map(choice).collect()
}

/// The place of a family's first type, so that a family stands together.
fn family_place(instance: &InstanceType) -> usize {
    InstanceType::all().iter().position(|other| other.family() == instance.family()).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_types_are_offered_and_families_stand_together() {
        for needs_gpu in [true, false] {
            let all = choices(needs_gpu);
            assert_eq!(all.len(), InstanceType::all().len());
            let mut groups: Vec<&str> = all.iter().map(|choice| choice.group.as_str()).collect();
            groups.dedup();
            let distinct: std::collections::BTreeSet<&str> = groups.iter().copied().collect();
            assert_eq!(groups.len(), distinct.len(), "{needs_gpu}");
        }
        assert!(choices(true)[0].words.starts_with("GPU"));
    }
}
