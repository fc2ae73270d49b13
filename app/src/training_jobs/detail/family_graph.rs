//! The graph of generations.

use std::collections::BTreeSet;

use console::{
    format,
    job::lineage_layout::{COLUMN, Content, Place, ROW, places},
    paths,
};
use domain::{
    description::TrainingJobSummary,
    lineage::{Lineage, Relative},
};
use leptos::{html, prelude::*};
use leptos_router::hooks::use_navigate;

use crate::{
    browser,
    training_jobs::status,
    ui::{Button, ButtonKind},
};

/// Size of a box in pixels.
const BOX: (u32, u32) = (196, 60);

/// Boxes with lines between them. Tab goes through the boxes, the arrow keys from parent to child and among siblings.
#[component]
pub fn FamilyGraph(
    /// The family.
    lineage: Lineage,
) -> impl IntoView {
    let is_cut = lineage.is_cut;
    let family = Family::new(lineage);
    let small = RwSignal::new(false);
    let frame = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        // The job of the page is what is looked for first.
        if frame.get().is_some()
            && let Some(own) = family.own
        {
            browser::reveal_in(&node_id(own));
        }
    });
    let style = move || {
        let (width, height) = family.size();
        let zoom = if small.get() { "0.5" } else { "1" };
        format!("width: {width}px; height: {height}px; zoom: {zoom}")
    };
    view! {
        <div class="toolbar family-tools">
            <p class="muted">"Tab and the arrow keys move from job to job. The line that leads to this job is emphasised."</p>
            <Button kind=ButtonKind::Plain on_press=move |()| small.update(|small| *small = !*small)>
                {move || if small.get() { "Full size" } else { "Half size" }}
            </Button>
        </div>
        {is_cut.then(|| view! { <p class="muted">"The family has more jobs than shown here."</p> })}
        <div
            node_ref=frame
            class="family"
            tabindex="0"
            role="region"
            aria-label="Graph of generations"
            on:keydown=move |event| family.on_key(&event)
        >
            <div class="family-canvas" style=style>
                <Edges family=family />
                <Nodes family=family />
            </div>
        </div>
    }
}

/// The family, and where each of its jobs stands.
#[derive(Clone, Copy)]
struct Family {
    relatives: StoredValue<Vec<Relative>>,
    /// The records of the jobs whose models led to the page's job, itself included.
    line: StoredValue<BTreeSet<i64>>,
    /// The record of the page's job.
    own: Option<i64>,
    /// The records of the jobs all of whose children are shown.
    unfolded: RwSignal<BTreeSet<i64>>,
    /// What is drawn.
    drawn: Memo<Vec<Place>>,
}

impl Family {
    fn new(lineage: Lineage) -> Self {
        let line: BTreeSet<i64> = lineage.line.iter().map(|generation| generation.job.record).collect();
        let own = lineage.relatives.iter().find(|relative| relative.generation == 0).map(|own| own.job.record);
        let (relatives, line) = (StoredValue::new(lineage.relatives), StoredValue::new(line));
        let unfolded = RwSignal::new(BTreeSet::new());
        let drawn = Memo::new(move |_| {
            relatives.with_value(|relatives| line.with_value(|line| unfolded.with(|unfolded| places(relatives, line, unfolded))))
        });
        Self { relatives, line, own, unfolded, drawn }
    }

    /// Width and height of the drawing in pixels; tracked.
    fn size(self) -> (u32, u32) {
        self.drawn.with(|drawn| {
            let columns = drawn.iter().map(|place| place.column).max().unwrap_or_default() + 1;
            let rows = drawn.iter().map(|place| place.row).max().unwrap_or_default() + 1;
            (columns * COLUMN - (COLUMN - BOX.0), rows * ROW - (ROW - BOX.1))
        })
    }

    fn job(self, index: usize) -> Option<TrainingJobSummary> {
        self.relatives.with_value(|relatives| relatives.get(index).map(|relative| relative.job.clone()))
    }

    fn is_of_line(self, place: &Place) -> bool {
        match place.content {
            Content::Job(index) => self.relatives.with_value(|relatives| {
                relatives.get(index).is_some_and(|relative| self.line.with_value(|line| line.contains(&relative.job.record)))
            }),
            Content::More { .. } => false,
        }
    }

    fn on_key(self, event: &web_sys::KeyboardEvent) {
        let focused = browser::focused_id();
        let target = self.drawn.with_untracked(|drawn| {
            self.relatives.with_value(|relatives| neighbour(drawn, relatives, focused.as_deref()?, &event.key()))
        });
        if let Some(target) = target {
            event.prevent_default();
            browser::focus(&target);
        }
    }
}

/// The lines between the boxes.
#[component]
fn Edges(
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
fn Nodes(
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
    let unfold = move |_| {
        unfolded.update(|unfolded| {
            unfolded.insert(parent);
        });
    };
    view! {
        <button type="button" class="family-node family-more" id=format!("more-{parent}") on:click=unfold>
            {format!("Show {} more", format::count(count as u64))}
        </button>
    }
}

fn node_id(record: i64) -> String {
    format!("family-{record}")
}

/// Id of the box that an arrow key leads to from the one with the focus.
fn neighbour(drawn: &[Place], relatives: &[Relative], focused: &str, key: &str) -> Option<String> {
    let id = |place: &Place| match place.content {
        Content::Job(index) => relatives.get(index).map(|relative| node_id(relative.job.record)),
        Content::More { parent, .. } => Some(format!("more-{parent}")),
    };
    let at = drawn.iter().position(|place| id(place).as_deref() == Some(focused))?;
    let here = drawn.get(at)?;
    let beside = |other: &&Place| other.column == here.column;
    let target = match key {
        "ArrowLeft" => drawn.get(here.parent?),
        "ArrowRight" => drawn.iter().find(|place| place.parent == Some(at)),
        "ArrowDown" => drawn.iter().skip(at + 1).find(beside),
        "ArrowUp" => drawn.iter().take(at).rev().find(beside),
        _ => None,
    }?;
    id(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrow_keys_follow_the_family() {
        let relative = |record, generation, parent| Relative {
            job: TrainingJobSummary { record, ..TrainingJobSummary::default() },
            generation,
            parent,
        };
        let family = [relative(1, 0, None), relative(2, 1, Some(1)), relative(3, 1, Some(1))];
        let drawn = places(&family, &BTreeSet::new(), &BTreeSet::new());
        let next = |from: &str, key: &str| neighbour(&drawn, &family, from, key);
        assert_eq!(next("family-1", "ArrowRight").as_deref(), Some("family-2"));
        assert_eq!(next("family-2", "ArrowDown").as_deref(), Some("family-3"));
        assert_eq!(next("family-3", "ArrowUp").as_deref(), Some("family-2"));
        assert_eq!(next("family-3", "ArrowLeft").as_deref(), Some("family-1"));
        assert_eq!(next("family-1", "ArrowLeft"), None);
    }
}
