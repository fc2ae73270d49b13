use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

use console::{error::AppError, ports::TrainingJobs};
use domain::RuleCode;
use serde_json::{Value, json};

use crate::testing::{Answer, Target, arn, body, checked, described, unknown};

fn accept(body: &Value) -> Answer {
    (200, json!({ "TrainingJobArn": arn(body["TrainingJobName"].as_str().unwrap_or_default()) }))
}

fn fault() -> Answer {
    (500, json!({ "__type": "InternalFailure", "message": "oops" }))
}

async fn count(target: &Target) -> u32 {
    target.history.list(0, 10).await.expect("a list").1
}

#[tokio::test]
async fn the_same_request_again_is_the_same_job() {
    let target = Target::start(|_, body| accept(body)).await;
    for _ in 0..2 {
        assert_eq!(target.history.create(checked(&body("a"))).await.expect("a name").as_str(), "a");
    }
    assert_eq!(target.bodies("CreateTrainingJob").len(), 1);
    let mut other = body("a");
    other["HyperParameters"]["epochs"] = "9".into();
    let error = target.history.create(checked(&other)).await.expect_err("a refusal");
    let AppError::Invalid(violations) = error else { panic!("{error:?}") };
    assert!(violations.contains(RuleCode::NameTaken));
    assert_eq!(target.bodies("CreateTrainingJob").len(), 1);
}

#[tokio::test]
async fn a_refused_job_never_existed_and_its_name_is_free() {
    let refuses = Arc::new(AtomicBool::new(true));
    let switch = refuses.clone();
    let message =
        "Instance type ml.c4.xlarge is not supported by algorithm image-classification; only GPU instances are supported.";
    let target = Target::start(move |_, body| match switch.load(Ordering::SeqCst) {
        true => (400, json!({ "__type": "ValidationException", "message": message })),
        false => accept(body),
    })
    .await;
    let error = target.history.create(checked(&body("a"))).await.expect_err("a refusal");
    let AppError::Invalid(violations) = error else { panic!("{error:?}") };
    assert!(violations.contains(RuleCode::InstanceNeedsGpu));
    assert_eq!(count(&target).await, 0);
    refuses.store(false, Ordering::SeqCst);
    target.history.create(checked(&body("a"))).await.expect("a job");
    assert_eq!(count(&target).await, 1);
}

#[tokio::test]
async fn a_lost_answer_is_settled_and_nothing_is_sent_twice() {
    let target = Target::start(|operation, _| match operation {
        "CreateTrainingJob" => fault(),
        _ => described(&body("a"), "InProgress", "Starting", 1_700_000_000.0),
    })
    .await;
    target.history.create(checked(&body("a"))).await.expect("the job that was found");
    assert_eq!(target.bodies("CreateTrainingJob").len(), 1);
    assert_eq!(count(&target).await, 1);
}

#[tokio::test]
async fn a_lost_answer_and_another_job_of_the_name() {
    let target = Target::start(|operation, _| match operation {
        "CreateTrainingJob" => fault(),
        _ => {
            let mut other = body("a");
            other["HyperParameters"]["epochs"] = "99".into();
            described(&other, "InProgress", "Starting", 1.0)
        }
    })
    .await;
    let error = target.history.create(checked(&body("a"))).await.expect_err("a refusal");
    assert!(matches!(error, AppError::Invalid(violations) if violations.contains(RuleCode::NameTaken)));
}

#[tokio::test]
async fn a_request_that_never_arrived_leaves_no_job() {
    let target = Target::start(|operation, _| if operation == "CreateTrainingJob" { fault() } else { unknown() }).await;
    let error = target.history.create(checked(&body("a"))).await.expect_err("no job");
    assert!(matches!(error, AppError::Upstream { code, .. } if code == "InternalFailure"));
    assert_eq!(count(&target).await, 0);
}

#[tokio::test]
async fn throttling_and_faults_are_tried_again_and_make_one_job() {
    let answers = Arc::new(AtomicU32::new(0));
    let calls = answers.clone();
    let target = Target::start(move |operation, body| match operation {
        "CreateTrainingJob" => match calls.fetch_add(1, Ordering::SeqCst) {
            0 => (400, json!({ "__type": "ThrottlingException", "message": "Rate exceeded" })),
            1 => fault(),
            _ => accept(body),
        },
        _ => unknown(),
    })
    .await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    assert_eq!(target.bodies("CreateTrainingJob").len(), 3);
    assert_eq!(count(&target).await, 1);
}

#[tokio::test]
async fn a_name_that_our_own_lost_request_took_is_success() {
    let created = Arc::new(AtomicU32::new(0));
    let calls = created.clone();
    // The first request arrives late: it is unknown while one asks, and there when the second comes.
    let target = Target::start(move |operation, _| match operation {
        "CreateTrainingJob" => match calls.fetch_add(1, Ordering::SeqCst) {
            0 => fault(),
            _ => (400, json!({ "__type": "ResourceInUse", "Message": "Training job names must be unique" })),
        },
        _ if calls.load(Ordering::SeqCst) < 2 => unknown(),
        _ => described(&body("a"), "InProgress", "Starting", 1_700_000_000.0),
    })
    .await;
    target.history.create(checked(&body("a"))).await.expect("the job that the first request made");
    assert_eq!(target.bodies("CreateTrainingJob").len(), 2);
    assert_eq!(count(&target).await, 1);
}

#[tokio::test]
async fn a_service_that_only_throttles_is_left_in_peace_and_the_name_is_free() {
    let target = Target::start(|_, _| (400, json!({ "__type": "ThrottlingException", "message": "Rate exceeded" }))).await;
    let error = target.history.create(checked(&body("a"))).await.expect_err("no job");
    assert!(matches!(error, AppError::Upstream { code, .. } if code == "ThrottlingException"));
    assert_eq!(target.bodies("CreateTrainingJob").len(), 4);
    assert_eq!(count(&target).await, 0);
}

#[tokio::test]
async fn a_client_that_leaves_does_not_cancel_the_submission() {
    let target = Target::start(|_, body| accept(body)).await;
    // Polled once, which starts the submission, and dropped, as the answer to a browser that is gone is.
    let mut creating = Box::pin(target.history.create(checked(&body("a"))));
    let waker = std::task::Waker::noop();
    let polled = std::future::Future::poll(creating.as_mut(), &mut std::task::Context::from_waker(waker));
    assert!(polled.is_pending());
    drop(creating);
    let mut changes = target.history.changes();
    // The submission tells the listeners at its end; it may have ended before anybody listened.
    let accepted = async {
        loop {
            let row = crate::db::lookup::find(target.database.reader(), "a").await.expect("a database");
            if row.is_some_and(|row| row.arn.is_some()) {
                return;
            }
            let _ = tokio::time::timeout(std::time::Duration::from_millis(50), changes.recv()).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), accepted).await.expect("an accepted job");
    assert_eq!(target.bodies("CreateTrainingJob").len(), 1);
}
