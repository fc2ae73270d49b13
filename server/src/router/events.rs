//! Live pages: server-sent events.
//!
//! `hub` — what pages follow, worked out once for all of them

mod hub;

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use domain::JobKey;
use futures::{Stream, StreamExt};
use serde::Deserialize;
use tokio::sync::{
    broadcast::error::RecvError,
    mpsc::{self, Sender},
    watch,
};
use tokio_stream::wrappers::ReceiverStream;

pub(crate) use hub::Hub;
use hub::{LINES, Snapshot};

/// Where the log that the page already shows ends.
#[derive(Deserialize)]
pub(super) struct From {
    from: Option<u64>,
}

type Event_ = Result<Event, Infallible>;

/// `changed` with a `JobChange` as JSON, whenever a row of the list changes.
pub(super) async fn of_list(State(hub): State<Arc<Hub>>) -> Response {
    let ending = hub.ending().clone().cancelled_owned();
    let changes = futures::stream::unfold(hub.list(), |mut changes| async move {
        let data = match changes.recv().await {
            Ok(json) => json,
            // What was missed concerns everything.
            Err(RecvError::Lagged(_)) => Arc::from(r#"{"name":"","row":null}"#),
            Err(RecvError::Closed) => return None,
        };
        Some((Ok::<_, Infallible>(Event::default().event("changed").data(&*data)), changes))
    });
    streamed(changes.take_until(ending))
}

/// `detail`, `log` and finally `end` of one job.
pub(super) async fn of_job(
    State(hub): State<Arc<Hub>>,
    Path(name): Path<String>,
    Query(start): Query<From>,
    headers: HeaderMap,
) -> Response {
    let missing = || (StatusCode::NOT_FOUND, "There is no such job.\n").into_response();
    let Ok(name) = JobKey::parse(&name) else { return missing() };
    let job = match hub.job(&name).await {
        Ok(Some(job)) => job,
        Ok(None) => return missing(),
        // The browser tries again by itself.
        Err(error) => return (StatusCode::SERVICE_UNAVAILABLE, format!("{error}\n")).into_response(),
    };
    // A browser that connects again says where it was.
    let resumed = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let from = resumed.or(start.from).unwrap_or_default();
    let (sender, stream) = mpsc::channel(16);
    tokio::spawn(follow(hub, name, from, job, sender));
    streamed(ReceiverStream::new(stream))
}

/// Sends everything new of a job at each change, until it is complete or nobody listens.
async fn follow(hub: Arc<Hub>, name: JobKey, mut from: u64, mut job: watch::Receiver<Snapshot>, sender: Sender<Event_>) {
    loop {
        let now = job.borrow_and_update().clone();
        let sent = send_lines(&hub, &name, &mut from, &now, &sender).await;
        let detail = Event::default().event("detail").data(&*now.detail);
        if sent.is_none() || sender.send(Ok(detail)).await.is_err() {
            return;
        }
        if now.is_complete {
            // Fails when the page is gone already.
            let _ = sender.send(Ok(Event::default().event("end").data("complete"))).await;
            return;
        }
        tokio::select! {
            () = sender.closed() => return,
            () = hub.ending().cancelled() => return,
            changed = job.changed() => if changed.is_err() { return },
        }
    }
}

/// Brings the page's log to the length of this moment; `None` when the page is gone or the log cannot be read.
async fn send_lines(hub: &Hub, name: &JobKey, from: &mut u64, now: &Snapshot, sender: &Sender<Event_>) -> Option<()> {
    while *from < now.log_length {
        let (next, json) = match &now.lines {
            // Nearly all pages are at the same place.
            Some((first, next, json)) if first == from => (*next, json.clone()),
            _ => {
                let lines = hub.jobs().log(name, *from, LINES).await.ok()?;
                let last = lines.last()?;
                (last.number + 1, Arc::from(serde_json::to_string(&lines).ok()?))
            }
        };
        *from = next;
        let event = Event::default().event("log").id(next.to_string()).data(&*json);
        sender.send(Ok(event)).await.ok()?;
    }
    Some(())
}

fn streamed(stream: impl Stream<Item = Event_> + Send + 'static) -> Response {
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response()
}
