//! The list follows the history.

use std::time::Duration;

use leptos::prelude::*;

use crate::{browser::event_stream::EventStream, error::AppError, paths, training_jobs::api::JobsPage, ui::RelativeTime};

/// Changes that come closer together than this are one: a job that trains changes several times a second.
const TOGETHER: Duration = Duration::from_millis(400);

/// Reads the page again when a job changes, and says whether it does. Without scripts it says how old the page is.
#[component]
pub fn LiveNote(
    /// The list.
    jobs: Resource<Result<JobsPage, AppError>>,
) -> impl IntoView {
    let (connected, set_connected) = signal(false);
    let waiting = StoredValue::new(false);
    let changed = move || {
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
            TOGETHER,
        );
    };
    Effect::new(move |_| {
        EventStream::new(paths::training_jobs_events)
            .on("changed", move |_| changed())
            .on_connection(move |connected| set_connected.set(connected))
            .start(changed);
    });
    let read_at = move || {
        jobs.get().and_then(Result::ok).map(|page| {
            view! { <span>"as of " <RelativeTime at=page.read_at /></span> }
        })
    };
    view! {
        <span class="muted live-note" class:live=move || connected.get()>
            {move || {
                if connected.get() {
                    "Updates by itself".into_any()
                } else {
                    view! { <Transition>{read_at}</Transition> }.into_any()
                }
            }}
        </span>
    }
}
