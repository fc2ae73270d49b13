//! The scores of the jobs, with the parents that they started from.

use console::{
    format,
    job::scores::{counted_by, reached, score},
    paths,
};
use domain::description::TrainingJobDetail;
use leptos::prelude::*;

use crate::{
    training_jobs::{
        list::row::ParentLink,
        score_change::ScoreChange,
        status::{JobStatus, duration},
    },
    ui::{Badge, BadgeKind, Icon, IconName, TableFrame},
};

/// A row for each job.
#[component]
pub fn ResultsTable(
    /// The jobs.
    jobs: Vec<TrainingJobDetail>,
    /// Place of the one with the best validation accuracy.
    best: Option<usize>,
) -> impl IntoView {
    let keys: Vec<String> = jobs.iter().map(|job| job.summary.key()).collect();
    let row = move |(index, job): (usize, TrainingJobDetail)| {
        let others = keys.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, key)| key.clone()).collect();
        view! { <ResultsRow job=job others=others is_best=best == Some(index) /> }
    };
    view! {
        <TableFrame label="Results side by side">
            <thead>
                <tr>
                    <th scope="col">"Job"</th>
                    <th scope="col">"Status"</th>
                    <th scope="col">"Parent"</th>
                    <th scope="col" class="number">
                        "Start"
                    </th>
                    <th scope="col" class="number">
                        "Best"
                    </th>
                    <th scope="col" class="number">
                        "Last"
                    </th>
                    <th scope="col" class="number">
                        "Change"
                    </th>
                    <th scope="col" class="number">
                        "Duration "
                        <small>"with waiting"</small>
                    </th>
                    <th scope="col">
                        <span class="visually-hidden">"Take out"</span>
                    </th>
                </tr>
            </thead>
            <tbody>{jobs.into_iter().enumerate().map(row).collect_view()}</tbody>
        </TableFrame>
    }
}

#[component]
fn ResultsRow(
    /// The job.
    job: TrainingJobDetail,
    /// Keys of the other jobs.
    others: Vec<String>,
    /// Whether its validation accuracy is the best.
    is_best: bool,
) -> impl IntoView {
    let (name, key) = (job.summary.name.clone(), job.summary.key());
    let reached = reached(&job);
    let unit = counted_by(&job, score(&job)).noun();
    let epoch = |value: Option<(u32, f64)>| {
        value.map_or_else(|| "–".to_owned(), |(epoch, value)| format!("{} ({unit} {epoch})", format::accuracy(value)))
    };
    // A job that runs has no duration yet.
    let took = job.summary.ended_at.map_or_else(|| "–".to_owned(), |ended_at| duration(&job.summary, ended_at));
    view! {
        <tr class:selected=is_best>
            <th scope="row">
                <a href=paths::training_job(&key)>{name.clone()}</a>
                " "
                {is_best.then(|| view! { <Badge kind=BadgeKind::Inherited>"best"</Badge> })}
            </th>
            <td class="nowrap">
                <JobStatus job=Signal::stored(job.summary.clone()) />
            </td>
            <td>{job.summary.parent.clone().map(|parent| view! { <ParentLink parent=parent /> })}</td>
            <td class="number">{reached.start.map_or_else(|| "–".to_owned(), format::accuracy)}</td>
            <td class="number">{epoch(reached.best)}</td>
            <td class="number">{epoch(reached.last)}</td>
            <td class="number">
                <ScoreChange change=job.summary.change />
            </td>
            <td class="number">{took}</td>
            <td>
                <a class="icon-button" href=paths::compare(&others) aria-label=format!("Take {name} out of the comparison")>
                    <Icon name=IconName::Close />
                </a>
            </td>
        </tr>
    }
}
