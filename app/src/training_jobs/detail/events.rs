//! The tab with everything that this console saw of the job or did with it.

use console::{error::AppError, format};
use domain::{
    event::{EventKind, JobEvent},
    job_status::TrainingJobStatus,
};
use leptos::prelude::*;

use super::live::{LiveJob, with_job};
use crate::{
    page_resource::blocking_page_resource,
    training_jobs::{
        api::{EVENTS_PER_PAGE, job_events},
        status,
    },
    ui::{Button, Card, EmptyState, ErrorPanel, IconName, Loading, RelativeTime, TableFrame},
};

/// Events, newest first.
#[component]
pub fn EventsTab() -> impl IntoView {
    with_job(|job| view! { <Events job=job /> })
}

#[component]
fn Events(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    // Each change of the state is an event of its own.
    let key = Memo::new(move |_| job.job.with(|job| (job.summary.key(), job.summary.secondary_status.clone())));
    let events = blocking_page_resource(move || key.get(), |(name, _)| job_events(name, None));
    let older = RwSignal::new(Vec::<JobEvent>::new());
    let ended = RwSignal::new(false);
    let problem = RwSignal::new(None::<AppError>);
    let retry = Callback::new(move |()| events.refetch());
    let more = move |first: Vec<JobEvent>| {
        let last = older.with_untracked(|older| older.last().or(first.last()).map(|event| event.id));
        let name = key.with_untracked(|(name, _)| name.clone());
        leptos::task::spawn_local(async move {
            match job_events(name, last).await {
                Ok(found) => {
                    problem.set(None);
                    ended.set(found.len() < EVENTS_PER_PAGE as usize);
                    older.update(|older| older.extend(found));
                }
                Err(error) => problem.set(Some(error)),
            }
        });
    };
    let content = move || {
        Suspend::new(async move {
            match events.await {
                Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
                Ok(found) if found.is_empty() => view! {
                    <EmptyState icon=IconName::Waiting title="Nothing has happened yet" text="Changes that this console sees and actions that it takes are listed here." />
                }
                .into_any(),
                Ok(found) => {
                    let is_cut = found.len() >= EVENTS_PER_PAGE as usize;
                    let first = found.clone();
                    let button = move || {
                        (is_cut && !ended.get()).then(|| {
                            let first = first.clone();
                            view! {
                                <div class="table-foot">
                                    <Button on_press=move |()| more(first.clone())>"Older events"</Button>
                                </div>
                            }
                        })
                    };
                    view! {
                        <EventTable first=found older=older />
                        {button}
                        {move || problem.get().map(|error| view! { <ErrorPanel error=error /> })}
                    }
                    .into_any()
                }
            }
        })
    };
    view! {
        <Card title="Events" flush=true>
            <Transition fallback=|| view! { <Loading what="the events" /> }>{content}</Transition>
        </Card>
    }
}

#[component]
fn EventTable(
    /// The newest events.
    first: Vec<JobEvent>,
    /// Older ones that were loaded since.
    older: RwSignal<Vec<JobEvent>>,
) -> impl IntoView {
    view! {
        <TableFrame label="Events, newest first" class="events-table">
            <thead>
                <tr>
                    <th scope="col">"When"</th>
                    <th scope="col">"What"</th>
                    <th scope="col">"Who"</th>
                    <th scope="col">"More"</th>
                </tr>
            </thead>
            <tbody>
                {first.into_iter().map(row).collect_view()} {move || older.get().into_iter().map(row).collect_view()}
            </tbody>
        </TableFrame>
    }
}

/// What happened, and what more there is to say: a change of the state says it all by itself.
fn words(event: &JobEvent) -> (String, String) {
    let state = (event.kind == EventKind::StatusChanged).then(|| event.message.split_once(" · ")).flatten();
    match state.and_then(|(status, secondary)| Some((TrainingJobStatus::parse(status)?, secondary))) {
        Some((TrainingJobStatus::InProgress, secondary @ ("Starting" | "Pending" | ""))) => {
            (status::words(TrainingJobStatus::InProgress, secondary), String::new())
        }
        Some((TrainingJobStatus::InProgress, secondary)) => (format!("{} started", status::spaced(secondary)), String::new()),
        Some((status, secondary)) => (status::words(status, secondary), String::new()),
        None => (event.kind.label().to_owned(), event.message.clone()),
    }
}

fn row(event: JobEvent) -> impl IntoView {
    let (what, more) = words(&event);
    let exact = format::exact_utc(event.at);
    view! {
        <tr>
            <td class="nowrap">
                <RelativeTime at=Signal::stored(event.at) />
                <br />
                <small>{exact}</small>
            </td>
            <th scope="row">{what}</th>
            <td class="nowrap">{event.actor.label()}</td>
            <td class="break-anywhere">
                {more}
                {event.request_id.map(|id| view! { <br /> <small class="mono">{format!("request {id}")}</small> })}
            </td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use domain::{Timestamp, description::Actor};

    use super::*;

    #[test]
    fn a_change_of_the_state_is_said_in_words() {
        let event = |kind, message: &str| JobEvent {
            id: 1,
            job: "a".to_owned(),
            at: Timestamp::UNIX_EPOCH,
            kind,
            actor: Actor::Service,
            message: message.to_owned(),
            request_id: None,
        };
        let said = |message: &str| words(&event(EventKind::StatusChanged, message)).0;
        let states = ["InProgress · Training", "InProgress · Starting", "Completed · Completed", "Stopped · MaxRuntimeExceeded"];
        assert_eq!(states.map(said), ["Training started", "Starting", "Completed", "Stopped · time limit"]);
        let other = ("Tags changed".to_owned(), "team=vision".to_owned());
        assert_eq!(words(&event(EventKind::Tagged, "team=vision")), other);
        assert_eq!(words(&event(EventKind::StatusChanged, "strange")).0, "Status changed");
    }
}
