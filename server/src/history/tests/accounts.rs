//! What the history takes for the answer of its own account, and what it does when it was wrong.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use console::ports::{JobHistory, TrainingJobs};
use domain::{Timestamp, description::Actor, event::EventKind, job_status::TrainingJobStatus};
use serde_json::json;

use super::{CREATED, key, refresh};
use crate::{
    aws::error::{Failure, Kind},
    db::{jobs::LogState, lookup},
    history::refresh::RefreshError,
    testing::{Target, TestClock, arn, body, checked, described, unknown},
};

const OWN: &str = "111111111111";
const OTHER: &str = "222222222222";

/// A service of one account with the job `a`; with the credentials of another account, it has none.
async fn service(is_own: Arc<AtomicBool>, status: Arc<Mutex<&'static str>>) -> Target {
    Target::start_in(OWN, move |operation, _| match (operation, is_own.load(Ordering::SeqCst)) {
        ("GetCallerIdentity", is_own) => (200, json!({ "Account": if is_own { OWN } else { OTHER } })),
        ("CreateTrainingJob", true) => (200, json!({ "TrainingJobArn": arn("a") })),
        ("DescribeTrainingJob", true) => {
            let status = *status.lock().expect("no panic");
            described(&body("a"), status, status, CREATED)
        }
        ("ListTrainingJobs", true) => {
            let status = *status.lock().expect("no panic");
            let row = json!({ "TrainingJobName": "a", "CreationTime": CREATED, "TrainingJobStatus": status });
            (200, json!({ "TrainingJobSummaries": [row] }))
        }
        ("ListTrainingJobs", false) => (200, json!({ "TrainingJobSummaries": [] })),
        _ => unknown(),
    })
    .await
}

/// Asks for the job again; why that was given up.
async fn given_up(target: &Target) -> Option<Failure> {
    let row = lookup::find(target.database.reader(), "a").await.expect("a row").expect("a job");
    match target.history.refresh(&row).await {
        Ok(()) => None,
        Err(RefreshError::Target(failure)) => Some(failure),
        Err(RefreshError::Database(error)) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_job_that_another_account_does_not_know_is_not_gone() {
    let is_own = Arc::new(AtomicBool::new(true));
    let target = service(is_own.clone(), Arc::new(Mutex::new("InProgress"))).await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    refresh(&target, "a").await;

    is_own.store(false, Ordering::SeqCst);
    let failure = given_up(&target).await.expect("a refusal");
    assert_eq!(failure.kind, Kind::OtherAccount);
    assert!(failure.sentence().contains(OWN) && failure.sentence().contains(OTHER), "{}", failure.sentence());
    let job = target.history.describe(&key("a")).await.expect("an answer").expect("a job");
    assert_eq!((job.summary.status, job.summary.deleted_at), (TrainingJobStatus::InProgress, None));

    is_own.store(true, Ordering::SeqCst);
    assert_eq!(given_up(&target).await, None);
}

#[tokio::test]
async fn a_request_that_another_account_does_not_know_may_have_arrived() {
    let is_own = Arc::new(AtomicBool::new(false));
    let target = service(is_own, Arc::new(Mutex::new("InProgress"))).await;
    target.add("a", TestClock::FIRST, &body("a")).await;
    target.clock.advance(Duration::from_secs(3600));
    assert_eq!(given_up(&target).await.map(|failure| failure.kind), Some(Kind::OtherAccount));
    assert!(lookup::find(target.database.reader(), "a").await.expect("a row").is_some());
}

/// As jobs are left behind when another account did not know them.
#[tokio::test]
async fn a_job_that_had_seemed_to_be_gone_follows_the_service_again() {
    let status = Arc::new(Mutex::new("InProgress"));
    let target = service(Arc::new(AtomicBool::new(true)), status.clone()).await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    refresh(&target, "a").await;
    let row = lookup::find(target.database.reader(), "a").await.expect("a row").expect("a job");
    crate::db::jobs::lose(target.database.writer(), row.id, Timestamp::UNIX_EPOCH).await.expect("an end");

    *status.lock().expect("no panic") = "Completed";
    target.clock.advance(Duration::from_secs(600));
    target.history.sweep().await.expect("a sweep");
    let row = lookup::find(target.database.reader(), "a").await.expect("a row").expect("a job");
    assert_eq!((row.log_state, row.artifact_looked_at), (LogState::Open, None));
    let job = target.history.describe(&key("a")).await.expect("an answer").expect("a job");
    assert_eq!((job.summary.status, job.summary.deleted_at), (TrainingJobStatus::Completed, None));
    assert_eq!(job.failure_reason, None);
    let events = target.history.events(&key("a"), None, 100).await.expect("events");
    assert!(events.iter().any(|event| (event.kind, event.actor) == (EventKind::Discovered, Actor::Service)));
}
