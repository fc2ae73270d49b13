//! One row of the list.

use console::{format, job_list::columns::Column, paths, s3_location::leaf};
use domain::{
    S3Uri, Timestamp,
    description::{Parent, TrainingJobSummary},
    job_status::TrainingJobStatus,
};
use leptos::prelude::*;

use super::selection::Selection;
use crate::{
    clock::use_now,
    training_jobs::{
        api::RowCurve,
        score_change::ScoreChange,
        status::{JobStatus, duration},
    },
    ui::{Badge, BadgeKind, RelativeTime, RowCheckbox, Sparkline},
};

/// A job in the list.
#[component]
pub fn JobRow(
    /// The job.
    job: Signal<TrainingJobSummary>,
    /// The columns besides the name.
    columns: Memo<Vec<Column>>,
    /// What is ticked.
    selection: Selection,
    /// The curve of a record, once it is there; tracked.
    curve: Callback<i64, Option<RowCurve>>,
) -> impl IntoView {
    let name = Memo::new(move |_| job.with(|job| job.name.clone()));
    let is_deleted = Memo::new(move |_| job.with(|job| job.deleted_at.is_some()));
    let ticked = move || job.with(|job| selection.has(job));
    // A name that belongs to a later job leads there; the key leads to this row's.
    let key = Memo::new(move |_| job.with(TrainingJobSummary::key));
    view! {
        // Narrow pages lay rows out as cards, and the elements would lose their roles.
        <tr role="row" class:selected=ticked>
            <td role="cell" class="tick">
                <RowCheckbox
                    aria_label=Signal::derive(move || format!("Select {}", name.get()))
                    on=Signal::derive(ticked)
                    on_change=move |on| job.with_untracked(|job| selection.set(job, on))
                />
            </td>
            <th role="rowheader" scope="row">
                <span class="job-name">
                    <a href=move || paths::training_job(&key.get()) title=name>
                        {name}
                    </a>
                    {move || is_deleted.get().then(|| view! { " " <Badge kind=BadgeKind::Quiet>"deleted"</Badge> })}
                </span>
            </th>
            {move || columns.get().into_iter().map(|column| view! { <JobCell column=column job=job curve=curve /> }).collect_view()}
        </tr>
    }
}

#[component]
fn JobCell(
    /// Which column.
    column: Column,
    /// The job.
    job: Signal<TrainingJobSummary>,
    /// The curve of a record.
    curve: Callback<i64, Option<RowCurve>>,
) -> impl IntoView {
    let now = use_now();
    // What an ellipsis hides.
    let title = move || job.with(|job| hidden_text(job, column));
    let accuracy = |value: Option<f64>| value.map_or_else(dash, format::accuracy);
    let moment = |at: Option<Timestamp>| at.map(|at| view! { <RelativeTime at=Signal::stored(at) /> });
    let content = move || match column {
        Column::Status => view! { <StatusCell job=job curve=curve /> }.into_any(),
        Column::Algorithm => job.with(|job| algorithm_words(&job.algorithm).to_owned()).into_any(),
        Column::Parent => match job.with(|job| job.parent.clone()) {
            Some(parent) => view! { <ParentLink parent=parent /> }.into_any(),
            None => "–".into_any(),
        },
        Column::Best => {
            let (best, epoch) = job.with(|job| job.best).unzip();
            view! { <span title=epoch.map(|epoch| format!("at epoch or step {epoch}"))>{accuracy(best)}</span> }.into_any()
        }
        Column::Change => view! { <ScoreChange change=job.with(|job| job.change) /> }.into_any(),
        Column::Last => job.with(|job| accuracy(job.validation_accuracy)).into_any(),
        Column::Metrics => {
            let values = job.with(last_values);
            if values.is_empty() { "–".into_any() } else { values.into_any() }
        }
        Column::Curve => {
            let (record, status) = job.with(|job| (job.record, job.status));
            let is_quiet = matches!(status, TrainingJobStatus::Stopped | TrainingJobStatus::Failed | TrainingJobStatus::Unknown);
            curve.run(record).map(|curve| view! { <Sparkline values=curve.values quiet=is_quiet /> }).into_any()
        }
        Column::Instance => job.with(|job| job.instance_type.clone().unwrap_or_else(dash)).into_any(),
        Column::Tags => job
            .with(|job| job.tags.clone())
            .into_iter()
            .map(|tag| view! { <Badge kind=BadgeKind::Quiet>{tag_words(&tag)}</Badge> " " })
            .collect_view()
            .into_any(),
        Column::Created => moment(job.with(|job| Some(job.created_at))).into_any(),
        Column::Ended => moment(job.with(|job| job.ended_at)).into_any(),
        Column::Duration => {
            job.with(|job| duration(job, if job.status.is_final() { Timestamp::UNIX_EPOCH } else { now.get() })).into_any()
        }
        Column::Billable => job.with(|job| job.billable_seconds.map_or_else(dash, format::duration)).into_any(),
    };
    view! {
        <td role="cell" class=cell_class(column) data-label=column.label() title=title>
            {content}
        </td>
    }
}

fn cell_class(column: Column) -> &'static str {
    match column {
        column if column.is_number() => "number",
        Column::Algorithm | Column::Parent | Column::Tags | Column::Metrics => "one-line",
        _ => "nowrap",
    }
}

/// The whole text of a cell that may be too long for its line.
fn hidden_text(job: &TrainingJobSummary, column: Column) -> Option<String> {
    let text = match column {
        Column::Algorithm => job.algorithm.clone(),
        Column::Parent => job.parent.as_ref().map(|parent| parent.name().to_owned()).unwrap_or_default(),
        Column::Tags => job.tags.iter().map(tag_words).collect::<Vec<_>>().join(" · "),
        Column::Metrics => last_values(job),
        _ => String::new(),
    };
    Some(text).filter(|text| !text.is_empty())
}

/// The algorithm's name; of an image the last part, because the ellipsis would leave its account only.
fn algorithm_words(algorithm: &str) -> &str {
    algorithm.rsplit('/').next().unwrap_or(algorithm)
}

fn last_values(job: &TrainingJobSummary) -> String {
    job.last_values.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(" · ")
}

fn tag_words((key, value): &(String, String)) -> String {
    if value.is_empty() { key.clone() } else { format!("{key}={value}") }
}

/// The state, and a bar while the job trains.
#[component]
fn StatusCell(
    /// The job.
    job: Signal<TrainingJobSummary>,
    /// The curve of a record, with how much of the training is done.
    curve: Callback<i64, Option<RowCurve>>,
) -> impl IntoView {
    let done = move || {
        let (record, status) = job.with(|job| (job.record, job.status));
        let done = if status == TrainingJobStatus::InProgress { curve.run(record)?.done } else { None };
        done.map(|done| view! { <progress class="row-progress" max="1" value=format!("{done:.2}") aria-label="Training progress"></progress> })
    };
    view! {
        <span class="status-cell">
            <JobStatus job=job />
            {done}
        </span>
    }
}

fn dash() -> String {
    "–".to_owned()
}

/// The job that a model came from; the model itself where no job is known.
#[component]
pub fn ParentLink(
    /// Where the first weights came from.
    parent: Parent,
) -> impl IntoView {
    let key = parent.key();
    match (parent.job.zip(key), S3Uri::parse(&parent.artifact)) {
        (Some((job, key)), _) => view! { <a href=paths::training_job(&key)>{job}</a> }.into_any(),
        (None, Ok(uri)) => {
            view! { <a href=paths::s3_location(&uri) title=parent.artifact>{leaf(uri.key()).to_owned()}</a> }.into_any()
        }
        (None, Err(_)) => view! { <span class="break-anywhere">{parent.artifact}</span> }.into_any(),
    }
}
