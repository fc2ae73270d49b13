//! The nearest generations on the overview: the parent, the job, and its children.

use console::paths;
use domain::job_status::{JobAction, TrainingJobStatus};
use leptos::prelude::*;

use super::{
    generation::{Generation, given},
    live::LiveJob,
};
use crate::{
    training_jobs::list::row::ParentLink,
    ui::{Icon, IconName},
};

/// Ancestors and children that are shown; the tab about lineage has all of them.
const MAX_ANCESTORS: usize = 2;
const MAX_CHILDREN: usize = 4;

/// The line: the nearest ancestors, the job, and the jobs that started from its model.
#[component]
pub fn LineageStrip(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let summary = Signal::derive(move || job.job.with(|job| job.summary.clone()));
    let foreign = move || {
        // A model that no known job made stands at the start of the line.
        let parent = job.job.with(|job| job.summary.parent.clone())?;
        job.ancestors.with_value(Vec::is_empty).then(|| {
            view! {
                <li class="generation">
                    <strong>
                        <ParentLink parent=parent.clone() />
                    </strong>
                    <small class="break-anywhere">{parent.artifact}</small>
                </li>
                <HandOver />
            }
        })
    };
    let ancestors = job.ancestors.with_value(|ancestors| {
        let parents = std::iter::once(None).chain(ancestors.iter().map(Some));
        let first = ancestors.len().saturating_sub(MAX_ANCESTORS);
        ancestors
            .iter()
            .zip(parents)
            .skip(first)
            .map(|(ancestor, parent)| {
                view! {
                    <Generation summary=Signal::stored(ancestor.summary.clone()) given=given(ancestor, parent) />
                    <HandOver />
                }
            })
            .collect_view()
    });
    let is_longer = job.ancestors.with_value(|ancestors| {
        ancestors.len() > MAX_ANCESTORS || ancestors.first().is_some_and(|first| first.summary.parent.is_some())
    });
    // Two before the job, and where the next one will stand.
    let is_crowded = job.ancestors.with_value(|ancestors| ancestors.len() >= MAX_ANCESTORS);
    let lineage = move || job.job.with(|job| paths::training_job_tab(&job.summary.key(), "lineage"));
    let before = is_longer.then(
        || view! { <li class="hand-over"><a href=lineage>"Earlier generations"</a> <Icon name=IconName::ArrowRight /></li> },
    );
    let own = job.ancestors.with_value(|ancestors| job.job.with_untracked(|own| given(own, ancestors.last())));
    view! {
        <ol class="lineage" class:lineage-long=is_crowded tabindex="0" aria-label="Line of models">
            {foreign}
            {before}
            {ancestors}
            <Generation summary=summary given=own here=true />
            <NextGeneration job=job />
        </ol>
    }
}

#[component]
fn HandOver() -> impl IntoView {
    view! {
        <li class="hand-over">
            <span>"model.tar.gz"</span>
            <Icon name=IconName::ArrowRight />
        </li>
    }
}

/// The jobs that started from the job's model, or where the next one will stand.
#[component]
fn NextGeneration(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let children = job.children.with_value(Clone::clone);
    if !children.is_empty() {
        let count = job.job.with_untracked(|job| job.children.len());
        let shown = children.into_iter().take(MAX_CHILDREN);
        let shown = shown.map(|child| view! { <Generation summary=Signal::stored(child) /> }).collect_view();
        let lineage = move || job.job.with(|job| paths::training_job_tab(&job.summary.key(), "lineage"));
        let more =
            (count > MAX_CHILDREN).then(|| view! { <li><a href=lineage>{format!("All {count} jobs from this model")}</a></li> });
        return view! {
            <HandOver />
            <li class="siblings">
                <ul>{shown} {more}</ul>
            </li>
        }
        .into_any();
    }
    let next = move || {
        let (name, status, reason) = job.job.with(|job| {
            let reason = job.reason_against(JobAction::TrainFromModel);
            (job.summary.name.clone(), job.summary.status, reason)
        });
        match reason {
            None => view! { <a href=paths::create_from_job(&name)>"Train the next generation from this model"</a> }.into_any(),
            Some(_) if matches!(status, TrainingJobStatus::InProgress | TrainingJobStatus::Stopping) => {
                view! { <span class="muted">"The next generation starts here when this job has ended."</span> }.into_any()
            }
            Some(reason) => view! { <span class="muted">{reason}</span> }.into_any(),
        }
    };
    view! {
        <li class="hand-over">
            <Icon name=IconName::ArrowRight />
        </li>
        <li class="generation generation-next">{next}</li>
    }
    .into_any()
}
