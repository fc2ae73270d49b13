//! *Review and create*: everything once more, where each value comes from, warnings, and the exact request.

pub mod code_panel;
pub mod cost;
pub mod data_since;
pub mod json_editor;
pub mod variants;
pub mod warnings;

use console::job_form::{
    provenance::Provenance,
    review::{NOTHING, Origin, Section, sections},
    step::Step,
};
use leptos::prelude::*;

use self::{code_panel::CodePanel, cost::CostCeiling, data_since::DataSinceSource, variants::Variants, warnings::Warnings};
use super::state::use_form;
use crate::ui::{Badge, BadgeKind, Button, ButtonKind, Card, KeyValues};

/// The step.
#[component]
pub fn ReviewStep() -> impl IntoView {
    let form = use_form();
    let source_job = Memo::new(move |_| form.source().and_then(|source| source.job).map(|job| job.name));
    // Drawing everything again takes longer than a keystroke may, so it waits until the step is in view.
    let is_seen = move || form.single.get() || form.step.get() == Step::Review;
    let sections = Memo::new(move |before: Option<&Vec<Section>>| match before {
        Some(before) if !is_seen() => before.clone(),
        _ => form.with_debounced_draft(|draft| {
            form.baseline.with(|baseline| form.provenance.with(|provenance| sections(draft, baseline, provenance.as_ref())))
        }),
    });
    view! {
        <Warnings />
        {move || sections.get().into_iter().map(|section| view! { <SectionView section=section source_job=source_job.get() /> }).collect_view()}
        <DataSinceSource is_seen=Signal::derive(is_seen) />
        <CostCeiling />
        <Variants />
        <CodePanel id="review-code" json_label="Body of the request" />
    }
}

#[component]
fn SectionView(
    /// The section.
    section: Section,
    /// The job that values may be inherited from.
    source_job: Option<String>,
) -> impl IntoView {
    let form = use_form();
    let step = section.step;
    let title = section.title.clone();
    // Values from a model name its job, even in a form that began with the example.
    let provenance = form.provenance.get_untracked().filter(Provenance::is_baseline);
    let edit = move || {
        view! {
            <Button
                kind=ButtonKind::Plain
                class="live-only"
                attr:aria-label=format!("Edit {title}")
                on_press=move |()| form.go(step)
            >
                "Edit"
            </Button>
        }
    };
    let row = move |row: console::job_form::review::Row| {
        let badge = match (row.origin, source_job.as_deref()) {
            _ if row.value == NOTHING && row.origin != Origin::Changed => None,
            (Origin::Own, _) => None,
            (Origin::Default, _) => Some((BadgeKind::Quiet, "default".to_owned())),
            (Origin::Inherited, _) => {
                Some((BadgeKind::Inherited, provenance.as_ref().map_or("inherited", Provenance::inherited).to_owned()))
            }
            (Origin::Changed, source) => Some((
                BadgeKind::Info,
                match (&provenance, source) {
                    (Some(provenance), _) => provenance.changed(),
                    (None, Some(job)) => format!("changed from {job}"),
                    (None, None) => "changed".to_owned(),
                },
            )),
        };
        let wide = row.value.len() > 40;
        let mono = row.value.contains('/');
        view! {
            <div class:key-value-wide=wide>
                <dt>{row.label}</dt>
                <dd>
                    <span class:mono=mono>{row.value}</span>
                    {badge.map(|(kind, words)| view! { " " <Badge kind=kind>{words}</Badge> })}
                </dd>
            </div>
        }
    };
    view! {
        <Card title=section.title end=edit>
            <KeyValues>{section.rows.into_iter().map(row).collect_view()}</KeyValues>
        </Card>
    }
}
