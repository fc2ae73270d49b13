//! The history against a service that answers what each test decides.

mod accounts;
mod artifacts;
mod families;
mod log_pages;
mod metrics;
mod records;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use console::ports::{JobHistory, TrainingJobs};
use domain::{
    JobKey, JobName, S3Uri, Timestamp,
    description::{Actor, Metric},
    event::EventKind,
    job_status::TrainingJobStatus,
};
use serde_json::{Value, json};

use crate::{
    db::{
        events::{self as job_events, NewEvent},
        lookup,
    },
    testing::{Answer, Target, TestClock, arn, body, checked, described, unknown},
};

const CREATED: f64 = 1_700_000_000.0;

fn key(key: &str) -> JobKey {
    JobKey::parse(key).expect("a key")
}

fn name(name: &str) -> JobName {
    JobName::parse(name).expect("a name")
}

/// A service with one job, which is created, described by `state` and writes `lines`.
async fn service_with(state: Arc<Mutex<Answer>>, lines: Vec<&'static str>) -> Target {
    Target::start(move |operation, body| match operation {
        "CreateTrainingJob" => (200, json!({ "TrainingJobArn": arn("a") })),
        "DescribeTrainingJob" => state.lock().expect("no panic").clone(),
        "ListTrainingJobs" => (200, json!({ "TrainingJobSummaries": [] })),
        // The first stream is of a job that had the name before, and was deleted.
        "DescribeLogStreams" => (
            200,
            json!({ "logStreams": [
                { "logStreamName": "a/algo-1-0", "creationTime": 1_000 },
                { "logStreamName": "a/algo-1-1" },
            ] }),
        ),
        "GetLogEvents" if body["logStreamName"] == "a/algo-1-0" => events(&["of a deleted job"], body),
        "GetLogEvents" => events(&lines, body),
        "HEAD /bucket/output/a/output/model.tar.gz" => (200, Value::Null),
        _ => unknown(),
    })
    .await
}

/// One line for each read, then the same token again, as CloudWatch does.
fn events(lines: &[&str], body: &Value) -> Answer {
    let place = body["nextToken"]
        .as_str()
        .and_then(|token| token.strip_prefix("f/"))
        .and_then(|place| place.parse().ok())
        .unwrap_or(0_usize);
    let found =
        lines.get(place).map(|line| json!({ "timestamp": 1_700_000_010_000_i64 + place as i64 * 1_000, "message": line }));
    let next = format!("f/{}", (place + 1).min(lines.len()));
    (200, json!({ "events": found.into_iter().collect::<Vec<_>>(), "nextForwardToken": next }))
}

async fn refresh(target: &Target, job: &str) {
    let row = lookup::find(target.database.reader(), job).await.expect("a row").expect("a job");
    target.history.refresh(&row).await.expect("a refreshed job");
}

#[tokio::test]
async fn a_job_lives_from_its_log_to_its_artifact() {
    let state = Arc::new(Mutex::new(described(&body("a"), "InProgress", "Training", CREATED)));
    let target = service_with(
        state.clone(),
        vec![
            "Validation-accuracy of the loaded model=0.25",
            "[t INFO 1] Epoch[0] Batch [10]\tSpeed: 100.00 samples/sec",
            "[t INFO 1] Epoch[0] Train-accuracy=0.500000",
            "[t INFO 1] Epoch[0] Validation-accuracy=0.750000",
            "[t INFO 1] Epoch[1] Batch [10]\tSpeed: 100.00 samples/sec",
        ],
    )
    .await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    refresh(&target, "a").await;

    let (live, is_complete) = target.history.live(&key("a")).await.expect("a detail").expect("a job");
    assert!(!is_complete);
    assert_eq!(live.summary.validation_accuracy, Some(0.75));
    assert_eq!(live.metrics.iter().filter(|point| point.metric == Metric::ValidationAccuracy).count(), 2);
    let progress = live.progress.expect("progress");
    // 2,000 images in batches of 100 are 20 batches: one epoch and a half of four.
    assert_eq!((progress.epochs_done, progress.epochs, progress.fraction), (1, 4, 0.375));
    assert_eq!(live.artifact, None);

    *state.lock().expect("no panic") = described(&body("a"), "Completed", "Completed", CREATED);
    refresh(&target, "a").await;
    refresh(&target, "a").await;
    let (ended, is_complete) = target.history.live(&key("a")).await.expect("a detail").expect("a job");
    assert!(is_complete);
    assert_eq!(ended.summary.status, TrainingJobStatus::Completed);
    assert!(ended.artifact.is_some_and(|artifact| artifact.size.is_some()));
    let lines = target.history.log(&key("a"), 0, 100).await.expect("lines");
    assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    assert_eq!(target.history.log(&key("a"), 3, 1).await.expect("lines"), lines[3..4]);
}

#[tokio::test]
async fn an_epoch_that_cannot_be_is_a_log_line_and_no_measurement() {
    let state = Arc::new(Mutex::new(described(&body("a"), "InProgress", "Training", CREATED)));
    let lines = vec![
        "[t INFO 1] Epoch[0] Train-accuracy=0.5",
        "[t INFO 1] Epoch[0] Validation-accuracy=0.75",
        "[t INFO 1] Epoch[4] Validation-accuracy=0.8",
        "Epoch[4294967294] Validation-accuracy=0.9",
        "Epoch[4294967294] Batch [10]",
    ];
    let target = service_with(state, lines).await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    refresh(&target, "a").await;
    let (live, _) = target.history.live(&key("a")).await.expect("a detail").expect("a job");
    // The job was asked for four epochs.
    assert_eq!(live.metrics.iter().map(|point| point.epoch).collect::<Vec<_>>(), [1, 1]);
    assert_eq!((live.summary.best, live.progress.map(|progress| progress.epochs_done)), (Some((0.75, 1)), Some(1)));
    assert_eq!(target.history.log_length(&key("a")).await.expect("a length"), 5);
}

#[tokio::test]
async fn after_a_moment_of_a_full_disk_everything_is_saved_again() {
    let target = service_with(Arc::new(Mutex::new(unknown())), vec![]).await;
    // The writing connection believes that there is no room for another page.
    let writer = target.database.writer();
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(writer).await.expect("a number");
    let limit = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
    sqlx::query(limit).execute(writer).await.expect("a limit");

    let mut transaction = target.database.begin().await.expect("a transaction");
    let words = "x".repeat(100_000);
    let event = NewEvent::new("a", Timestamp::UNIX_EPOCH, EventKind::Refused, Actor::Service, &words);
    let error = job_events::insert(&mut *transaction, &event).await.expect_err("no room");
    assert!(error.sentence().contains("is full"), "{error}");
    drop(transaction);
    for name in ["a", "b", "c"] {
        target.history.create(checked(&body(name))).await.expect("there is room again");
    }
    target.history.save_filter_set("mine", &domain::job_query::JobQuery::default()).await.expect("a saved filter");
}

#[tokio::test]
async fn a_job_whose_end_nobody_saw_is_unknown_and_its_model_is_looked_for() {
    let state = Arc::new(Mutex::new(described(&body("a"), "InProgress", "Training", CREATED)));
    let target = service_with(state.clone(), vec![]).await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    refresh(&target, "a").await;
    *state.lock().expect("no panic") = unknown();
    refresh(&target, "a").await;

    let job = target.history.describe(&key("a")).await.expect("a detail").expect("a job");
    assert_eq!((job.summary.status, job.summary.secondary_status.as_str()), (TrainingJobStatus::Unknown, "Training"));
    assert_eq!((job.summary.ended_at, job.failure_reason), (None, None));
    assert!(job.artifact.is_some_and(|artifact| artifact.size.is_some()), "the model was looked for");
    assert!(!target.history.is_taken(&name("a")).await.expect("an answer"));
    target.history.create(checked(&body("a"))).await.expect("a new job of the name");
}

#[tokio::test]
async fn a_request_without_an_answer_is_settled_by_the_poller() {
    let exists = Arc::new(AtomicBool::new(false));
    let switch = exists.clone();
    // Neither the request nor the questions after it are answered: nobody knows.
    let target = Target::start(move |operation, _| match operation {
        "DescribeTrainingJob" if switch.load(Ordering::SeqCst) => unknown(),
        _ => (500, json!({ "__type": "InternalFailure" })),
    })
    .await;
    let error = target.history.create(checked(&body("a"))).await.expect_err("no answer");
    assert!(error.to_string().contains("not known yet"), "{error}");
    assert_eq!(target.history.list(0, 10).await.expect("a list").1, 1);

    exists.store(true, Ordering::SeqCst);
    refresh(&target, "a").await;
    assert_eq!(target.history.list(0, 10).await.expect("a list").1, 1, "the request may still be under way");
    target.clock.advance(Duration::from_secs(60));
    refresh(&target, "a").await;
    assert_eq!(target.history.list(0, 10).await.expect("a list").1, 0);
}

#[tokio::test]
async fn jobs_made_elsewhere_appear_with_parent_and_children() {
    let target = Target::start(|operation, body| match operation {
        "ListTrainingJobs" => {
            let row = |name: &str, at: f64| json!({ "TrainingJobName": name, "TrainingJobArn": arn(name), "CreationTime": at, "TrainingJobStatus": "Completed" });
            (200, json!({ "TrainingJobSummaries": [row("parent", CREATED), row("child", CREATED + 60.0)] }))
        }
        "DescribeTrainingJob" => match body["TrainingJobName"].as_str() {
            Some("parent") => {
                let mut request = crate::testing::body("parent");
                request["InputDataConfig"].as_array_mut().expect("channels").truncate(2);
                described(&request, "Completed", "Completed", CREATED)
            }
            _ => described(&crate::testing::body("child"), "InProgress", "Training", CREATED + 60.0),
        },
        _ => (404, Value::Null),
    })
    .await;
    for _ in 0..2 {
        target.history.discover().await.expect("a list");
    }
    let (rows, count) = target.history.list(0, 10).await.expect("a list");
    assert_eq!((count, rows[0].name.as_str(), rows[1].name.as_str()), (2, "child", "parent"));
    assert_eq!(rows[0].parent.as_ref().and_then(|parent| parent.job.as_deref()), Some("parent"));
    assert_eq!(rows[1].parent, None);
    assert_eq!(target.bodies("DescribeTrainingJob").len(), 2, "a known job is not asked for again");
    let parent = target.history.describe(&key("parent")).await.expect("a detail").expect("a job");
    assert_eq!(parent.children, ["child"]);
    let artifact = S3Uri::parse("s3://bucket/output/parent/output/model.tar.gz").expect("a location");
    let source = target.history.source_model(&artifact).await.expect("a source");
    assert_eq!((source.exists, source.job.map(|job| job.name)), (Some(false), Some("parent".to_owned())));
}

#[tokio::test]
async fn a_name_that_was_given_to_a_new_job_shows_the_new_job() {
    let created = Arc::new(Mutex::new(CREATED));
    let time = created.clone();
    let target = Target::start(move |operation, _| {
        let at = *time.lock().expect("no panic");
        match operation {
            "ListTrainingJobs" => (200, json!({ "TrainingJobSummaries": [{ "TrainingJobName": "a", "CreationTime": at }] })),
            "DescribeTrainingJob" => described(&body("a"), "Completed", "Completed", at),
            _ => (404, Value::Null),
        }
    })
    .await;
    target.history.discover().await.expect("a list");
    *created.lock().expect("no panic") = CREATED + 3_600.0;
    target.history.discover().await.expect("a list");
    let (rows, count) = target.history.list(0, 10).await.expect("a list");
    assert_eq!(
        (count, rows[0].created_at, rows[0].superseded),
        (2, TestClock::FIRST.saturating_add(Duration::from_secs(3_600)), false)
    );
    // The old one stays as a record.
    assert!(rows[1].superseded && rows[1].deleted_at.is_some());
    let shown = target.history.describe(&key("a")).await.expect("a detail").expect("a job");
    assert_eq!(shown.summary.record, rows[0].record);
    assert_eq!(target.history.earlier(&name("a")).await.expect("records"), rows[1..]);
}
