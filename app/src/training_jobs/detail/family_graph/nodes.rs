//! The boxes of the graph and the lines between them.

use std::collections::BTreeSet;

use console::{
    format,
    job::lineage_layout::{COLUMN, Content, Place, ROW},
    paths,
};
use domain::description::TrainingJobSummary;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::family::{BOX, Family, node_id};
use crate::{
    training_jobs::status,
    ui::{Button, ButtonKind},
};

/// The lines between the boxes.
#[component]
pub fn Edges(
    /// The family.
    family: Family,
) -> impl IntoView {
    let edge = move |place: &Place, parent: &Place| {
        let (x1, y1) = (parent.column * COLUMN + BOX.0, parent.row * ROW + BOX.1 / 2);
        let (x2, y2) = (place.column * COLUMN, place.row * ROW + BOX.1 / 2);
        let middle = x2 - (COLUMN - BOX.0) / 2;
        // An edge belongs to the line when both of its jobs do.
        let strong = family.is_of_line(place) && family.is_of_line(parent);
        view! { <path class:of-line=strong d=format!("M{x1} {y1} H{middle} V{y2} H{x2}") /> }
    };
    let edges = move || {
        family.drawn.with(|drawn| drawn.iter().filter_map(|place| Some(edge(place, drawn.get(place.parent?)?))).collect_view())
    };
    view! {
        <svg width=move || family.size().0 height=move || family.size().1 aria-hidden="true">
            {edges}
        </svg>
    }
}

/// The boxes.
#[component]
pub fn Nodes(
    /// The family.
    family: Family,
) -> impl IntoView {
    let navigate = StoredValue::new(use_navigate());
    let go_to = Callback::new(move |address: String| navigate.with_value(|navigate| navigate(&address, Default::default())));
    let node = move |place: &Place| {
        let style = format!("left: {}px; top: {}px", place.column * COLUMN, place.row * ROW);
        let content = match place.content {
            Content::Job(index) => {
                let (job, is_of_line) = (family.job(index)?, family.is_of_line(place));
                view! { <Node job=job own=family.own is_of_line=is_of_line go_to=go_to /> }.into_any()
            }
            Content::More { parent, count } => {
                view! { <MoreNode parent=parent count=count unfolded=family.unfolded /> }.into_any()
            }
        };
        Some(view! { <li style=style>{content}</li> })
    };
    let nodes = move || family.drawn.with(|drawn| drawn.iter().filter_map(node).collect_view());
    view! { <ol aria-label="Jobs of the family">{nodes}</ol> }
}

/// The box of a job.
#[component]
fn Node(
    /// The job.
    job: TrainingJobSummary,
    /// The record of the page's job.
    own: Option<i64>,
    /// Whether its model led to the page's job.
    is_of_line: bool,
    /// Leads to another address.
    go_to: Callback<String>,
) -> impl IntoView {
    let is_own = own == Some(job.record);
    let words = status::words(job.status, &job.secondary_status);
    let class = format!("family-node status-{}", job.status.as_str().to_lowercase());
    let deleted = job.deleted_at.map(|_| " · deleted");
    let best = job.best.map(|(best, _)| format!(" · best {}", format::accuracy(best)));
    let href = paths::training_job_tab(&job.key(), "lineage");
    let target = href.clone();
    view! {
        <a
            id=node_id(job.record)
            class=class
            class:here=is_own
            class:of-line=is_of_line
            href=href
            title=job.name.clone()
            aria-current=is_own.then_some("page")
            on:click=move |event| {
                if !event.ctrl_key() && !event.meta_key() {
                    event.prevent_default();
                    go_to.run(target.clone());
                }
            }
        >
            <b>{job.name.clone()}</b>
            <small>{words} {deleted} {best}</small>
        </a>
    }
}

/// The box that stands for the children of a job that are not shown yet.
#[component]
fn MoreNode(
    /// The job's record.
    parent: i64,
    /// How many children it stands for.
    count: usize,
    /// The records of the jobs all of whose children are shown.
    unfolded: RwSignal<BTreeSet<i64>>,
) -> impl IntoView {
    let unfold = move |()| {
        unfolded.update(|unfolded| {
            unfolded.insert(parent);
        });
    };
    view! {
        <Button kind=ButtonKind::Bare class="family-node family-more" id=format!("more-{parent}") on_press=unfold>
            {format!("Show {} more", format::count(count as u64))}
        </Button>
    }
}
