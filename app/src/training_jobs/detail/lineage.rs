//! Where a job's first weights came from, and where its own went.

use std::collections::BTreeSet;

use domain::{
    description::TrainingJobDetail,
    job_status::{JobAction, TrainingJobStatus},
};
use leptos::prelude::*;

use super::{
    generation::{Generation, given},
    live::{LiveJob, with_job},
};
use crate::{
    layout::Container,
    paths,
    training_jobs::list::row::ParentLink,
    ui::{Icon, IconName, TableFrame},
};

/// The tab: the whole line, and what changed from one job to the next.
#[component]
pub fn LineageTab() -> impl IntoView {
    with_job(|job| {
        view! {
            <Container title="Lineage">
                <Line job=job />
            </Container>
            <Differences job=job />
        }
    })
}

/// The line: ancestors, the job, and the jobs that started from its model.
#[component]
pub fn Line(
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
        ancestors
            .iter()
            .zip(parents)
            .map(|(ancestor, parent)| {
                view! {
                    <Generation summary=Signal::stored(ancestor.summary.clone()) given=given(ancestor, parent) />
                    <HandOver />
                }
            })
            .collect_view()
    });
    let own = job.ancestors.with_value(|ancestors| job.job.with_untracked(|own| given(own, ancestors.last())));
    view! {
        <ol class="lineage" tabindex="0" aria-label="Line of models">
            {foreign}
            {ancestors}
            <Generation summary=summary given=own here=true />
            <Next job=job />
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
fn Next(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let children = job.children.with_value(Clone::clone);
    if !children.is_empty() {
        let children = children.into_iter().map(|child| view! { <Generation summary=Signal::stored(child) /> }).collect_view();
        return view! {
            <HandOver />
            <li class="siblings">
                <ul>{children}</ul>
            </li>
        }
        .into_any();
    }
    let next = move || {
        let (name, status, allowed) = job.job.with(|job| {
            let exists = job.artifact.as_ref().map(|artifact| artifact.size.is_some());
            let allowed = JobAction::TrainFromModel.allowed(job.summary.status, exists);
            (job.summary.name.clone(), job.summary.status, allowed)
        });
        match allowed {
            Ok(()) => view! { <a href=paths::create_from_job(&name)>"Train the next generation from this model"</a> }.into_any(),
            Err(_) if matches!(status, TrainingJobStatus::InProgress | TrainingJobStatus::Stopping) => {
                view! { <span class="muted">"The next generation starts here when this job has ended."</span> }.into_any()
            }
            Err(reason) => view! { <span class="muted">{reason}</span> }.into_any(),
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

/// The settings that differ between the jobs of the line.
#[component]
fn Differences(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let line: Vec<TrainingJobDetail> =
        job.ancestors.with_value(Clone::clone).into_iter().chain([job.job.get_untracked()]).collect();
    if line.len() < 2 {
        return ().into_any();
    }
    let names: BTreeSet<&String> =
        line.iter().flat_map(|job| job.request.hyper_parameters.iter().flat_map(|values| values.keys())).collect();
    let values = |name: &str| -> Vec<String> {
        let value = |job: &TrainingJobDetail| job.request.hyper_parameters.as_ref().and_then(|values| values.get(name).cloned());
        line.iter().map(|job| value(job).unwrap_or_else(|| "–".to_owned())).collect()
    };
    let data = |channel: &str| -> Vec<String> { line.iter().map(|job| location(job, channel)).collect() };
    let rows: Vec<(String, Vec<String>)> = ["train", "validation"]
        .into_iter()
        .map(|channel| (format!("Channel {channel}"), data(channel)))
        .chain(names.into_iter().map(|name| (name.clone(), values(name))))
        .filter(|(_, values)| values.windows(2).any(|pair| matches!(pair, [left, right] if left != right)))
        .collect();
    if rows.is_empty() {
        return view! {
            <Container title="What changed from one to the next">
                <p class="muted">"Nothing but the model: data and hyperparameters are the same."</p>
            </Container>
        }
        .into_any();
    }
    let heads = line.iter().map(|job| view! { <th scope="col">{job.summary.name.clone()}</th> }).collect_view();
    let rows = rows
        .into_iter()
        .map(|(name, values)| {
            let cells = values.into_iter().map(|value| view! { <td class="mono break-anywhere">{value}</td> }).collect_view();
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    view! {
        <Container title="What changed from one to the next" flush=true>
            <TableFrame label="Settings that differ">
                <thead>
                    <tr>
                        <th scope="col">"Setting"</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        </Container>
    }
    .into_any()
}

fn location(job: &TrainingJobDetail, channel: &str) -> String {
    let mut channels = job.request.input_data_config.iter().flatten();
    let found = channels.find(|found| found.channel_name.as_deref() == Some(channel));
    let source = found.and_then(|found| found.data_source.as_ref()?.s3_data_source.as_ref()?.s3_uri.clone());
    source.unwrap_or_else(|| "–".to_owned())
}
