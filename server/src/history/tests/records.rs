//! What stays when the service forgets, and what was said and done.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use console::{
    data::history::LogQuery,
    ports::{JobHistory, TrainingJobs},
};
use domain::{
    description::Actor,
    event::EventKind,
    job_query::{JobQuery, Property},
    job_status::TrainingJobStatus,
};
use serde_json::{Value, json};

use super::{CREATED, key, name, refresh, service_with};
use crate::testing::{Target, arn, body, checked, described, unknown};

async fn kinds(target: &Target, job: &str) -> Vec<(EventKind, Actor)> {
    let events = target.history.events(&key(job), None, 100).await.expect("events");
    events.into_iter().rev().map(|event| (event.kind, event.actor)).collect()
}

#[tokio::test]
async fn a_job_that_was_deleted_elsewhere_stays_as_a_record_and_frees_its_name() {
    let deleted = Arc::new(AtomicBool::new(false));
    let switch = deleted.clone();
    let target = Target::start(move |operation, _| match operation {
        "CreateTrainingJob" => (200, json!({ "TrainingJobArn": arn("a") })),
        "ListTrainingJobs" if switch.load(Ordering::SeqCst) => (200, json!({ "TrainingJobSummaries": [] })),
        "ListTrainingJobs" => {
            let row = json!({ "TrainingJobName": "a", "CreationTime": CREATED, "TrainingJobStatus": "Completed" });
            (200, json!({ "TrainingJobSummaries": [row] }))
        }
        "DescribeTrainingJob" if switch.load(Ordering::SeqCst) => unknown(),
        "DescribeTrainingJob" => described(&body("a"), "Completed", "Completed", CREATED),
        "HEAD /bucket/output/a/output/model.tar.gz" => (200, Value::Null),
        _ => unknown(),
    })
    .await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    refresh(&target, "a").await;
    target.clock.advance(Duration::from_secs(600));
    target.history.sweep().await.expect("a sweep");
    assert_eq!(target.history.describe(&key("a")).await.expect("an answer").expect("a job").summary.deleted_at, None);

    deleted.store(true, Ordering::SeqCst);
    target.history.sweep().await.expect("a sweep");
    let gone = target.history.find(&JobQuery::default()).await.expect("a list").rows.remove(0);
    assert_eq!((gone.status, gone.deleted_at.is_some()), (TrainingJobStatus::Completed, true));
    assert!(kinds(&target, "a").await.contains(&(EventKind::Vanished, Actor::Service)));
    assert!(!target.history.is_taken(&name("a")).await.expect("an answer"));

    deleted.store(false, Ordering::SeqCst);
    target.clock.advance(Duration::from_millis(1));
    target.history.create(checked(&body("a"))).await.expect("a new job of the name");
    let found = target.history.find(&JobQuery::default()).await.expect("a list");
    assert_eq!((found.total, found.rows.iter().filter(|row| row.superseded).count()), (2, 1));
    let record = target.history.record(gone.record).await.expect("an answer").expect("a record");
    assert!(record.artifact.is_some_and(|artifact| artifact.size.is_some()));
    assert_eq!(target.history.earlier(&name("a")).await.expect("records")[0].record, gone.record);

    let earlier = format!("a@{}", gone.record);
    let shown = target.history.describe(&key(&earlier)).await.expect("an answer").expect("a job").summary;
    assert_eq!((shown.record, shown.key()), (gone.record, earlier.clone()));
    assert!(target.history.describe(&key("a@999")).await.expect("an answer").is_none());
    assert!(target.history.describe(&key(&format!("b@{}", gone.record))).await.expect("an answer").is_none());
    // What happened to the one is not what happened to the other.
    assert!(kinds(&target, &earlier).await.contains(&(EventKind::Vanished, Actor::Service)));
    assert!(!kinds(&target, "a").await.contains(&(EventKind::Vanished, Actor::Service)));
    let begun = |kinds: Vec<(EventKind, Actor)>| kinds.iter().filter(|(kind, _)| *kind == EventKind::Submitted).count();
    assert_eq!((begun(kinds(&target, &earlier).await), begun(kinds(&target, "a").await)), (1, 1));
}

#[tokio::test]
async fn a_refused_request_gives_the_name_back_to_the_record() {
    let state = Arc::new(Mutex::new(0));
    let step = state.clone();
    let target = Target::start(move |operation, _| match (operation, *step.lock().expect("no panic")) {
        ("CreateTrainingJob", 0) => (200, json!({ "TrainingJobArn": arn("a") })),
        ("CreateTrainingJob", _) => (400, json!({ "__type": "ValidationException", "message": "no" })),
        _ => unknown(),
    })
    .await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    refresh(&target, "a").await;
    *state.lock().expect("no panic") = 1;
    target.history.create(checked(&body("a"))).await.expect_err("a refusal");
    let found = target.history.find(&JobQuery::default()).await.expect("a list");
    assert_eq!((found.total, found.rows[0].superseded, found.rows[0].deleted_at.is_some()), (1, false, true));
    assert_eq!(kinds(&target, "a").await.last(), Some(&(EventKind::Refused, Actor::Service)));
}

#[tokio::test]
async fn events_say_who_stopped_a_job() {
    let state = Arc::new(Mutex::new(described(&body("a"), "InProgress", "Training", CREATED)));
    let target = service_with(state.clone(), vec![]).await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    refresh(&target, "a").await;
    *state.lock().expect("no panic") = described(&body("a"), "Stopping", "Stopping", CREATED);
    refresh(&target, "a").await;
    let kinds = kinds(&target, "a").await;
    assert_eq!(kinds[..2], [(EventKind::Submitted, Actor::Console), (EventKind::Accepted, Actor::Service)]);
    assert!(kinds.contains(&(EventKind::StopRequested, Actor::Elsewhere)));
    let exchange = target.history.exchange(&key("a")).await.expect("an answer").expect("a job");
    assert!(exchange.is_as_sent && exchange.answer.is_some_and(|answer| answer.contains("TrainingJobArn")));
    assert!(exchange.description.is_some_and(|description| description.contains("Stopping")));
    let newest = target.history.events(&key("a"), None, 1).await.expect("events");
    let older = target.history.events(&key("a"), Some(newest[0].id), 100).await.expect("events");
    assert_eq!(older.len() + 1, kinds.len());
}

#[tokio::test]
async fn what_a_stop_left_is_looked_at_and_continued() {
    let state = Arc::new(Mutex::new(described(&body("a"), "InProgress", "Training", CREATED)));
    let lines = vec!["[t INFO 1] Epoch[0] Train-accuracy=0.5", "[t INFO 1] Epoch[0] Validation-accuracy=0.4"];
    let target = service_with(state.clone(), lines).await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    refresh(&target, "a").await;
    let outcome = async || target.history.stop_outcome(&key("a")).await.expect("an answer").expect("a job");
    let running = outcome().await;
    assert_eq!((running.trained.map(|trained| trained.complete), running.epochs), (Some(1), Some(4)));
    assert!(running.sentence.starts_with("1 of 4 epochs is complete.") && running.continuation.is_none());

    *state.lock().expect("no panic") = described(&body("a"), "Stopped", "Stopped", CREATED);
    refresh(&target, "a").await;
    let stopped = outcome().await;
    assert!(stopped.artifact.is_some_and(|artifact| artifact.size.is_some()), "{}", stopped.sentence);
    assert_eq!(stopped.obstacle, None);
    assert_eq!(stopped.continuation.map(|found| (found.remaining, found.learning_rate)), Some((3, Some(0.05))));
}

#[tokio::test]
async fn a_failed_job_and_its_relaunch_know_each_other() {
    let state = Arc::new(Mutex::new(described(&body("a"), "Failed", "Failed", CREATED)));
    let target = service_with(state, vec![]).await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    refresh(&target, "a").await;
    target.history.create(checked(&body("b"))).await.expect("another job");
    target.history.note_relaunch(&key("a"), &name("b")).await.expect("a note");
    // A job that did not fail is only copied.
    target.history.create(checked(&body("c"))).await.expect("a third job");
    target.history.note_relaunch(&key("b"), &name("c")).await.expect("no note");
    let detail = async |job: &str| target.history.describe(&key(job)).await.expect("an answer").expect("a job");
    assert_eq!((detail("a").await.relaunched_as, detail("a").await.relaunch_of), (vec!["b".to_owned()], None));
    assert_eq!((detail("b").await.relaunched_as, detail("b").await.relaunch_of), (vec![], Some("a".to_owned())));
    assert_eq!(detail("c").await.relaunch_of, None);
}

#[tokio::test]
async fn the_score_of_the_loaded_model_is_no_result_of_the_job() {
    let state = Arc::new(Mutex::new(described(&body("a"), "InProgress", "Training", CREATED)));
    let target = service_with(state, vec!["Validation-accuracy of the loaded model=0.483"]).await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    refresh(&target, "a").await;
    let (live, _) = target.history.live(&key("a")).await.expect("a detail").expect("a job");
    assert_eq!((live.summary.validation_accuracy, live.summary.best, live.metrics.len()), (None, None, 1));
}

#[tokio::test]
async fn bar_question_and_result_of_a_stop_count_alike() {
    let state = Arc::new(Mutex::new(described(&body("a"), "InProgress", "Training", CREATED)));
    // The stop comes while the second epoch is validated.
    let lines = vec![
        "[t INFO 1] Epoch[0] Train-accuracy=0.5",
        "[t INFO 1] Epoch[0] Validation-accuracy=0.4",
        "[t INFO 1] Epoch[1] Batch [10]",
        "[t INFO 1] Epoch[1] Train-accuracy=0.6",
        "[t INFO 1] Stop requested. Complete epochs: 2; batches of the next epoch: 0. The last epoch was not validated.",
    ];
    let target = service_with(state.clone(), lines).await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    refresh(&target, "a").await;
    let (live, _) = target.history.live(&key("a")).await.expect("a detail").expect("a job");
    let trained = live.trained.expect("a count");
    assert_eq!((trained.complete, trained.awaits_validation), (2, true));
    assert_eq!(live.progress.map(|progress| progress.epochs_done), Some(2));
    *state.lock().expect("no panic") = described(&body("a"), "Stopped", "Stopped", CREATED);
    refresh(&target, "a").await;
    let left = target.history.stop_outcome(&key("a")).await.expect("an answer").expect("a job");
    assert!(left.sentence.ends_with("was saved after 2 of 4 epochs; the second epoch was not validated."), "{}", left.sentence);
    assert_eq!(left.continuation.map(|found| found.remaining), Some(2));
}

#[tokio::test]
async fn batches_of_the_epoch_in_which_a_job_was_stopped_are_counted() {
    let state = Arc::new(Mutex::new(described(&body("a"), "Stopped", "Stopped", CREATED)));
    let lines = vec![
        "[t INFO 1] Epoch[0] Train-accuracy=0.5",
        "[t INFO 1] Epoch[0] Validation-accuracy=0.4",
        "[t INFO 1] Epoch[1] Batch [10]",
        "[t INFO 1] Stop requested. Complete epochs: 1; batches of the next epoch: 13.",
        "[t INFO 1] Saved checkpoint to \"/opt/ml/model/image-classification-0002.params\"",
    ];
    let target = service_with(state, lines).await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    refresh(&target, "a").await;
    let left = target.history.stop_outcome(&key("a")).await.expect("an answer").expect("a job");
    assert!(left.sentence.ends_with("after 1 of 4 epochs and 13 batches of the second."), "{}", left.sentence);
}

#[tokio::test]
async fn epochs_of_a_job_whose_log_nobody_can_read_are_not_known() {
    let state = Arc::new(Mutex::new(described(&body("a"), "InProgress", "Training", CREATED)));
    let target = service_with(state, vec![]).await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    refresh(&target, "a").await;
    let (live, _) = target.history.live(&key("a")).await.expect("a detail").expect("a job");
    assert_eq!((live.trained, live.progress), (None, None));
    let left = target.history.stop_outcome(&key("a")).await.expect("an answer").expect("a job");
    assert!(left.sentence.starts_with("It is not known how many epochs were trained."), "{}", left.sentence);
}

#[tokio::test]
async fn tags_change_at_the_target_first() {
    let tags = Arc::new(Mutex::new(json!([{ "Key": "team", "Value": "vision" }])));
    let known = tags.clone();
    let target = Target::start(move |operation, asked| match operation {
        "CreateTrainingJob" => (200, json!({ "TrainingJobArn": arn("a") })),
        "AddTags" => {
            known
                .lock()
                .expect("no panic")
                .as_array_mut()
                .expect("tags")
                .extend(asked["Tags"].as_array().cloned().unwrap_or_default());
            (200, json!({ "Tags": [] }))
        }
        "ListTags" => (200, json!({ "Tags": known.lock().expect("no panic").clone() })),
        _ => unknown(),
    })
    .await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    target.history.tag(&name("a"), &[("round".to_owned(), "2".to_owned())], &[]).await.expect("tags");
    let found = target.history.find(&JobQuery { words: "2".to_owned(), ..JobQuery::default() }).await.expect("a list");
    assert_eq!(found.rows[0].tags, [("round".to_owned(), "2".to_owned()), ("team".to_owned(), "vision".to_owned())]);
    assert_eq!(target.history.tag_keys().await.expect("keys"), ["round", "team"]);
    assert_eq!(target.history.values(&Property::Tag("team".to_owned()), "vi").await.expect("values"), ["vision"]);
    assert_eq!(target.history.values(&Property::Status, "st").await.expect("values"), ["Stopping", "Stopped"]);
    assert_eq!(kinds(&target, "a").await.last(), Some(&(EventKind::Tagged, Actor::Console)));
}

#[tokio::test]
async fn questions_are_saved_and_logs_are_searched() {
    let state = Arc::new(Mutex::new(described(&body("a"), "InProgress", "Training", CREATED)));
    let target = service_with(state, vec!["one", "TWO 50%", "two", "three"]).await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    refresh(&target, "a").await;
    let search = async |words: &str, from, limit| {
        let query = LogQuery { text: words.to_owned(), is_expression: false };
        target.history.search_log(&key("a"), &query, from, limit).await.expect("lines")
    };
    let found = search("two", 0, 1).await;
    assert_eq!((found.lines[0].number, found.next, found.total), (1, Some(2), 2));
    let found = search("two", 2, 10).await;
    assert_eq!((found.lines.len(), found.lines[0].number, found.next), (1, 2, None));
    assert_eq!(search("%", 0, 10).await.total, 1);
    assert_eq!(search("", 0, 10).await.total, 0);
    let search = async |text: &str, from, limit| {
        let query = LogQuery { text: text.to_owned(), is_expression: true };
        target.history.search_log(&key("a"), &query, from, limit).await
    };
    let found = search("^t(wo|hree)", 0, 2).await.expect("lines");
    assert_eq!(
        (found.lines.iter().map(|line| line.number).collect::<Vec<_>>(), found.next, found.total),
        (vec![1, 2], Some(3), 3)
    );
    let found = search("^t(wo|hree)", 3, 2).await.expect("lines");
    assert_eq!((found.lines.len(), found.next), (1, None));
    let refusal = search("t(wo", 0, 2).await.expect_err("no expression").to_string();
    assert_eq!(refusal, "This is no regular expression: unclosed group.");

    let query = JobQuery { words: "digits".to_owned(), page: 4, ..JobQuery::default() };
    target.history.save_filter_set(" Mine ", &query).await.expect("a set");
    target.history.save_filter_set("Mine", &query).await.expect("the same set");
    let sets = target.history.filter_sets().await.expect("sets");
    assert_eq!(sets.iter().map(|set| (set.name.as_str(), set.query.as_str())).collect::<Vec<_>>(), [("Mine", "q=digits")]);
    target.history.save_filter_set("", &query).await.expect_err("a name is needed");
    target.history.remove_filter_set("Mine").await.expect("no set");
    assert_eq!(target.history.filter_sets().await.expect("sets"), []);
}
