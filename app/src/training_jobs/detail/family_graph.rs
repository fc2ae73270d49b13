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
    let line: BTreeSet<i64> = lineage.line.iter().map(|generation| generation.job.record).collect();
    let is_cut = lineage.is_cut;
    let relatives = StoredValue::new(lineage.relatives);
    let own =
        relatives.with_value(|relatives| relatives.iter().find(|relative| relative.generation == 0).map(|own| own.job.record));
    let unfolded = RwSignal::new(BTreeSet::new());
    let small = RwSignal::new(false);
    let of_line = line.clone();
    let drawn =
        Memo::new(move |_| relatives.with_value(|relatives| unfolded.with(|unfolded| places(relatives, &of_line, unfolded))));
    let frame = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        // The job of the page is what is looked for first.
        if frame.get().is_some()
            && let Some(own) = own
        {
            browser::reveal_in(&node_id(own));
        }
    });
    let size = move || {
        drawn.with(|drawn| {
            let columns = drawn.iter().map(|place| place.column).max().unwrap_or_default() + 1;
            let rows = drawn.iter().map(|place| place.row).max().unwrap_or_default() + 1;
            (columns * COLUMN - (COLUMN - BOX.0), rows * ROW - (ROW - BOX.1))
        })
    };
    let style = move || {
        let (width, height) = size();
        let zoom = if small.get() { "0.5" } else { "1" };
        format!("width: {width}px; height: {height}px; zoom: {zoom}")
    };
    let edges_line = StoredValue::new(line.clone());
    let edges = move || {
        // An edge belongs to the line when both of its jobs do.
        let is_of_line = |place: &Place| match place.content {
            Content::Job(index) => relatives.with_value(|relatives| {
                relatives.get(index).is_some_and(|relative| edges_line.with_value(|line| line.contains(&relative.job.record)))
            }),
            Content::More { .. } => false,
        };
        let edge = |place: &Place, parent: &Place| {
            let (x1, y1) = (parent.column * COLUMN + BOX.0, parent.row * ROW + BOX.1 / 2);
            let (x2, y2) = (place.column * COLUMN, place.row * ROW + BOX.1 / 2);
            let middle = x2 - (COLUMN - BOX.0) / 2;
            let strong = is_of_line(place) && is_of_line(parent);
            view! { <path class:of-line=strong d=format!("M{x1} {y1} H{middle} V{y2} H{x2}") /> }
        };
        drawn.with(|drawn| drawn.iter().filter_map(|place| Some(edge(place, drawn.get(place.parent?)?))).collect_view())
    };
    let navigate = StoredValue::new(use_navigate());
    let go_to = move |address: String| navigate.with_value(|navigate| navigate(&address, Default::default()));
    let on_key = move |event: web_sys::KeyboardEvent| {
        let focused = browser::focused_id();
        let target = drawn.with_untracked(|drawn| {
            relatives.with_value(|relatives| neighbour(drawn, relatives, focused.as_deref()?, &event.key()))
        });
        if let Some(target) = target {
            event.prevent_default();
            browser::focus(&target);
        }
    };
    let boxes = move || {
        drawn.with(|drawn| {
            relatives.with_value(|relatives| {
                drawn
                    .iter()
                    .filter_map(|place| {
                        let style = format!("left: {}px; top: {}px", place.column * COLUMN, place.row * ROW);
                        Some(match place.content {
                            Content::Job(index) => {
                                let job = relatives.get(index)?.job.clone();
                                let is_line = line.contains(&job.record);
                                view! { <li style=style>{node(job, own, is_line, go_to)}</li> }.into_any()
                            }
                            Content::More { parent, count } => view! {
                                <li style=style>
                                    <button
                                        type="button"
                                        class="family-node family-more"
                                        id=format!("more-{parent}")
                                        on:click=move |_| {
                                            unfolded
                                                .update(|unfolded| {
                                                    unfolded.insert(parent);
                                                })
                                        }
                                    >
                                        {format!("Show {} more", format::count(count as u64))}
                                    </button>
                                </li>
                            }
                            .into_any(),
                        })
                    })
                    .collect_view()
            })
        })
    };
    view! {
        <div class="toolbar family-tools">
            <p class="muted">"Tab and the arrow keys go from job to job. The line that leads to this job is drawn strong."</p>
            <Button kind=ButtonKind::Plain on_press=move |()| small.update(|small| *small = !*small)>
                {move || if small.get() { "Full size" } else { "Half size" }}
            </Button>
        </div>
        {is_cut.then(|| view! { <p class="muted">"The family is larger than what is shown."</p> })}
        <div node_ref=frame class="family" tabindex="0" role="region" aria-label="Graph of generations" on:keydown=on_key>
            <div class="family-canvas" style=style>
                <svg width=move || size().0 height=move || size().1 aria-hidden="true">
                    {edges}
                </svg>
                <ol aria-label="Jobs of the family">{boxes}</ol>
            </div>
        </div>
    }
}

fn node(job: TrainingJobSummary, own: Option<i64>, is_line: bool, go_to: impl Fn(String) + Copy + 'static) -> impl IntoView {
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
            class:of-line=is_line
            href=href
            title=job.name.clone()
            aria-current=is_own.then_some("page")
            on:click=move |event| {
                if !event.ctrl_key() && !event.meta_key() {
                    event.prevent_default();
                    go_to(target.clone());
                }
            }
        >
            <b>{job.name.clone()}</b>
            <small>{words} {deleted} {best}</small>
        </a>
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
