//! Generations: a long line and a wide tree.

use std::time::Duration;

use console::ports::{JobHistory, TrainingJobs};
use domain::{
    Clock, Timestamp,
    channel_data::{ChannelData, Extent},
    description::{Metric, MetricPoint},
    warm_start::Verdict,
};
use serde_json::{Value, json};

use super::key;
use crate::{
    db::{
        channel_data,
        jobs::{self, ArtifactProbe},
        lookup, metrics,
    },
    testing::{Target, arn, body, checked},
};

/// A service that accepts everything and knows nothing else.
async fn service() -> Target {
    Target::start(|operation, body| match operation {
        "CreateTrainingJob" => (200, json!({ "TrainingJobArn": arn(body["TrainingJobName"].as_str().unwrap_or_default()) })),
        _ => (404, Value::Null),
    })
    .await
}

/// Submits a job that starts from the model of `parent`, with its own number of epochs and data.
async fn submit(target: &Target, job: &str, parent: Option<&str>, epochs: usize) {
    let mut request = body(job);
    request["HyperParameters"]["epochs"] = epochs.to_string().into();
    let channels = request["InputDataConfig"].as_array_mut().expect("channels");
    match parent {
        Some(parent) => {
            let location = format!("s3://bucket/output/{parent}/output/model.tar.gz");
            channels[2]["DataSource"]["S3DataSource"]["S3Uri"] = location.into();
        }
        None => channels.truncate(2),
    }
    target.clock.advance(Duration::from_secs(1));
    target.history.create(checked(&request)).await.expect("a job");
}

async fn measure(target: &Target, job: &str, values: &[(u32, f64)]) {
    let row = lookup::find(target.database.reader(), job).await.expect("a row").expect("a job");
    let mut transaction = target.database.begin().await.expect("a transaction");
    for (epoch, value) in values {
        let point = MetricPoint { metric: Metric::ValidationAccuracy, epoch: *epoch, value: *value, at: Timestamp::UNIX_EPOCH };
        metrics::put(&mut transaction, row.id, &point).await.expect("a point");
    }
    transaction.commit().await.expect("a commit");
}

#[tokio::test]
async fn a_line_of_fifty_generations_is_one_curve() {
    let target = service().await;
    for place in 0..50_usize {
        let parent = place.checked_sub(1).map(|before| format!("job-{before}"));
        submit(&target, &format!("job-{place}"), parent.as_deref(), place + 1).await;
        measure(&target, &format!("job-{place}"), &[(1, 0.5), (2, 0.6)]).await;
    }
    let lineage = target.history.lineage(&key("job-49")).await.expect("a lineage").expect("a job");
    assert_eq!((lineage.relatives.len(), lineage.line.len(), lineage.is_cut), (50, 50, false));
    assert_eq!(lineage.relatives.iter().map(|relative| relative.generation).collect::<Vec<_>>(), (-49..=0).collect::<Vec<_>>());
    let last = lineage.line.last().expect("the job itself");
    assert_eq!((last.job.name.as_str(), last.first, last.epochs), ("job-49", 98, 2));
    assert_eq!(last.differences.iter().map(|difference| difference.name.as_str()).collect::<Vec<_>>(), ["epochs"]);
    assert!(lineage.line[0].differences.is_empty());
    assert_eq!(lineage.foreign, None);
    // From the middle there is a line above and one below.
    let middle = target.history.lineage(&key("job-20")).await.expect("a lineage").expect("a job");
    assert_eq!((middle.line.len(), middle.relatives.len()), (21, 50));
    assert_eq!(middle.relatives.last().map(|relative| relative.generation), Some(29));
}

#[tokio::test]
async fn a_tree_of_five_hundred_is_one_family() {
    let target = service().await;
    submit(&target, "root", None, 1).await;
    // Each job has five children until there are 500.
    let mut names = vec!["root".to_owned()];
    for place in 1..500_usize {
        let parent = names[(place - 1) / 5].clone();
        let child = format!("job-{place}");
        submit(&target, &child, Some(&parent), 1).await;
        names.push(child);
    }
    let family = target.history.lineage(&key("root")).await.expect("a lineage").expect("a job");
    assert_eq!((family.relatives.len(), family.line.len(), family.is_cut), (500, 1, false));
    let root = family.relatives[0].job.record;
    assert_eq!(family.relatives.iter().filter(|relative| relative.parent == Some(root)).count(), 5);
    assert_eq!(family.relatives.iter().filter(|relative| relative.generation == 3).count(), 125);
    let leaf = target.history.lineage(&key("job-499")).await.expect("a lineage").expect("a job");
    assert_eq!(leaf.relatives.len(), leaf.line.len());
}

#[tokio::test]
async fn a_circle_of_locations_ends() {
    let target = service().await;
    submit(&target, "a", Some("b"), 1).await;
    submit(&target, "b", Some("a"), 1).await;
    let family = target.history.lineage(&key("a")).await.expect("a lineage").expect("a job");
    assert!(family.relatives.len() <= 3, "{family:?}");
}

#[tokio::test]
async fn a_model_that_no_known_job_made_is_named() {
    let target = service().await;
    submit(&target, "a", Some("stranger"), 1).await;
    let family = target.history.lineage(&key("a")).await.expect("a lineage").expect("a job");
    assert_eq!(family.foreign.as_deref(), Some("s3://bucket/output/stranger/output/model.tar.gz"));
}

#[tokio::test]
async fn the_warm_start_is_told_from_both_jobs() {
    let target = service().await;
    submit(&target, "base", None, 3).await;
    submit(&target, "inc", Some("base"), 3).await;
    assert_eq!(target.history.warm_start(&key("base")).await.expect("an answer"), None);
    let verdict = async || target.history.warm_start(&key("inc")).await.expect("an answer").expect("a proof").verdict;
    assert_eq!(verdict().await, Verdict::NotYet);
    measure(&target, "base", &[(1, 0.4), (2, 0.8), (3, 0.9)]).await;
    measure(&target, "inc", &[(0, 0.9)]).await;
    assert_eq!(verdict().await, Verdict::NotKnown, "nobody listed the data");
    list(&target, "base", "a").await;
    list(&target, "inc", "b").await;
    assert_eq!(verdict().await, Verdict::NotKnown, "the data differ");
    list(&target, "inc", "a").await;
    assert_eq!(verdict().await, Verdict::Continued);
    measure(&target, "inc", &[(0, 0.1)]).await;
    assert_eq!(verdict().await, Verdict::NotContinued);
    let proof = target.history.warm_start(&key("inc")).await.expect("an answer").expect("a proof");
    assert_eq!((proof.parent.as_str(), proof.evidence.classes), ("base", Some(10)));
    // What the trainer loaded counts more than what it scored.
    let loaded = "a1".repeat(32);
    load(&target, "inc", &loaded).await;
    store(&target, "base", &loaded).await;
    assert_eq!(verdict().await, Verdict::Continued);
    // Another object in the parent's place does not change what the parent stored.
    store(&target, "base", &"b2".repeat(32)).await;
    assert_eq!(verdict().await, Verdict::Continued);
    load(&target, "inc", &"b2".repeat(32)).await;
    assert_eq!(verdict().await, Verdict::NotContinued);
}

/// Keeps a listing of the validation channel with this digest.
async fn list(target: &Target, job: &str, digest: &str) {
    let row = lookup::find(target.database.reader(), job).await.expect("a row").expect("a job");
    let data = ChannelData {
        channel: "validation".to_owned(),
        location: "s3://bucket/validation/".to_owned(),
        extent: Extent::Complete,
        objects: 1,
        bytes: 5,
        records: None,
        digest: digest.to_owned(),
        tags_are_md5: true,
        modified_at: None,
        listed_at: row.created_at,
    };
    let mut transaction = target.database.begin().await.expect("a transaction");
    channel_data::replace(&mut transaction, row.id, &[data], row.created_at).await.expect("a listing");
    transaction.commit().await.expect("a commit");
}

/// Keeps the digest of the archive that the job loaded.
async fn load(target: &Target, job: &str, digest: &str) {
    let row = lookup::find(target.database.reader(), job).await.expect("a row").expect("a job");
    jobs::set_loaded(target.database.writer(), row.id, digest).await.expect("a digest");
}

/// Keeps the digest of the archive that the job stored.
async fn store(target: &Target, job: &str, digest: &str) {
    let row = lookup::find(target.database.reader(), job).await.expect("a row").expect("a job");
    let probe = ArtifactProbe { size: Some(9), etag: Some(digest), sha256: Some(digest) };
    jobs::record_artifact_probe(target.database.writer(), row.id, &probe, row.created_at).await.expect("a look");
}

#[tokio::test]
async fn links_to_a_parent_whose_name_was_used_again_lead_to_the_parent() {
    let target = service().await;
    submit(&target, "base", None, 1).await;
    submit(&target, "inc", Some("base"), 1).await;
    let parent = async || {
        let job = target.history.row("inc").await.expect("an answer").expect("a job");
        job.parent.and_then(|parent| parent.key())
    };
    assert_eq!(parent().await.as_deref(), Some("base"));
    let base = lookup::find(target.database.reader(), "base").await.expect("a row").expect("a job");
    jobs::mark_deleted(target.database.writer(), base.id, target.clock.now()).await.expect("a deletion");
    assert_eq!(parent().await.as_deref(), Some("base"), "nobody else has the name");
    submit(&target, "base", None, 1).await;
    assert_eq!(parent().await, Some(format!("base@{}", base.id)));
}

#[tokio::test]
async fn jobs_are_compared_side_by_side() {
    let target = service().await;
    submit(&target, "a", None, 3).await;
    submit(&target, "b", Some("a"), 5).await;
    measure(&target, "a", &[(1, 0.7), (2, 0.9), (3, 0.8)]).await;
    measure(&target, "b", &[(0, 0.95), (1, 0.85)]).await;
    let names = [key("b"), key("nobody"), key("a")];
    let compared = target.history.compare(&names).await.expect("a comparison");
    assert_eq!(compared.jobs.iter().map(|job| job.summary.name.as_str()).collect::<Vec<_>>(), ["b", "a"]);
    assert_eq!(compared.missing, ["nobody"]);
    let first = &compared.settings[0];
    assert_eq!((first.name.as_str(), first.differs), ("epochs", true));
    assert_eq!(first.values, [Some("5".to_owned()), Some("3".to_owned())]);
    // The best one comes after training: what the loaded model scored does not count.
    assert_eq!(compared.jobs[0].summary.best, Some((0.85, 1)));
    assert_eq!(compared.jobs[1].summary.best, Some((0.9, 2)));
}

#[tokio::test]
async fn data_that_changed_in_their_place_differ_at_the_hop_and_side_by_side() {
    let target = service().await;
    submit(&target, "month-01", None, 3).await;
    submit(&target, "month-02", Some("month-01"), 3).await;
    list(&target, "month-01", &"a".repeat(64)).await;
    list(&target, "month-02", &"b".repeat(64)).await;
    let lineage = target.history.lineage(&key("month-02")).await.expect("an answer").expect("a family");
    let sentences: Vec<_> = lineage.line[1].data.iter().map(|found| found.sentence("month-01")).collect();
    assert_eq!(
        sentences[1],
        "validation data changed since month-01: 1 object of the same size with another content or other names."
    );
    // Nobody listed the training data.
    assert!(sentences[0].starts_with("train data: not known to be the same as in month-01"), "{}", sentences[0]);
    assert!(lineage.line[0].data.is_empty());

    let compared = target.history.compare(&[key("month-01"), key("month-02")]).await.expect("a comparison");
    let row = compared.settings.iter().find(|row| row.name == "validation · Data").expect("a row");
    assert_eq!((row.differs, row.values[0].as_deref()), (true, Some("1 object, 5 bytes, digest aaaaaaaaaaaa")));
}
