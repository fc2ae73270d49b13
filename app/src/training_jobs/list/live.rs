//! The list follows the history.

use std::time::Duration;

use console::{
    data::history::{JobChange, JobsFound},
    error::AppError,
    paths,
};
use domain::{Timestamp, description::TrainingJobSummary};
use leptos::prelude::*;

use crate::{
    browser::event_stream::EventStream,
    clock::use_now,
    page_resource::{PageResource, from_json},
    trouble::{Trouble, UpdatedNote},
};

/// Changes within this time count as one: a training job changes several times a second.
const COALESCING_INTERVAL: Duration = Duration::from_millis(400);
/// Changed rows that are remembered; the page is read again before there are more.
const MAX_CHANGES: usize = 200;

/// What changed since the rows were read.
#[derive(Clone, Copy)]
pub struct LiveRows {
    /// The newest state of rows that changed.
    changed: RwSignal<Vec<TrainingJobSummary>>,
    /// Whether the page receives changes.
    connected: RwSignal<bool>,
    /// When the page last heard something; `None` before.
    heard_at: RwSignal<Option<Timestamp>>,
}

impl LiveRows {
    /// Listens to the history. A row that the page has is replaced at once; everything else reads the page again.
    pub fn follow(jobs: PageResource<Result<JobsFound, AppError>>) -> Self {
        let live = Self { changed: RwSignal::new(Vec::new()), connected: RwSignal::new(false), heard_at: RwSignal::new(None) };
        let now = use_now();
        let trouble = use_context::<Trouble>();
        let waiting = StoredValue::new(false);
        let read_again = move || {
            if waiting.get_value() {
                return;
            }
            waiting.set_value(true);
            set_timeout(
                move || {
                    // The page may have been left meanwhile.
                    if waiting.try_set_value(false).is_none() {
                        jobs.refetch();
                    }
                },
                COALESCING_INTERVAL,
            );
        };
        let heard = move |data: String| {
            live.heard_at.set(Some(now.get_untracked()));
            let change = from_json::<JobChange>(&data).ok();
            // A change without a name concerns the target as a whole.
            if let Some(trouble) = trouble.filter(|_| change.as_ref().is_some_and(|change| change.name.is_empty())) {
                trouble.ask_again();
            }
            let row = change.and_then(|change| change.row);
            let has_row = |row: &TrainingJobSummary| {
                jobs.with_untracked(|jobs| match jobs {
                    Some(Ok(found)) => found.rows.iter().any(|own| own.record == row.record && own.status == row.status),
                    _ => false,
                })
            };
            match row {
                // Another state may belong to another place of the list, or to none.
                Some(row) if has_row(&row) => live.changed.update(|changed| {
                    changed.retain(|own| own.record != row.record);
                    changed.push(row);
                    if changed.len() > MAX_CHANGES {
                        changed.clear();
                        read_again();
                    }
                }),
                _ => read_again(),
            }
        };
        Effect::new(move |_| {
            let _ = EventStream::new(paths::training_jobs_events)
                .on("changed", heard)
                .on_connection(move |connected| live.connected.set(connected))
                .start(read_again);
        });
        Effect::new(move |_| {
            if matches!(jobs.get(), Some(Ok(_))) {
                live.changed.update(Vec::clear);
            }
        });
        live
    }

    /// A row as it is now; tracked.
    pub fn now(self, row: &TrainingJobSummary) -> TrainingJobSummary {
        let newer = self.changed.with(|changed| changed.iter().find(|own| own.record == row.record).cloned());
        newer.unwrap_or_else(|| row.clone())
    }
}

/// How old the rows are.
#[component]
pub fn LiveNote(
    /// The list.
    jobs: PageResource<Result<JobsFound, AppError>>,
    /// What changed since.
    live: LiveRows,
) -> impl IntoView {
    let note = move || {
        jobs.get().and_then(Result::ok).map(|found| {
            let at = Signal::derive(move || live.heard_at.get().unwrap_or_default().max(found.read_at));
            view! { <UpdatedNote at=at connected=live.connected.into() /> }
        })
    };
    view! { <Transition>{note}</Transition> }
}
