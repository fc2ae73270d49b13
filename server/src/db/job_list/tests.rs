//! What words find, and the orders of names.

use domain::{
    Timestamp,
    job_query::{Filter, JobQuery, Property, Sort, words},
};
use sqlx::SqlitePool;

use super::{count, page, values};
use crate::db::{
    Database,
    jobs::{self, LogState, NewJob, Origin},
    tags,
    testing::database,
};

/// A job as these tests need it.
#[derive(Clone, Copy)]
struct Made {
    name: &'static str,
    algorithm: &'static str,
    status: &'static str,
    tag: Option<(&'static str, &'static str)>,
    /// Where its first weights came from.
    model: Option<&'static str>,
}

const PLAIN: Made = Made { name: "", algorithm: "Image Classification - MXNet", status: "Completed", tag: None, model: None };

async fn add(database: &Database, job: Made) {
    let mut transaction = database.begin().await.expect("a transaction");
    let new = NewJob {
        name: job.name,
        origin: Origin::Console,
        request: "{}",
        algorithm: job.algorithm,
        instance_type: None,
        created_at: Timestamp::from_milliseconds(1_700_000_000_000),
        model_source: job.model,
        artifact: Some(&format!("s3://bucket/{}/model.tar.gz", job.name)),
        log_state: LogState::Complete,
    };
    let id = jobs::insert(&mut transaction, &new).await.expect("a row").expect("a new name");
    sqlx::query("UPDATE training_job SET status = ? WHERE id = ?")
        .bind(job.status)
        .bind(id)
        .execute(&mut *transaction)
        .await
        .expect("a state");
    let own: Vec<_> = job.tag.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    tags::replace(&mut transaction, id, &own).await.expect("tags");
    transaction.commit().await.expect("a commit");
}

/// Names of the rows, which are the same whichever way they are found, and as many as are counted.
async fn names(reader: &SqlitePool, query: &JobQuery) -> Vec<String> {
    let total = count(reader, query).await.expect("a count");
    let mut found = Vec::new();
    for all in [1, u32::MAX] {
        let rows = page(reader, query, total, all).await.expect("a page");
        found.push(rows.into_iter().map(|row| row.name).collect::<Vec<_>>());
    }
    assert_eq!(found[0], found[1], "{query:?}");
    assert_eq!(usize::try_from(total).ok(), Some(found[0].len()), "{query:?}");
    found.remove(0)
}

fn search(text: &str) -> JobQuery {
    JobQuery { words: text.to_owned(), sort: Sort::Name, descending: false, ..JobQuery::default() }
}

const MADE: [Made; 6] = [
    Made { name: "resnet-50", ..PLAIN },
    Made { name: "my-ResNet-run", status: "Failed", tag: Some(("team", "Vision")), ..PLAIN },
    Made { name: "churn-1", algorithm: "XGBoost", ..PLAIN },
    Made { name: "xgboost-trial", algorithm: "Object Detection", status: "Stopped", ..PLAIN },
    Made { name: "own_50%", algorithm: "123456789012.dkr.ecr.us-west-2.amazonaws.com/failed:1", status: "InProgress", ..PLAIN },
    Made { name: "v2", algorithm: "", tag: Some(("größe", "")), ..PLAIN },
];

#[tokio::test]
async fn words_are_found_anywhere_in_name_algorithm_status_and_tags() {
    let (database, _folder) = database().await;
    for job in MADE {
        add(&database, job).await;
    }
    let reader = database.reader();
    for (text, expected) in [
        ("snet", &["my-ResNet-run", "resnet-50"][..]),
        ("SNET", &["my-ResNet-run", "resnet-50"]),
        ("Failed", &["my-ResNet-run", "own_50%"]),
        ("XGBoost", &["churn-1", "xgboost-trial"]),
        ("xgboost completed", &["churn-1"]),
        ("image classification", &["my-ResNet-run", "resnet-50"]),
        ("team=vision", &["my-ResNet-run"]),
        ("ision res", &["my-ResNet-run"]),
        ("größe", &["v2"]),
        // Shorter than the index knows.
        ("v2", &["v2"]),
        ("50 resnet", &["resnet-50"]),
        ("-", &["churn-1", "my-ResNet-run", "own_50%", "resnet-50", "xgboost-trial"]),
        ("%", &["own_50%"]),
        ("50%", &["own_50%"]),
        ("n_5", &["own_50%"]),
    ] {
        assert_eq!(names(reader, &search(text)).await, expected, "{text}");
    }
    // Nothing has these: no word reaches from one part into the next, and signs of a question are none.
    for text in
        ["resnet xgboost failed", "50image", "completedteam", "snet OR churn", "res*", "\"", "name:resnet", "team vision yy"]
    {
        assert_eq!(names(reader, &search(text)).await, [""; 0], "{text}");
    }
    assert_eq!(names(reader, &search("  ")).await.len(), MADE.len());
}

#[tokio::test]
async fn words_find_what_each_job_says_of_itself() {
    let (database, _folder) = database().await;
    for job in MADE {
        add(&database, job).await;
    }
    for text in ["e", "re", "run", "1", "compl", "object det", "mx net", "stopped x", "50 failed", "vision", "in", "a b c"] {
        let has = |job: &&Made| {
            let tag = job.tag.map(|(key, value)| format!("{key}={value}")).unwrap_or_default();
            let parts = [job.name, job.algorithm, job.status, &tag].map(str::to_ascii_lowercase);
            words(text).iter().all(|word| parts.iter().any(|part| part.contains(word)))
        };
        let mut expected: Vec<_> = MADE.iter().filter(has).map(|job| job.name).collect();
        let mut found = names(database.reader(), &search(text)).await;
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "{text}");
    }
}

#[tokio::test]
async fn words_follow_what_changes() {
    let (database, _folder) = database().await;
    add(&database, Made { name: "digits", status: "InProgress", tag: Some(("team", "vision")), ..PLAIN }).await;
    let reader = database.reader();
    let found = async |text: &str| count(reader, &search(text)).await.expect("a count");
    assert_eq!((found("inprogress").await, found("failed").await, found("vision").await), (1, 0, 1));
    for statement in ["UPDATE training_job SET status = 'Failed'", "UPDATE tag SET value = 'audio'"] {
        sqlx::query(statement).execute(database.writer()).await.expect("a change");
    }
    assert_eq!((found("inprogress").await, found("failed").await), (0, 1));
    assert_eq!((found("vision").await, found("audio").await), (0, 1));
    sqlx::query("DELETE FROM tag").execute(database.writer()).await.expect("a change");
    assert_eq!((found("audio").await, found("digits").await), (0, 1));
    sqlx::query("DELETE FROM training_job").execute(database.writer()).await.expect("a change");
    assert_eq!((found("digits").await, found("di").await), (0, 0));
    sqlx::query("INSERT INTO job_trigram (job_trigram) VALUES ('integrity-check')")
        .execute(database.writer())
        .await
        .expect("the index holds what the texts say");
}

#[tokio::test]
async fn words_and_filters_go_together() {
    let (database, _folder) = database().await;
    for job in MADE {
        add(&database, job).await;
    }
    let filters = vec![Filter::parse("status=Failed").expect("a filter")];
    let both = |text: &str| JobQuery { filters: filters.clone(), ..search(text) };
    assert_eq!(names(database.reader(), &both("snet")).await, ["my-ResNet-run"]);
    assert_eq!(names(database.reader(), &both("s")).await, ["my-ResNet-run"]);
    assert_eq!(names(database.reader(), &both("churn")).await, [""; 0]);
}

#[tokio::test]
async fn names_are_ordered_as_people_count() {
    let (database, _folder) = database().await;
    for name in ["net-10", "Net-9", "alpha", "net-2", "Beta"] {
        add(&database, Made { name, ..PLAIN }).await;
    }
    let by_name = |descending| JobQuery { sort: Sort::Name, descending, ..JobQuery::default() };
    assert_eq!(names(database.reader(), &by_name(false)).await, ["alpha", "Beta", "net-2", "Net-9", "net-10"]);
    assert_eq!(names(database.reader(), &by_name(true)).await, ["net-10", "Net-9", "net-2", "Beta", "alpha"]);
}

#[tokio::test]
async fn jobs_whose_parent_is_not_known_stand_apart_from_those_without() {
    let (database, _folder) = database().await;
    for (name, model) in [
        ("gen-10", None),
        ("Gen-9", None),
        ("alone", None),
        ("of-strange", Some("s3://elsewhere/model.tar.gz")),
        ("of-10", Some("s3://bucket/gen-10/model.tar.gz")),
        ("of-9", Some("s3://bucket/Gen-9/model.tar.gz")),
        ("also-strange", Some("s3://elsewhere/a.tar.gz")),
    ] {
        add(&database, Made { name, model, ..PLAIN }).await;
    }
    let by_parent = |descending| JobQuery { sort: Sort::Parent, descending, ..JobQuery::default() };
    let up = names(database.reader(), &by_parent(false)).await;
    assert_eq!(up, ["of-9", "of-10", "also-strange", "of-strange", "gen-10", "Gen-9", "alone"]);
    let down = names(database.reader(), &by_parent(true)).await;
    assert_eq!(down, ["of-strange", "also-strange", "of-10", "of-9", "alone", "Gen-9", "gen-10"]);
}

#[tokio::test]
async fn offered_values_contain_what_was_typed() {
    let (database, _folder) = database().await;
    for job in MADE {
        add(&database, job).await;
    }
    let offered = async |property: Property, part: &str| values(database.reader(), &property, part, 2).await.expect("values");
    assert_eq!(offered(Property::Name, "RES").await, ["resnet-50", "my-ResNet-run"]);
    assert_eq!(offered(Property::Algorithm, "boost").await, ["XGBoost"]);
    assert_eq!(offered(Property::Tag("team".to_owned()), "sion").await, ["Vision"]);
    assert_eq!(offered(Property::Tag("none".to_owned()), "sion").await, [""; 0]);
    assert_eq!(offered(Property::Name, "%").await, ["own_50%"]);
    assert_eq!(offered(Property::Name, "").await.len(), 2);
    assert_eq!(offered(Property::Accuracy, "1").await, [""; 0]);
}
