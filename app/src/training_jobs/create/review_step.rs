//! *Review and create*: everything once more, where each value comes from, warnings, and the exact request.

use leptos::prelude::*;

use super::{
    form::{Form, note_of, use_form},
    overview::{NOTHING, Origin, Section, sections},
};
use crate::{
    layout::Container,
    ui::{Alert, AlertKind, Badge, BadgeKind, CodeBlock, KeyValues},
};

/// The step.
#[component]
pub fn ReviewStep() -> impl IntoView {
    let form = use_form();
    let source_job = Memo::new(move |_| form.source().and_then(|source| source.job).map(|job| job.name));
    let sections = Memo::new(move |_| {
        form.shown.with(|draft| form.baseline.with(|baseline| sections(draft, baseline, !baseline.source.is_empty())))
    });
    view! {
        <Warnings />
        {move || sections.get().into_iter().map(|section| view! { <SectionView section=section source_job=source_job.get() /> }).collect_view()}
        <Container title="Request">
            <p class="muted">"The body of CreateTrainingJob, exactly as it is sent."</p>
            <CodeBlock label="Body of the request" code=request_json(form) />
        </Container>
    }
}

/// The request as it travels.
pub fn request_json(form: Form) -> Signal<String> {
    let region = form.region();
    let json = Memo::new(move |_| {
        let request = form.shown.with(|draft| draft.request(&region));
        // Maps with text keys and plain values always serialise.
        serde_json::to_string_pretty(&request).unwrap_or_default()
    });
    json.into()
}

#[component]
fn Warnings() -> impl IntoView {
    let form = use_form();
    let warnings = Memo::new(move |_| {
        form.violations.with(|violations| {
            violations.warnings().map(|warning| (note_of(warning, &form.shown.read()), warning.field.clone())).collect::<Vec<_>>()
        })
    });
    move || {
        let warnings = warnings.get();
        let title = match warnings.len() {
            0 => return None,
            1 => "One warning: the job can be created all the same".to_owned(),
            count => format!("{count} warnings: the job can be created all the same"),
        };
        let item = |(note, field): (crate::ui::Note, domain::Field)| {
            let show = move |_| form.focus(&field);
            view! {
                <li data-code=note.code>
                    {note.text} " "
                    <button type="button" class="cure live-only" on:click=show>"Show the field"</button>
                </li>
            }
        };
        let items = warnings.into_iter().map(item).collect_view();
        Some(view! {
            <Alert kind=AlertKind::Warning title=title>
                <ul class="error-list">{items}</ul>
            </Alert>
        })
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
    let edit = move || {
        view! {
            <button
                type="button"
                class="button button-plain live-only"
                aria-label=format!("Edit {title}")
                on:click=move |_| form.go(step)
            >
                "Edit"
            </button>
        }
    };
    let row = move |row: super::overview::Row| {
        let badge = match (row.origin, source_job.as_deref()) {
            _ if row.value == NOTHING && row.origin != Origin::Changed => None,
            (Origin::Own, _) => None,
            (Origin::Default, _) => Some((BadgeKind::Quiet, "default".to_owned())),
            (Origin::Inherited, _) => Some((BadgeKind::Inherited, "inherited".to_owned())),
            (Origin::Changed, Some(job)) => Some((BadgeKind::Info, format!("changed from {job}"))),
            (Origin::Changed, None) => Some((BadgeKind::Info, "changed".to_owned())),
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
        <Container title=section.title end=edit>
            <KeyValues>{section.rows.into_iter().map(row).collect_view()}</KeyValues>
        </Container>
    }
}
