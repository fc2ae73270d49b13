//! *Review and create*: everything once more, where each value comes from, warnings, and the exact request.

pub mod code_panel;
pub mod cost;
pub mod data_since;
pub mod json_editor;
pub mod variants;
pub mod warnings;

use console::job_form::{
    provenance::Provenance,
    review::{NOTHING, Origin, Row, Section, sections},
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
    // Drawing everything again takes longer than a keystroke may, so it waits until the step is in view.
    let is_seen = move || form.single.get() || form.step.get() == Step::Review;
    let sections = Memo::new(move |before: Option<&Vec<Section>>| match before {
        Some(before) if !is_seen() => before.clone(),
        _ => form.with_debounced_draft(|draft| {
            form.baseline.with(|baseline| form.provenance.with(|provenance| sections(draft, baseline, provenance.as_ref())))
        }),
    });
    let is_single = form.single;
    let shown = move || {
        // The single page has every field in view already.
        let sections = if is_single.get() { Vec::new() } else { sections.get() };
        sections.into_iter().map(|section| view! { <SectionView section=section /> }).collect_view()
    };
    view! {
        {shown}
        <DataSinceSource is_seen=Signal::derive(is_seen) />
        <CostCeiling />
        <Variants />
        <details class="request-fold" class:away=is_single>
            <summary>"The request as JSON, AWS CLI command, boto3 and SageMaker SDK code"</summary>
            <CodePanel id="review-code" json_label="Body of the request" />
        </details>
        <Warnings />
    }
}

/// A section: what was set or is wrong; what has its default value is folded.
#[component]
fn SectionView(
    /// The section.
    section: Section,
) -> impl IntoView {
    let form = use_form();
    let step = section.step;
    let title = section.title.clone();
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
    let message = |row: &Row| {
        let field = row.field.as_ref()?;
        form.violations
            .with(|violations| violations.errors().find(|error| error.field == *field).map(|error| error.message.clone()))
    };
    let rows = section.rows.into_iter().map(|row| (message(&row), row));
    let (defaults, set): (Vec<_>, Vec<_>) =
        rows.partition(|(message, row)| message.is_none() && (row.origin == Origin::Default || row.value == NOTHING));
    let words = match defaults.len() {
        1 => "1 default".to_owned(),
        count => format!("{count} defaults"),
    };
    let defaults = (!defaults.is_empty()).then(|| {
        view! {
            <details class="defaults">
                <summary>{words}</summary>
                <KeyValues>{defaults.into_iter().map(|(message, row)| view! { <RowView message=message row=row /> }).collect_view()}</KeyValues>
            </details>
        }
    });
    view! {
        <Card title=section.title end=edit>
            <KeyValues>{set.into_iter().map(|(message, row)| view! { <RowView message=message row=row /> }).collect_view()}</KeyValues>
            {defaults}
        </Card>
    }
}

#[component]
fn RowView(
    /// What is wrong with the value.
    message: Option<String>,
    /// The label and the value.
    row: Row,
) -> impl IntoView {
    let form = use_form();
    let badge = match (&message, row.origin) {
        (Some(_), _) if row.value == NOTHING => Some((BadgeKind::Warning, "missing".to_owned())),
        (Some(_), _) => Some((BadgeKind::Warning, "wrong".to_owned())),
        (None, Origin::Changed) => {
            let provenance = form.provenance.get_untracked().filter(Provenance::is_baseline);
            let source = untrack(|| form.source()).and_then(|source| source.job).map(|job| job.name);
            Some((
                BadgeKind::Info,
                match (provenance, source) {
                    (Some(provenance), _) => provenance.changed(),
                    (None, Some(job)) => format!("changed from {job}"),
                    (None, None) => "changed".to_owned(),
                },
            ))
        }
        (None, _) => None,
    };
    let is_wrong = message.is_some();
    let wide = row.value.len() > 40;
    let mono = row.value.contains('/');
    view! {
        <div class:key-value-wide=wide class:key-value-wrong=is_wrong>
            <dt>{row.label}</dt>
            <dd>
                <span class:mono=mono>{row.value}</span>
                {badge.map(|(kind, words)| view! { " " <Badge kind=kind>{words}</Badge> })}
                {message.map(|message| view! { <small class="note note-error">{message}</small> })}
            </dd>
        </div>
    }
}
