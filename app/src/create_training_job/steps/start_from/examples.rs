//! The examples: one for each algorithm that the target runs, and the expanded sets for the job after one.

use console::{
    job_form::{example::Example, provenance::FilledFrom, start::StartFrom},
    paths,
};
use leptos::prelude::*;

use crate::{
    create_training_job::state::use_form,
    settings::use_settings,
    ui::{Alert, AlertKind, Badge, BadgeKind, Button, LinkButton},
};

/// A choice for each example; nothing where the target has no sample data.
#[component]
pub fn ExampleChoices() -> impl IntoView {
    let form = use_form();
    let settings = use_settings();
    let offered = form.observations.with_untracked(|seen| Example::offered(&settings, seen.facts.engine_images.as_ref()));
    offered.into_iter().map(|example| view! { <ExampleChoice example=example /> }).collect_view()
}

#[component]
fn ExampleChoice(
    /// The example.
    example: &'static Example,
) -> impl IntoView {
    let form = use_form();
    let start = move |()| {
        form.start_from(Ok(StartFrom::Example(example)), "The example is filled in.".to_owned());
    };
    let is_chosen = move || {
        form.provenance
            .with(|provenance| provenance.as_ref().is_some_and(|provenance| provenance.filled_from == FilledFrom::Example))
            && form.shown.with(|draft| draft.source.trim().is_empty() && draft.algorithm == example.repository)
    };
    view! {
        <div class="choice" class:choice-chosen=is_chosen>
            <div class="choice-head">
                <h3>{example.title}</h3>
                {move || is_chosen().then(|| view! { <Badge kind=BadgeKind::Quiet>"chosen"</Badge> })}
            </div>
            <p>{example.description}</p>
            <LinkButton href=paths::create_example(example.word) on_press=start>
                {example.action}
            </LinkButton>
        </div>
    }
}

/// Offers the expanded set to a job that starts from a model and reads the base set of an example.
#[component]
pub fn ExpandedSamples() -> impl IntoView {
    let form = use_form();
    let settings = StoredValue::new(use_settings());
    let found = Memo::new(move |_| {
        form.shown.with(|draft| {
            let example = settings.with_value(|settings| Example::of_base_data(draft, settings));
            example.filter(|_| !draft.source.trim().is_empty())
        })
    });
    move || {
        let example = found.get()?;
        let expand = move |()| {
            settings.with_value(|settings| form.draft.update(|draft| example.expand(draft, settings)));
            form.look_up_all_locations();
            form.announcement.set("The expanded samples are filled in, with fewer epochs.".to_owned());
        };
        Some(view! {
            <Alert kind=AlertKind::Info title="The model has seen these samples">
                <p>{format!("The expanded samples also hold a pattern that it never saw: {}.", example.new_pattern)}</p>
                <Button class="live-only" on_press=expand>
                    "Use the expanded samples"
                </Button>
            </Alert>
        })
    }
}
