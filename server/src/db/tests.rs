//! Databases of every earlier version, opened by this one.

use sqlx::{Executor, SqlitePool, sqlite::SqliteConnectOptions};

use super::{
    Database, artifacts, channel_data, defined_metrics, documents, events, filter_sets, job_list,
    jobs::{JobRow, Origin},
    lineage, logs, lookup, metrics, tags, transitions,
};
use domain::{
    Timestamp,
    description::Actor,
    event::EventKind,
    job_query::{Filter, JobQuery},
};

/// The database of a version, opened by this one.
async fn opened(dump: &'static str) -> (Database, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("console.db");
    let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true).foreign_keys(false);
    let pool = SqlitePool::connect_with(options).await.expect("a file");
    pool.execute(dump).await.expect("the dump");
    pool.close().await;
    (Database::open(&file).await.expect("this version's database"), folder)
}

async fn job(database: &Database, name: &str) -> JobRow {
    lookup::find(database.reader(), name).await.expect("a row").expect(name)
}

/// What the dumps hold of the history must all be there.
async fn has_everything(database: &Database) {
    let reader = database.reader();
    let (base, child) = (job(database, "digits-base-1").await, job(database, "digits-inc-1").await);
    let algorithm = domain::algorithm::image_classification::ALGORITHM.display;
    assert_eq!((base.status.as_str(), base.origin), ("Completed", Origin::Console));
    assert_eq!(base.algorithm.as_deref(), Some(algorithm));
    assert_eq!(base.instance_type.as_deref(), Some("ml.p3.2xlarge"));
    assert_eq!((base.validation_accuracy, base.best_validation_accuracy, base.best_epoch), (Some(0.974), Some(0.974), Some(5)));
    assert_eq!((child.parent, child.parent_name.as_deref()), (Some(base.id), Some("digits-base-1")));
    assert_eq!(child.origin, Origin::Elsewhere);
    assert!(child.vanished_at.is_some());
    assert_eq!(metrics::of(reader, base.id).await.expect("points").len(), 24);
    assert_eq!(transitions::of(reader, base.id).await.expect("transitions").len(), 5);
    let lines = logs::lines(reader, base.id, 0, 100).await.expect("lines");
    assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), (0..12).collect::<Vec<_>>());
    let documents = documents::of(reader, base.id).await.expect("documents").expect("documents");
    assert!(documents.request.contains("digits-base-1") && documents.description.is_some());
    let known = tags::of_all(reader, &[child.id]).await.expect("tags");
    assert_eq!(known[&child.id], [("empty".to_owned(), String::new()), ("team".to_owned(), "vision".to_owned())]);
    let seen = events::of(reader, "digits-base-1", events::Span::ALL, None, 100).await.expect("events");
    assert_eq!(seen.last().map(|event| (event.kind, event.actor)), Some((EventKind::Submitted, Actor::Console)));
    assert_eq!(events::of(reader, "never", events::Span::ALL, None, 100).await.expect("events").len(), 1);
    // A request that was unreadable before is unreadable still, and harms nothing.
    assert_eq!(job(database, "unreadable").await.algorithm.as_deref(), Some(""));
    let query = JobQuery { words: "vis".to_owned(), ..JobQuery::default() };
    assert_eq!(job_list::count(reader, &query).await.expect("a count"), 1);
    assert_eq!(lineage::family(reader, child.id, 10, 10).await.expect("a family").len(), 2);
}

#[tokio::test]
async fn version_1_is_brought_here() {
    let (database, _folder) = opened(include_str!("../../tests/fixtures/schema/0001.sql")).await;
    has_everything(&database).await;
}

#[tokio::test]
async fn version_2_is_brought_here_with_its_drafts() {
    let (database, _folder) = opened(include_str!("../../tests/fixtures/schema/0002.sql")).await;
    has_everything(&database).await;
    let titles: Vec<String> = sqlx::query_scalar("SELECT title FROM draft").fetch_all(database.reader()).await.expect("drafts");
    assert_eq!(titles, ["digits-inc-2"]);
}

/// What version 3 knew besides: an earlier job of the same name, the service's answer, a saved question.
async fn has_records(database: &Database) {
    let reader = database.reader();
    let earlier = lookup::earlier(reader, "digits-base-1").await.expect("rows");
    assert_eq!(earlier.iter().map(|row| row.created_at).collect::<Vec<_>>(), [Timestamp::from_milliseconds(1_795_430_000_000)]);
    let base = job(database, "digits-base-1").await;
    assert_eq!(base.artifact_etag.as_deref(), Some("\"5d41402abc4b2a76b9719d911017c592\""));
    let documents = documents::of(reader, base.id).await.expect("documents").expect("documents");
    assert!(documents.answer.is_some_and(|answer| answer.contains("TrainingJobArn")));
    let sets = filter_sets::all(reader).await.expect("sets");
    assert_eq!(sets.iter().map(|set| set.name.as_str()).collect::<Vec<_>>(), ["failed of the team"]);
    let titles: Vec<String> = sqlx::query_scalar("SELECT title FROM draft").fetch_all(reader).await.expect("drafts");
    assert_eq!(titles, ["digits-inc-2"]);
    // The jobs' inputs are found by their locations, also those from before these were kept apart.
    let training = "s3://sagemaker-us-west-2-000000000000/samples/digits/base/train/".to_owned();
    let readers = artifacts::readers(reader, &[training], None, 10).await.expect("readers");
    assert_eq!(
        readers,
        [("digits-inc-1", "train"), ("digits-base-1", "train")].map(|(job, channel)| (job.to_owned(), channel.to_owned()))
    );
}

#[tokio::test]
async fn version_3_is_brought_here_with_its_records() {
    let (database, _folder) = opened(include_str!("../../tests/fixtures/schema/0003.sql")).await;
    has_everything(&database).await;
    has_records(&database).await;
}

#[tokio::test]
async fn version_10_is_brought_here_with_what_its_passes_found() {
    let (database, _folder) = opened(include_str!("../../tests/fixtures/schema/0010.sql")).await;
    has_everything(&database).await;
    has_records(&database).await;
    let base = job(&database, "digits-base-1").await.artifact.expect("an artifact");
    let reader = database.reader();
    let report = artifacts::report(reader, &base, "\"5d41402abc4b2a76b9719d911017c592\"", 1).await.expect("a row");
    assert_eq!(report, Some((r#"{"kept":"report"}"#.to_owned(), Timestamp::from_milliseconds(1_795_435_700_000))));
    let child = "s3://bucket/output/digits-inc-1/output/model.tar.gz";
    let distance: Option<String> =
        sqlx::query_scalar("SELECT distance FROM weights_distance WHERE first_uri = ? AND second_uri = ?")
            .bind(&base)
            .bind(child)
            .fetch_optional(reader)
            .await
            .expect("a row");
    assert_eq!(distance.as_deref(), Some(r#"{"kept":"distance"}"#));
}

#[tokio::test]
async fn version_11_is_brought_here() {
    let (database, _folder) = opened(include_str!("../../tests/fixtures/schema/0011.sql")).await;
    has_everything(&database).await;
    has_records(&database).await;
}

#[tokio::test]
async fn version_12_is_brought_here() {
    let (database, _folder) = opened(include_str!("../../tests/fixtures/schema/0012.sql")).await;
    has_everything(&database).await;
    has_records(&database).await;
    let base = job(&database, "digits-base-1").await;
    assert_eq!((base.change, base.loaded_sha256, base.artifact_replaced), (None, None, false));
}

#[tokio::test]
async fn version_13_is_brought_here() {
    let (database, _folder) = opened(include_str!("../../tests/fixtures/schema/0013.sql")).await;
    has_everything(&database).await;
    has_records(&database).await;
    let base = job(&database, "digits-base-1").await;
    assert_eq!((base.change, base.loaded_sha256, base.metrics_abandoned), (Some(0.416), Some("b".repeat(64)), false));
    let channels = channel_data::of(database.reader(), base.id).await.expect("channels");
    assert_eq!(channels.iter().map(|data| data.bytes).collect::<Vec<_>>(), [110_836]);
    assert!(defined_metrics::shown(database.reader(), base.id).await.expect("metrics").is_empty());
}

#[tokio::test]
async fn version_14_is_brought_here() {
    let (database, _folder) = opened(include_str!("../../tests/fixtures/schema/0014.sql")).await;
    has_everything(&database).await;
    has_records(&database).await;
    let reader = database.reader();
    let base = job(&database, "digits-base-1").await;
    let shown = defined_metrics::shown(reader, base.id).await.expect("metrics");
    assert_eq!(shown.iter().map(|metric| (metric.name.as_str(), metric.points.len())).collect::<Vec<_>>(), [("test:f1", 2)]);
    // Nobody knows what the entity tags of earlier listings are.
    let channels = channel_data::of(reader, base.id).await.expect("channels");
    assert_eq!(channels.iter().map(|data| data.tags_are_md5).collect::<Vec<_>>(), [false]);
}

#[tokio::test]
async fn version_15_is_brought_here_with_its_words_and_order() {
    let (database, _folder) = opened(include_str!("../../tests/fixtures/schema/0015.sql")).await;
    has_everything(&database).await;
    has_records(&database).await;
    let reader = database.reader();
    let base = job(&database, "digits-base-1").await;
    let channels = channel_data::of(reader, base.id).await.expect("channels");
    assert_eq!(channels.iter().map(|data| data.tags_are_md5).collect::<Vec<_>>(), [true]);
    // Each job has its text and its keys, though an earlier version wrote it.
    for (words, found) in [("gits-b", 2), ("mxnet", 3), ("FAILED", 1), ("gits-b failed", 0)] {
        let query = JobQuery { words: words.to_owned(), ..JobQuery::default() };
        assert_eq!(job_list::count(reader, &query).await.expect("a count"), found, "{words}");
    }
    let keys: Vec<(String, Option<String>, Option<String>)> =
        sqlx::query_as("SELECT name, name_key, parent_key FROM training_job ORDER BY name_key, id")
            .fetch_all(reader)
            .await
            .expect("keys");
    let expected = [
        ("digits-base-1", "digits-base-011", None),
        ("digits-base-1", "digits-base-011", None),
        ("digits-inc-1", "digits-inc-011", Some("digits-base-011")),
        ("unreadable", "unreadable", None),
    ];
    let expected = expected.map(|(name, key, parent)| (name.to_owned(), Some(key.to_owned()), parent.map(str::to_owned)));
    assert_eq!(keys, expected);
}

/// Each migration has a dump of the version that it made, unless it is the newest.
#[test]
fn every_earlier_version_is_among_these() {
    let versions: Vec<_> = super::connections::MIGRATOR.iter().map(|migration| migration.version).collect();
    let dumped = [1, 2, 3, 10, 11, 12, 13, 14, 15];
    assert!(versions.iter().rev().skip(1).all(|version| dumped.contains(version)), "{versions:?}");
}

#[tokio::test]
async fn a_database_is_opened_twice_and_stays_whole() {
    let (database, folder) = opened(include_str!("../../tests/fixtures/schema/0001.sql")).await;
    database.close().await;
    let database = Database::open(&folder.path().join("console.db")).await.expect("the same database");
    has_everything(&database).await;
    let faults: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(database.writer()).await.expect("a check");
    assert_eq!(faults, ["ok"]);
    let orphans = sqlx::query("PRAGMA foreign_key_check").fetch_all(database.writer()).await.expect("a check");
    assert!(orphans.is_empty());
}

/// Names of a page's rows, which are the same whichever way they are found.
async fn page(database: &Database, query: &JobQuery) -> Vec<String> {
    let total = job_list::count(database.reader(), query).await.expect("a count");
    let mut pages = Vec::new();
    for all in [3, u32::MAX] {
        let rows = job_list::page(database.reader(), query, total, all).await.expect("a page");
        pages.push(rows.into_iter().map(|row| row.name).collect::<Vec<_>>());
    }
    assert_eq!(pages[0], pages[1]);
    pages.remove(0)
}

/// The page and the count of a question, from filters.
async fn asked(database: &Database, filters: &[&str]) -> Vec<String> {
    let filters = filters.iter().map(|text| Filter::parse(text).expect(text)).collect();
    let query = JobQuery { filters, ..JobQuery::default() };
    let rows = page(database, &query).await;
    let count = job_list::count(database.reader(), &query).await.expect("a count");
    assert_eq!(usize::try_from(count).ok(), Some(rows.len()), "the total is exact");
    rows
}

#[tokio::test]
async fn every_property_filters() {
    let (database, _folder) = opened(include_str!("../../tests/fixtures/schema/0001.sql")).await;
    let asked = async |filter: &str| asked(&database, &[filter]).await;
    let (base, child, other) = ("digits-base-1", "digits-inc-1", "unreadable");
    assert_eq!(asked("name^digits").await, [child, base]);
    assert_eq!(asked("name^DIGITS").await, [child, base]);
    assert_eq!(asked("name^igits").await, [""; 0]);
    assert_eq!(asked("name=Digits-Base-1").await, [base]);
    assert_eq!(asked("name=digits-base-01").await, [""; 0]);
    assert_eq!(asked("name!=Digits-Base-1").await, [child, other]);
    assert_eq!(asked("name:BASE").await, [base]);
    assert_eq!(asked("name!:digits").await, [other]);
    assert_eq!(asked("status=Failed").await, [child]);
    assert_eq!(asked("status!=failed").await, [base, other]);
    assert_eq!(asked("parent=digits-base-1").await, [child]);
    assert_eq!(asked("parent=DIGITS-base-1").await, [child]);
    assert_eq!(asked("parent!=digits-Base-1").await, [base, other]);
    assert_eq!(asked("instance=ml.p3.2xlarge").await, [child, base]);
    assert_eq!(asked("algorithm:classification").await, [child, base]);
    assert_eq!(asked("tag.team=vision").await, [child]);
    assert_eq!(asked("tag.team=VISION").await, [child]);
    assert_eq!(asked("tag.team^VIS").await, [child]);
    assert_eq!(asked("tag.team!=Vision").await, [base, other]);
    assert_eq!(asked("tag.empty=").await, [child]);
    assert_eq!(asked("tag.team!:vis").await, [base, other]);
    assert_eq!(asked("origin=console").await, [base]);
    assert_eq!(asked("deleted=yes").await, [child]);
    assert_eq!(asked("deleted!=yes").await, [base, other]);
    assert_eq!(asked("accuracy>=0.974").await, [base]);
    assert_eq!(asked("best>0.974").await, [""; 0]);
    assert_eq!(asked("created=1970-01-01").await, [other]);
    assert_eq!(asked("created>1970-01-01").await, [child, base]);
    assert_eq!(asked("created<=1970-01-01").await, [other]);
    assert_eq!(asked("duration<60").await, [base]);
    assert_eq!(asked("params.epochs>5").await, [child, base]);
    assert_eq!(asked("params.epochs<6").await, [""; 0]);
    // Numbers are compared as numbers, however they were typed.
    assert_eq!(asked("params.learning_rate=5e-2").await, [child, base]);
    assert_eq!(asked("params.epochs!=6.0").await, [other]);
    assert_eq!(asked("params.optimizer=SGD").await, [child, base]);
    assert_eq!(asked("params.image_shape:28").await, [child, base]);
    assert_eq!(asked("params.image_shape>2").await, [""; 0]);
    assert_eq!(asked("params.nothing>0").await, [""; 0]);
    // What looks like a pattern is taken literally.
    assert_eq!(asked("name:%").await, [""; 0]);
    assert_eq!(asked("name:_").await, [""; 0]);
}

#[tokio::test]
async fn filters_go_together_and_rows_without_a_value_come_last() {
    use domain::job_query::{Matches, Sort};
    let (database, _folder) = opened(include_str!("../../tests/fixtures/schema/0001.sql")).await;
    let filters = ["status=Failed", "name=unreadable"].map(|text| Filter::parse(text).expect(text)).to_vec();
    let names = async |query: &JobQuery| page(&database, query).await;
    let any = JobQuery { filters: filters.clone(), matches: Matches::Any, ..JobQuery::default() };
    assert_eq!(names(&any).await, ["digits-inc-1", "unreadable"]);
    assert_eq!(names(&JobQuery { words: "digits".to_owned(), ..any }).await, ["digits-inc-1"]);
    assert_eq!(names(&JobQuery { filters, ..JobQuery::default() }).await, [""; 0]);
    for sort in Sort::ALL {
        for descending in [false, true] {
            let query = JobQuery { sort, descending, ..JobQuery::default() };
            assert_eq!(names(&query).await.len(), 3, "{sort:?}");
        }
    }
    let by = |descending| JobQuery { sort: Sort::Accuracy, descending, ..JobQuery::default() };
    assert_eq!((names(&by(true)).await[0].as_str(), names(&by(false)).await[0].as_str()), ("digits-base-1", "digits-base-1"));
    let second = JobQuery { rows: 2, page: 2, ..JobQuery::default() };
    assert_eq!(names(&second).await, ["unreadable"]);
}

#[tokio::test]
async fn stored_values_of_epochs_that_cannot_be_are_left_out() {
    let (database, _folder) = opened(include_str!("../../tests/fixtures/schema/0010.sql")).await;
    let base = job(&database, "digits-base-1").await;
    let known = metrics::of(database.reader(), base.id).await.expect("points");
    let sql = "INSERT INTO metric_point (job, metric, epoch, value, at) SELECT ?, min(id), ?, 0.99, 0 FROM metric";
    for epoch in [-1_i64, 100_001, 4_294_967_295, i64::MAX] {
        sqlx::query(sql).bind(base.id).bind(epoch).execute(database.writer()).await.expect("a row");
    }
    assert_eq!(metrics::of(database.reader(), base.id).await.expect("points"), known);
}
