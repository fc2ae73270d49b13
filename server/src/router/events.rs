//! Live pages: server-sent events.

use std::{convert::Infallible, sync::Arc, time::Duration};

use app::ports::TrainingJobs;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use domain::JobName;
use serde::Deserialize;
use tokio::sync::{
    broadcast::{Receiver, error::RecvError},
    mpsc::{self, Sender},
};
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;

use crate::{history::History, state::State as Program};

/// Lines of the log in one event.
const LINES: u32 = 500;
/// Progress and remaining time are sent again after this long, although nothing changed.
const BEAT: Duration = Duration::from_secs(5);

/// Where the log that the page already shows ends.
#[derive(Deserialize)]
pub(super) struct From {
    from: Option<u64>,
}

type Event_ = Result<Event, Infallible>;

/// `changed` with a job's name, whenever a row of the list changes.
pub(super) async fn of_list(State(program): State<Program>) -> Response {
    let (sender, stream) = mpsc::channel(16);
    let mut changes = program.history.changes();
    tokio::spawn(async move {
        while let Some(name) = next_change(&mut changes, &program.ending).await {
            if sender.send(Ok(Event::default().event("changed").data(name))).await.is_err() {
                return;
            }
        }
    });
    streamed(stream)
}

/// `detail`, `log` and finally `end` of one job.
pub(super) async fn of_job(
    State(program): State<Program>,
    Path(name): Path<String>,
    Query(start): Query<From>,
    headers: HeaderMap,
) -> Response {
    let Ok(name) = JobName::parse(&name) else {
        return (StatusCode::NOT_FOUND, "There is no such job.\n").into_response();
    };
    // A browser that connects again says where it was.
    let resumed = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let from = resumed.or(start.from).unwrap_or_default();
    let (sender, stream) = mpsc::channel(16);
    let changes = program.history.changes();
    tokio::spawn(follow(program.history.clone(), name, from, changes, sender, program.ending));
    streamed(stream)
}

/// Sends everything new of a job at each change, until it is complete or nobody listens.
async fn follow(
    history: Arc<History>,
    name: JobName,
    mut from: u64,
    mut changes: Receiver<String>,
    sender: Sender<Event_>,
    ending: CancellationToken,
) {
    loop {
        let Ok(Some((detail, is_complete))) = history.live(&name).await else { return };
        loop {
            let Ok(lines) = history.log(&name, from, LINES).await else { return };
            let Some(last) = lines.last() else { break };
            from = last.number + 1;
            let Ok(event) = Event::default().event("log").id(from.to_string()).json_data(&lines) else { return };
            if sender.send(Ok(event)).await.is_err() {
                return;
            }
        }
        let Ok(event) = Event::default().event("detail").json_data(&detail) else { return };
        if sender.send(Ok(event)).await.is_err() {
            return;
        }
        if is_complete {
            // Fails when the page is gone already.
            let _ = sender.send(Ok(Event::default().event("end").data("complete"))).await;
            return;
        }
        let concerns = async {
            while let Some(changed) = next_change(&mut changes, &ending).await {
                if changed.is_empty() || changed == name.as_str() {
                    return true;
                }
            }
            false
        };
        match tokio::time::timeout(BEAT, concerns).await {
            Ok(true) | Err(_) => {}
            Ok(false) => return,
        }
        if sender.is_closed() {
            return;
        }
    }
}

/// The next job that changed; an empty name when some were missed; `None` when the program ends.
async fn next_change(changes: &mut Receiver<String>, ending: &CancellationToken) -> Option<String> {
    tokio::select! {
        () = ending.cancelled() => None,
        change = changes.recv() => match change {
            Ok(name) => Some(name),
            Err(RecvError::Lagged(_)) => Some(String::new()),
            Err(RecvError::Closed) => None,
        },
    }
}

fn streamed(stream: mpsc::Receiver<Event_>) -> Response {
    Sse::new(ReceiverStream::new(stream)).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response()
}
