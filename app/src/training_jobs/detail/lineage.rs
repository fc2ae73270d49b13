//! The tab *Lineage*: where the job's first weights came from, and which jobs started from its own.

use console::{
    job::scores::{metric_name, score},
    paths,
};
use domain::{S3Uri, lineage::Lineage};
use leptos::prelude::*;

use super::{
    curves,
    family_graph::FamilyGraph,
    generation_diffs::GenerationDiffs,
    live::{LiveJob, with_job},
    warm_start::WarmStart,
};
use crate::{
    page_resource::blocking_page_resource,
    training_jobs::api::job_lineage,
    ui::{Card, Chart, ChartTools, ChartView, ErrorPanel, Loading},
};

/// The family as a graph, the line's curve on one axis, and what changed at each hop.
#[component]
pub fn LineageTab() -> impl IntoView {
    with_job(|job| view! { <LineageContent job=job /> })
}

#[component]
fn LineageContent(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let name = Memo::new(move |_| job.job.with(|job| job.summary.key()));
    let lineage = blocking_page_resource(move || name.get(), job_lineage);
    let retry = Callback::new(move |()| lineage.refetch());
    let content = move || {
        Some(match lineage.get()? {
            Ok(Some(lineage)) => view! { <LineageCards job=job lineage=lineage /> }.into_any(),
            Ok(None) => ().into_any(),
            Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
        })
    };
    view! { <Transition fallback=|| view! { <Loading what="the lineage" /> }>{content}</Transition> }
}

#[component]
fn LineageCards(
    /// The job.
    job: LiveJob,
    /// Its family.
    lineage: Lineage,
) -> impl IntoView {
    let line = StoredValue::new(lineage.line.clone());
    let generations = lineage.line.len();
    let measured = job.job.with_untracked(|job| metric_name(score(job)));
    let curve = Memo::new(move |_| line.with_value(|line| job.job.with(|job| curves::of_line(line, job))));
    let view = RwSignal::new(ChartView::default());
    let foreign = lineage.foreign.clone().map(|artifact| {
        let link = match S3Uri::parse(&artifact) {
            Ok(uri) => view! { <a class="mono break-anywhere" href=paths::s3_location(&uri)>{artifact}</a> }.into_any(),
            Err(_) => view! { <span class="mono break-anywhere">{artifact}</span> }.into_any(),
        };
        view! { <p>"The line begins with a model from elsewhere: " {link}</p> }
    });
    let is_alone = lineage.relatives.len() < 2;
    let graph = (!is_alone).then(|| view! { <FamilyGraph lineage=lineage.clone() /> });
    let alone = (is_alone && lineage.foreign.is_none()).then(|| {
        let next = move || job.job.with(|job| paths::create_from_job(&job.summary.name));
        view! {
            <p>
                "This job started from scratch, and no job has started from its model yet. "
                <a href=next>"Train the next generation from this model"</a>
            </p>
        }
    });
    let hops = lineage.line.clone();
    let parent = job.job.with_untracked(|job| job.summary.parent.as_ref().and_then(|parent| parent.key()));
    let images = parent.map(|parent| {
        let href = job.job.with_untracked(|job| paths::predictions_against(&job.summary.key(), &parent, (1, 1)));
        view! { <p><a href=href>"What got better than in " {parent} ", image by image, and what was forgotten"</a></p> }
    });
    view! {
        <Card title="Generations">
            <WarmStart job=job />
            {foreign}
            {alone}
            {graph}
        </Card>
        <Card title=format!("{measured} over the generations")>
            <div class="toolbar">
                <ChartTools view=view />
            </div>
            <Chart data=curve view=view />
            {(generations > 1)
                .then(|| {
                    view! {
                        <p class="muted chart-note">
                            "All generations on one axis, with a band for each. Each job is measured on its own validation data; if the data differs, the curves of two bands cannot be compared."
                        </p>
                    }
                })}
        </Card>
        {(generations > 1)
            .then(|| {
                view! {
                    <Card title="Changes from generation to generation">
                        {images}
                        <GenerationDiffs line=hops />
                    </Card>
                }
            })}
    }
}
