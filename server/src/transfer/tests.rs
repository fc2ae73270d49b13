//! An export of one database, taken in by another.

use std::time::Duration;

use serde_json::Value;

use super::*;
use crate::{
    db::{
        artifacts::{self, FORM},
        channel_data, drafts, logs, lookup, metrics,
        testing::database,
    },
    history::History,
    testing::{Target, TestClock, arn, body, checked},
};

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_milliseconds(milliseconds)
}

/// A history of a parent and its child with a log.
async fn history() -> Target {
    let target = Target::start(|operation, body| match operation {
        "CreateTrainingJob" => (200, json!({ "TrainingJobArn": arn(body["TrainingJobName"].as_str().unwrap_or_default()) })),
        _ => (404, Value::Null),
    })
    .await;
    for name in ["parent", "child"] {
        console::ports::TrainingJobs::create(target.history.as_ref(), checked(&body(name))).await.expect("a job");
        target.clock.advance(Duration::from_secs(1));
    }
    let child = lookup::find(target.database.reader(), "child").await.expect("a row").expect("a job");
    let mut transaction = target.database.begin().await.expect("a transaction");
    let lines: Vec<_> = (0..2_500).map(|number| (at(number), format!("line \"{number}\" ä"))).collect();
    logs::append(&mut transaction, child.id, &lines).await.expect("lines");
    let point = domain::description::MetricPoint {
        metric: domain::description::Metric::ValidationAccuracy,
        epoch: 1,
        value: 0.123456789012345,
        at: at(5),
    };
    metrics::put(&mut transaction, child.id, &point).await.expect("a point");
    let data = domain::channel_data::ChannelData {
        channel: "train".to_owned(),
        location: "s3://b/train/".to_owned(),
        extent: domain::channel_data::Extent::Nothing("the console may not list it".to_owned()),
        objects: 3,
        bytes: 4,
        records: Some(5),
        digest: "d".to_owned(),
        tags_are_md5: true,
        modified_at: Some(at(6)),
        listed_at: at(7),
    };
    channel_data::replace(&mut transaction, child.id, &[data], at(7)).await.expect("a listing");
    drafts::insert(&mut *transaction, "begun", r#"{"fields":"typed"}"#, at(7)).await.expect("a draft");
    let version = ("s3://b/model.tar.gz", "\"tag\"");
    artifacts::keep_report(&mut transaction, version, FORM, r#"{"digest":null}"#, at(8)).await.expect("a report");
    artifacts::keep_distance(&mut *transaction, (version, version), FORM, r#"{"cosine":1}"#, at(9)).await.expect("a distance");
    transaction.commit().await.expect("a commit");
    target
}

async fn exported(database: &Database) -> String {
    let mut output = Vec::new();
    export(database, &mut output).await.expect("an export");
    String::from_utf8(output).expect("text")
}

async fn imported(database: &Database, text: &str) -> Result<Report, TransferError> {
    import(database, &mut text.lines().map(|line| Ok(line.to_owned()))).await
}

#[tokio::test]
async fn what_is_exported_is_imported_and_may_be_imported_again() {
    let target = history().await;
    let text = exported(&target.database).await;
    assert!(text.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));
    let (other, _folder) = database().await;
    assert_eq!(imported(&other, &text).await.expect("an import"), Report { jobs: 2, new: 2 });
    assert_eq!(imported(&other, &text).await.expect("an import"), Report { jobs: 2, new: 0 });
    assert_eq!(exported(&other).await, text, "nothing was lost, nothing doubled");
    let child = lookup::find(other.reader(), "child").await.expect("a row").expect("a job");
    assert_eq!(child.parent_name.as_deref(), Some("parent"));
    assert_eq!(child.best_validation_accuracy, Some(0.123456789012345));
    let channels = channel_data::of(other.reader(), child.id).await.expect("listings");
    assert_eq!((channels.len(), channels[0].records, child.channels_listed_at), (1, Some(5), Some(at(7))));
    let version = ("s3://b/model.tar.gz", "\"tag\"");
    let report = artifacts::report(other.reader(), version.0, version.1, FORM).await.expect("a row");
    assert_eq!(report, Some((r#"{"digest":null}"#.to_owned(), at(8))));
    let distance = artifacts::distance(other.reader(), (version, version), FORM).await.expect("a row");
    assert_eq!(distance, Some((r#"{"cosine":1}"#.to_owned(), at(9))));
    assert!(text.contains(r#""title":"begun""#));
}

#[tokio::test]
async fn of_a_draft_the_later_form_stays() {
    let target = history().await;
    let text = exported(&target.database).await;
    let (other, _folder) = database().await;
    imported(&other, &text).await.expect("an import");
    let later = text.replace("typed", "typed again").replace("\"changed_at\":7", "\"changed_at\":8");
    imported(&other, &later).await.expect("an import");
    imported(&other, &text).await.expect("an import");
    let rows = drafts::page(other.reader(), "", 0, 10).await.expect("drafts");
    assert_eq!(rows.iter().map(|row| row.row.changed_at).collect::<Vec<_>>(), [at(8)]);
    let draft = drafts::find(other.reader(), &rows[0].row.id).await.expect("a row").expect("a draft");
    assert_eq!(draft.form, r#"{"fields":"typed again"}"#);
}

#[tokio::test]
async fn an_export_of_the_first_version_is_taken_in() {
    let target = history().await;
    let text = exported(&target.database).await;
    let of_old =
        |line: &&str| !["{\"draft\"", "{\"report\"", "{\"distance\"", "{\"end\""].iter().any(|start| line.starts_with(start));
    let old: Vec<&str> = text.lines().filter(of_old).collect();
    let (other, _folder) = database().await;
    let done = imported(&other, &old.join("\n").replace("\"version\":3}", "\"version\":1}")).await.expect("an import");
    assert_eq!(done, Report { jobs: 2, new: 2 });
}

#[tokio::test]
async fn a_name_belongs_to_the_later_job() {
    let target = history().await;
    let text = exported(&target.database).await;
    let (other, _folder) = database().await;
    // The same names, an hour later.
    let later = text.replace("\"created_at\":1700000000000", "\"created_at\":1700003600000");
    imported(&other, &later).await.expect("an import");
    imported(&other, &text).await.expect("an import");
    let now = lookup::find(other.reader(), "parent").await.expect("a row").expect("a job");
    assert_eq!((now.created_at, now.superseded_at), (TestClock::FIRST.saturating_add(Duration::from_secs(3_600)), None));
    let earlier = lookup::earlier(other.reader(), "parent").await.expect("rows");
    assert_eq!(earlier.iter().map(|row| row.created_at).collect::<Vec<_>>(), [TestClock::FIRST]);
}

#[tokio::test]
async fn what_is_no_export_is_refused_with_its_line() {
    let (database, _folder) = database().await;
    let refused = async |text: &str| imported(&database, text).await.expect_err("a refusal").to_string();
    assert_eq!(refused("").await, "line 1: the file is empty");
    assert_eq!(refused("{}").await, "line 1: this is no export of a history");
    assert_eq!(refused(r#"{"baton":"history","version":99}"#).await, "line 1: it was written by a newer version of Baton");
    let head = r#"{"baton":"history","version":1}"#;
    assert_eq!(refused(&format!("{head}\n{{\"x\":1}}")).await, "line 2: it is nothing that an export holds");
    assert!(refused(&format!("{head}\nnot JSON")).await.starts_with("line 2: "));
}

#[tokio::test]
async fn a_best_epoch_that_cannot_be_spoils_no_list() {
    let target = history().await;
    let text = exported(&target.database).await;
    let (other, _folder) = database().await;
    let wrong = text.replace("\"best_epoch\":1,", "\"best_epoch\":4294967296,");
    assert_ne!(wrong, text);
    imported(&other, &wrong).await.expect("an import");
    let history = History::new(other.clone(), target.aws.clone(), std::sync::Arc::new(TestClock::default()), true);
    let (rows, _) = console::ports::TrainingJobs::list(history.as_ref(), 0, 10).await.expect("a list");
    assert_eq!(rows.iter().map(|row| (row.name.as_str(), row.best)).collect::<Vec<_>>(), [("child", None), ("parent", None)]);
}

#[tokio::test]
async fn measurements_of_epochs_that_cannot_be_are_not_taken_in() {
    let target = history().await;
    let text = exported(&target.database).await;
    let (other, _folder) = database().await;
    let wrong = text.replace("[\"validation:accuracy\",1,", "[\"validation:accuracy\",4294967295,");
    assert_ne!(wrong, text);
    imported(&other, &wrong).await.expect("an import");
    assert!(!exported(&other).await.contains("4294967295"));
}

#[tokio::test]
async fn a_file_that_was_cut_is_refused() {
    let target = history().await;
    let text = exported(&target.database).await;
    let lines: Vec<&str> = text.lines().collect();
    let end = format!("{{\"end\":{{\"jobs\":2,\"lines\":{}}}}}", lines.len());
    assert_eq!(lines.last(), Some(&end.as_str()));
    let check = |text: &str| check_last_line(&mut std::io::Cursor::new(text.as_bytes()));
    check(&text).expect("a whole file");
    for kept in 1..lines.len() {
        let cut = lines.iter().take(kept).map(|line| format!("{line}\n")).collect::<String>();
        assert!(matches!(check(&cut), Err(TransferError::Incomplete(_))), "{kept}");
        let (other, _folder) = database().await;
        let error = imported(&other, &cut).await.expect_err("a cut file");
        assert!(matches!(error, TransferError::Cut(lines) if lines == kept as u64), "{error}");
    }
    let (other, _folder) = database().await;
    let inside = text.get(..text.len() / 2).unwrap_or_default();
    assert!(matches!(imported(&other, inside).await, Err(TransferError::Cut(_))));
    let hole = lines.iter().enumerate().filter(|(place, _)| *place != 2).map(|(_, line)| format!("{line}\n")).collect::<String>();
    assert!(matches!(imported(&other, &hole).await, Err(TransferError::Incomplete(_))));
    // Files of earlier versions have no last line.
    let earlier = text.replace("\"version\":3", "\"version\":2").replace(&format!("{end}\n"), "");
    check(&earlier).expect("an earlier file");
    imported(&other, &earlier).await.expect("an earlier file");
}

#[tokio::test]
async fn long_lines_of_a_log_come_in_small_pieces() {
    let target = history().await;
    let child = lookup::find(target.database.reader(), "child").await.expect("a row").expect("a job");
    let mut transaction = target.database.begin().await.expect("a transaction");
    let lines: Vec<_> = (0..40).map(|number| (at(number), "x".repeat(256 << 10))).collect();
    logs::append(&mut transaction, child.id, &lines).await.expect("lines");
    transaction.commit().await.expect("a commit");
    let text = exported(&target.database).await;
    let longest = text.lines().map(str::len).max().unwrap_or_default();
    assert!(longest < 2 << 20, "{longest}");
    let (other, _folder) = database().await;
    imported(&other, &text).await.expect("an import");
    let child = lookup::find(other.reader(), "child").await.expect("a row").expect("a job");
    assert_eq!(logs::next_number(other.reader(), child.id).await.expect("a number"), 2_540);
}
