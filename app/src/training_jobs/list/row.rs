//! One row of the list.

use domain::{
    S3Uri,
    description::{Parent, TrainingJobSummary},
};
use leptos::prelude::*;

use crate::{
    clock::use_now,
    format, paths,
    s3::location::leaf,
    training_jobs::status::{JobStatus, seconds},
    ui::RelativeTime,
};

/// A job in the list.
#[component]
pub fn JobRow(
    /// The job.
    job: TrainingJobSummary,
) -> impl IntoView {
    let now = use_now();
    let job = Signal::stored(job);
    let accuracy = move || job.with(|job| job.validation_accuracy.map_or_else(|| "–".to_owned(), format::accuracy));
    let duration = move || job.with(|job| format::duration(seconds(job, if job.ended_at.is_some() { 0 } else { now.get() })));
    let name = move || job.with(|job| job.name.clone());
    view! {
        <tr>
            <th scope="row">
                <a href=move || job.with(|job| paths::training_job(&job.name))>{name}</a>
            </th>
            <td class="nowrap">
                <JobStatus job=job />
            </td>
            <td class="nowrap">{move || job.with(|job| job.algorithm.clone())}</td>
            <td>{move || job.with(|job| job.parent.clone()).map(|parent| view! { <ParentLink parent=parent /> })}</td>
            <td class="number">{accuracy}</td>
            <td class="nowrap">
                <RelativeTime at=Signal::derive(move || job.with(|job| job.created_at)) />
            </td>
            <td class="number">{duration}</td>
        </tr>
    }
}

/// The job that a model came from; the model itself where no job is known.
#[component]
pub fn ParentLink(
    /// Where the first weights came from.
    parent: Parent,
) -> impl IntoView {
    match (parent.job, S3Uri::parse(&parent.artifact)) {
        (Some(job), _) => view! { <a href=paths::training_job(&job)>{job.clone()}</a> }.into_any(),
        (None, Ok(uri)) => {
            view! { <a href=paths::s3_location(&uri) title=parent.artifact>{leaf(uri.key()).to_owned()}</a> }.into_any()
        }
        (None, Err(_)) => view! { <span class="break-anywhere">{parent.artifact}</span> }.into_any(),
    }
}
