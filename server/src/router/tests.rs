//! The live stream of a job, as a browser reads and resumes it.

mod objects;

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use console::{data::ConsoleSettings, ports::Backend};
use domain::{Timestamp, description::LogLine};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::{Hosts, router};
use crate::{
    artifact::service::ArtifactScans,
    aws::Aws,
    db::{Database, jobs, logs},
    evaluation::service::ModelEvaluations,
    history::History,
    ports::{
        Ports, console_info::ConsoleInfo, drafts::Drafts, fault_injection::EngineFaultRules, models::TargetModels,
        objects::Objects, sources::Sources,
    },
    state::State,
    testing::{Target, body, checked, described, unknown},
};

const HOST: &str = "127.0.0.1:8080";

/// A program with one ended job of three lines.
async fn program() -> (Router, Target) {
    let target = Target::start(|operation, asked| match operation {
        "CreateTrainingJob" => (200, json!({ "TrainingJobArn": "arn" })),
        "DescribeTrainingJob" if asked["TrainingJobName"] != "a" => unknown(),
        "DescribeTrainingJob" => described(&body("a"), "Completed", "Completed", 1_700_000_000.0),
        _ => (404, Value::Null),
    })
    .await;
    let request = checked(&body("a"));
    console::ports::TrainingJobs::create(target.history.as_ref(), request).await.expect("a job");
    let row = crate::db::lookup::find(target.database.reader(), "a").await.expect("a row").expect("a job");
    let lines: Vec<_> = ["one", "two", "three"].map(|text| (Timestamp::UNIX_EPOCH, text.to_owned())).into();
    let mut transaction = target.database.begin().await.expect("a transaction");
    logs::append(&mut transaction, row.id, &lines).await.expect("lines");
    jobs::set_log_state(&mut *transaction, row.id, jobs::LogState::Complete).await.expect("a state");
    jobs::record_artifact_probe(
        &mut *transaction,
        row.id,
        &jobs::ArtifactProbe { size: Some(7), ..jobs::ArtifactProbe::default() },
        Timestamp::UNIX_EPOCH,
    )
    .await
    .expect("a look");
    transaction.commit().await.expect("a commit");
    target.history.refresh(&row).await.expect("a refreshed job");

    (routes(target.aws.clone(), target.history.clone(), target.database.clone()), target)
}

/// What requests share, over an empty history.
pub(super) async fn state() -> (State, Target) {
    let target = Target::start(|_, _| unknown()).await;
    (state_of(target.aws.clone(), target.history.clone(), target.database.clone()), target)
}

/// All routes over a target and its history.
fn routes(aws: Aws, history: Arc<History>, database: Database) -> Router {
    let address: SocketAddr = HOST.parse().expect("an address");
    router(&state_of(aws, history, database).ports, Hosts::new(address, &[]))
}

fn state_of(aws: Aws, history: Arc<History>, database: Database) -> State {
    let settings = ConsoleSettings {
        is_local: true,
        account: None,
        region: "us-west-2".to_owned(),
        role: None,
        output_path: None,
        samples: None,
        version: "0".to_owned(),
    };
    let clock = history.clock.clone();
    let backend = Backend {
        jobs: history.clone(),
        history: history.clone(),
        about: Arc::new(ConsoleInfo::new(aws.clone(), database.clone(), "data".into(), "console-local.db".to_owned())),
        objects: Arc::new(Objects::new(aws.clone())),
        drafts: Arc::new(Drafts::new(database.clone(), clock.clone())),
        sources: Arc::new(Sources::new(history.clone(), "prices.json".into(), None)),
        artifacts: Arc::new(ArtifactScans::new(aws.clone(), database, clock.clone())),
        evaluations: Arc::new(ModelEvaluations::new(
            history.clone(),
            clock.clone(),
            ("no-such-folder".as_ref(), "console-local.db"),
            Vec::new(),
            CancellationToken::new(),
        )),
        models: Arc::new(TargetModels::new(aws)),
        fault_rules: Arc::new(EngineFaultRules::new(None)),
        clock,
        settings: Arc::new(settings),
    };
    State { ports: Ports { backend, feed: history.clone(), ending: CancellationToken::new() }, history, lock: None }
}

/// The events of a stream that ends: name, id and data of each.
async fn stream(path: &str, last: Option<&str>) -> Vec<(String, String, String)> {
    let (routes, _target) = program().await;
    let mut request = Request::get(path).header(header::HOST, HOST);
    if let Some(last) = last {
        request = request.header("last-event-id", last);
    }
    let response = routes.oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer");
    assert_eq!(response.status(), StatusCode::OK);
    let text = to_bytes(response.into_body(), 1 << 20).await.expect("a stream that ends");
    let text = String::from_utf8(text.to_vec()).expect("text");
    let part = |event: &str, name: &str| {
        let line = event.lines().find_map(|line| line.strip_prefix(name).and_then(|rest| rest.strip_prefix(": ")));
        line.unwrap_or_default().to_owned()
    };
    text.split("\n\n")
        .filter(|event| !event.is_empty())
        .map(|event| (part(event, "event"), part(event, "id"), part(event, "data")))
        .collect()
}

/// The texts of the log lines in a stream, and the number that continues it.
fn logged(events: &[(String, String, String)]) -> (Vec<String>, String) {
    let (_, id, data) = events.iter().find(|(event, _, _)| event == "log").cloned().unwrap_or_default();
    let lines: Vec<LogLine> = serde_json::from_str(&data).unwrap_or_default();
    (lines.into_iter().map(|line| line.text).collect(), id)
}

#[tokio::test]
async fn a_stream_brings_log_and_detail_and_ends_with_the_job() {
    let events = stream("/events/training-jobs/a", None).await;
    assert_eq!(logged(&events), (vec!["one".to_owned(), "two".to_owned(), "three".to_owned()], "3".to_owned()));
    let detail: Value = events
        .iter()
        .find(|(event, _, _)| event == "detail")
        .map(|(_, _, data)| serde_json::from_str(data))
        .expect("a detail")
        .expect("JSON");
    assert_eq!(detail["summary"]["status"], "Completed");
    assert_eq!(events.last().map(|(event, _, _)| event.as_str()), Some("end"));
}

#[tokio::test]
async fn a_stream_goes_on_where_the_page_or_the_browser_was() {
    assert_eq!(logged(&stream("/events/training-jobs/a?from=1", None).await).0, ["two", "three"]);
    // The browser's own place is newer than the address that it repeats.
    assert_eq!(logged(&stream("/events/training-jobs/a?from=1", Some("2")).await).0, ["three"]);
    assert_eq!(logged(&stream("/events/training-jobs/a", Some("3")).await), (vec![], String::new()));
}

#[tokio::test]
async fn what_comes_from_elsewhere_is_refused() {
    let (routes, _target) = program().await;
    let status = async |request: axum::http::request::Builder| {
        let request = request.body(Body::empty()).expect("a request");
        routes.clone().oneshot(request).await.expect("an answer").status()
    };
    let post = || Request::post("/api/anything").header(header::HOST, HOST);
    assert_eq!(status(Request::get("/healthz").header(header::HOST, HOST)).await, StatusCode::OK);
    assert_eq!(status(Request::get("/healthz").header(header::HOST, "evil.example")).await, StatusCode::MISDIRECTED_REQUEST);
    assert_eq!(status(Request::get("/healthz")).await, StatusCode::BAD_REQUEST);
    let twice = Request::get("/healthz").header(header::HOST, HOST).header(header::HOST, HOST);
    assert_eq!(status(twice).await, StatusCode::BAD_REQUEST);
    let other = Request::get("http://evil.example/healthz").header(header::HOST, HOST);
    assert_eq!(status(other).await, StatusCode::BAD_REQUEST);
    // What HTTP/2 sends: the host stands in the address alone.
    assert_eq!(status(Request::get(format!("http://{HOST}/healthz"))).await, StatusCode::OK);
    let changes = Request::post(format!("http://{HOST}/api/anything")).header(header::ORIGIN, format!("http://{HOST}"));
    assert_eq!(status(changes).await, StatusCode::NOT_FOUND);
    assert_eq!(status(post().header(header::ORIGIN, "http://evil.example")).await, StatusCode::FORBIDDEN);
    assert_eq!(status(post().header(header::CONTENT_LENGTH, "50000000")).await, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_console_that_cannot_store_anything_is_not_healthy() {
    let (routes, target) = program().await;
    for file in std::fs::read_dir(target.folder.path()).expect("a folder") {
        std::fs::remove_file(file.expect("a file").path()).expect("deleted");
    }
    let request = Request::get("/healthz").header(header::HOST, HOST).body(Body::empty()).expect("a request");
    let response = routes.oneshot(request).await.expect("an answer");
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    let text = to_bytes(response.into_body(), 4096).await.expect("a body");
    assert!(String::from_utf8_lossy(&text).contains("data folder"), "{text:?}");
}

#[tokio::test]
async fn what_a_client_does_wrong_is_no_fault_of_the_server() {
    let (routes, _target) = program().await;
    let answer = async |request: axum::http::request::Builder, body: Body| {
        let request = request.header(header::HOST, HOST).body(body).expect("a request");
        let response = routes.clone().oneshot(request).await.expect("an answer");
        assert!(response.headers().contains_key(header::X_CONTENT_TYPE_OPTIONS), "{response:?}");
        response.status()
    };
    let form = || Request::post("/api/read-log").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    assert_eq!(answer(form(), Body::from("name=a&from=0")).await, StatusCode::OK);
    assert_eq!(answer(form(), Body::from("name=a&from=three")).await, StatusCode::BAD_REQUEST);
    assert_eq!(answer(form(), Body::from("from=0")).await, StatusCode::BAD_REQUEST);
    // A form's fields nest by brackets.
    let deep = format!("name=a&from{}=0", "[a]".repeat(100_000));
    assert_eq!(answer(form(), Body::from(deep)).await, StatusCode::BAD_REQUEST);
    let json = || Request::post("/api/compare-jobs").header(header::CONTENT_TYPE, "application/json");
    let deep = format!("{{\"names\":{}", "[".repeat(100_000));
    assert_eq!(answer(json(), Body::from(deep)).await, StatusCode::BAD_REQUEST);
    let pieces = |pieces: Vec<std::io::Result<Vec<u8>>>| Body::from_stream(futures::stream::iter(pieces));
    let broken = || Err(std::io::ErrorKind::UnexpectedEof.into());
    assert_eq!(answer(form(), pieces(vec![Ok(b"name=a".to_vec()), broken()])).await, StatusCode::BAD_REQUEST);
    let large = pieces(vec![Ok(vec![b'a'; 1 << 20]), Ok(vec![b'a'; 1 << 20]), Ok(vec![b'a'])]);
    assert_eq!(answer(form(), large).await, StatusCode::PAYLOAD_TOO_LARGE);
    let connect = Request::builder().method("CONNECT").uri("example.com:443");
    assert_eq!(answer(connect, Body::empty()).await, StatusCode::METHOD_NOT_ALLOWED);
    let part = || Request::put("/upload/part?uri=s3%3A%2F%2Fbucket%2Fk&upload=x&number=1");
    let pieces_of_part = (0..65).map(|_| Ok(vec![0; 1 << 20])).collect();
    assert_eq!(answer(part(), pieces(pieces_of_part)).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer(part(), pieces(vec![Ok(vec![1]), broken()])).await, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_stream_of_a_job_that_nobody_knows_is_not_found() {
    let (routes, _target) = program().await;
    for path in ["/events/training-jobs/nobody", "/events/training-jobs/no%20name"] {
        let request = Request::get(path).header(header::HOST, HOST).body(Body::empty()).expect("a request");
        assert_eq!(routes.clone().oneshot(request).await.expect("an answer").status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_list_is_told_which_row_changed_and_nothing_is_done_when_nobody_listens() {
    let (routes, target) = program().await;
    let request = Request::get("/events/training-jobs").header(header::HOST, HOST).body(Body::empty()).expect("a request");
    let response = routes.oneshot(request).await.expect("an answer");
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
    // A change is told once the stream listens; until then it is repeated.
    let mut stream = response.into_body().into_data_stream();
    let told = tokio::time::timeout(std::time::Duration::from_secs(20), async {
        let mut ticks = tokio::time::interval(std::time::Duration::from_millis(50));
        loop {
            tokio::select! {
                _ = ticks.tick() => target.history.announce("a"),
                piece = futures::StreamExt::next(&mut stream) => break piece.expect("an event").expect("bytes"),
            }
        }
    });
    let told = String::from_utf8(told.await.expect("an event in time").to_vec()).expect("text");
    let data = told.lines().find_map(|line| line.strip_prefix("data: ")).expect("data");
    let change: console::data::history::JobChange = serde_json::from_str(data).expect("a change");
    assert_eq!((change.name.as_str(), change.row.map(|row| row.name)), ("a", Some("a".to_owned())));
    assert_eq!(target.history.listeners(), 1);
    drop(stream);
    let gone = async {
        while target.history.listeners() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), gone).await.expect("the last page's task ends");
}

#[tokio::test]
async fn pages_are_compressed_and_streams_are_not() {
    let (routes, _target) = program().await;
    let coding = async |path: &str| {
        let request = Request::get(path).header(header::HOST, HOST).header(header::ACCEPT_ENCODING, "gzip, br");
        let response = routes.clone().oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
        response.headers().get(header::CONTENT_ENCODING).map(|coding| coding.to_str().expect("text").to_owned())
    };
    assert_eq!(coding("/training-jobs").await.as_deref(), Some("gzip"));
    assert_eq!(coding("/events/training-jobs/a").await, None);
    assert_eq!(coding("/training-jobs/a/log.txt").await, None);
}

#[tokio::test]
async fn the_earlier_address_of_a_jobs_events_leads_to_the_tab() {
    let (routes, _target) = program().await;
    let request = Request::get("/training-jobs/a/history").header(header::HOST, HOST).body(Body::empty()).expect("a request");
    let response = routes.clone().oneshot(request).await.expect("an answer");
    assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT);
    assert_eq!(response.headers()[header::LOCATION], "/training-jobs/a/events");
    let request = Request::get("/training-jobs/a/events").header(header::HOST, HOST).body(Body::empty()).expect("a request");
    let response = routes.oneshot(request).await.expect("an answer");
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
}

#[tokio::test]
async fn a_job_with_the_name_of_a_page_has_a_page() {
    let (routes, target) = program().await;
    for (name, path) in
        [("create", "/training-jobs/~create"), ("compare", "/training-jobs/~compare"), ("events", "/training-jobs/events")]
    {
        target.add(name, Timestamp::UNIX_EPOCH, &crate::testing::body(name)).await;
        for path in [path.to_owned(), format!("{path}/metrics"), format!("{path}/metrics.csv")] {
            let request = Request::get(&path).header(header::HOST, HOST).body(Body::empty()).expect("a request");
            let response = routes.clone().oneshot(request).await.expect("an answer");
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            let text = to_bytes(response.into_body(), 4 << 20).await.expect("a page");
            let text = String::from_utf8_lossy(&text);
            assert!(path.ends_with("csv") || text.contains(&format!("<h1>{name}")), "{path}");
        }
    }
}
