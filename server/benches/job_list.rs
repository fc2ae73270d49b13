//! How long the questions of the list take with 100,000 jobs and ten million measurements. It takes minutes and gigabytes:
//!
//! `cargo bench -p server --bench job_list`
//!
//! On a machine with other work, `chrt -f 10` in front of it measures the questions and not the queue for a processor.
//!
//! `BATON_MEASURE_JOBS` and `BATON_MEASURE_POINTS` (measurements of each job) change the size, `BATON_MEASURE_FOLDER`
//! keeps the database there for the next run, and for a look at it with `baton serve --data`.

#![expect(dead_code, unused_imports, reason = "the database's module is compiled for its questions alone")]

// The module is private to the program, which has no other reason to show it. Its files name each other by `crate::db`.
#[path = "../src"]
mod source {
    pub(crate) mod db;
}

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use domain::job_query::{Filter, JobQuery, Sort};

use self::{
    db::{Database, job_list, jobs::fill_name_keys, lineage, logs, lookup, metrics},
    source::db,
};

/// Each question is asked this often.
const TIMES: usize = 60;
/// The target: the hundredth part that is slowest may take this long.
const TARGET: Duration = Duration::from_millis(30);

fn number(name: &str, default: i64) -> i64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// A request of ordinary size.
fn request() -> serde_json::Value {
    let channel = |name: &str| {
        serde_json::json!({
            "ChannelName": name,
            "DataSource": { "S3DataSource": { "S3DataType": "S3Prefix", "S3Uri": format!("s3://bucket/base/{name}/"), "S3DataDistributionType": "FullyReplicated" } },
            "ContentType": "application/x-recordio", "CompressionType": "None", "RecordWrapperType": "None", "InputMode": "File",
        })
    };
    serde_json::json!({
        "TrainingJobName": "generated",
        "HyperParameters": {
            "num_layers": "20", "image_shape": "3,28,28", "num_classes": "10", "num_training_samples": "2000",
            "mini_batch_size": "100", "epochs": "4", "learning_rate": "0.05",
        },
        "AlgorithmSpecification": {
            "TrainingImage": "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1", "TrainingInputMode": "File",
        },
        "RoleArn": "arn:aws:iam::000000000000:role/BatonLocalRole",
        "InputDataConfig": [channel("train"), channel("validation")],
        "OutputDataConfig": { "S3OutputPath": "s3://bucket/output" },
        "ResourceConfig": { "InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 50 },
        "StoppingCondition": { "MaxRuntimeInSeconds": 3600 },
    })
}

/// Jobs of thirty teams in families of ten generations, with requests of ordinary size.
async fn generate(database: &Database, jobs: i64, points: i64) {
    let request = request().to_string();
    let mut transaction = database.begin().await.expect("a transaction");
    for statement in [
        "INSERT INTO metric (name) VALUES ('train:accuracy'), ('validation:accuracy'), ('train:cross-entropy'), ('validation:cross-entropy')",
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
         INSERT INTO training_job (id, name, origin, status, secondary_status, created_at, ended_at, training_seconds,
             billable_seconds, algorithm, instance_type, validation_accuracy, best_validation_accuracy, best_epoch, parent,
             parent_name, arn, model_source, artifact, artifact_size, artifact_looked_at, described_at, log_state)
         SELECT i, 'project-' || (i * 7919 % 4000) || '-inc-' || i, iif(i % 3, 'console', 'elsewhere'),
             CASE WHEN i > ?1 - 20 THEN 'InProgress' WHEN i % 10 = 0 THEN 'Failed' WHEN i % 17 = 0 THEN 'Stopped' ELSE 'Completed' END,
             'Completed', 1600000000000 + i * 61000, iif(i > ?1 - 20, NULL, 1600000000000 + i * 61000 + (i * 104729 % 7200000)),
             i % 7200, i % 7000, CASE i % 4 WHEN 0 THEN 'Object Detection' WHEN 1 THEN 'Semantic Segmentation' ELSE 'Image Classification' END,
             'ml.p' || (2 + i % 3) || '.' || (i % 5) || 'xlarge', iif(i % 10, (i * 7919 % 10000) / 10000.0, NULL),
             iif(i % 10, (i * 7919 % 10000 + 500) / 10500.0, NULL), 1 + i % 20, iif(i % 10, i - 1, NULL),
             iif(i % 10, 'project-' || ((i - 1) * 7919 % 4000) || '-inc-' || (i - 1), NULL),
             'arn:aws:sagemaker:us-west-2:000000000000:training-job/' || i,
             iif(i % 10, 's3://bucket/output/' || (i - 1) || '/output/model.tar.gz', NULL),
             's3://bucket/output/' || i || '/output/model.tar.gz', 1000000 + i, 1, 1, 'complete'
         FROM n",
        "INSERT INTO tag (job, key, value) SELECT id, 'team', 'team-' || (id % 30) FROM training_job",
        "INSERT INTO tag (job, key, value) SELECT id, 'round', '' || (id % 7) FROM training_job WHERE id % 2",
    ] {
        sqlx::query(statement).bind(jobs).execute(&mut *transaction).await.expect("rows");
    }
    sqlx::query("INSERT INTO document (job, request, description) SELECT id, ?1, ?1 || ?1 FROM training_job")
        .bind(request)
        .execute(&mut *transaction)
        .await
        .expect("documents");
    sqlx::query(
        "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1 - 1)
         INSERT INTO metric_point (job, metric, epoch, value, at)
         SELECT id, 1 + i * 4 / ?1, 1 + i % (?1 / 4), (id * 31 + i) % 1000 / 1000.0, created_at + i FROM training_job CROSS JOIN n",
    )
    .bind(points)
    .execute(&mut *transaction)
    .await
    .expect("points");
    sqlx::query(
        "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999999)
         INSERT INTO log_line (job, number, at, text)
         SELECT 1, i, i, '[11/23/2026 09:41:07 INFO 139] Epoch[' || i / 100 || '] Batch [' || i % 100 || '] Speed: 812.40 samples/sec' FROM n",
    )
    .execute(&mut *transaction)
    .await
    .expect("lines");
    fill_name_keys(&mut transaction).await.expect("keys");
    transaction.commit().await.expect("a commit");
}

fn asked(filters: &[&str]) -> JobQuery {
    JobQuery { filters: filters.iter().map(|text| Filter::parse(text).expect(text)).collect(), ..JobQuery::default() }
}

/// The median and the slowest hundredth of a question's times.
async fn timed(what: &str, mut question: impl AsyncFnMut()) -> Duration {
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let start = Instant::now();
        question().await;
        times.push(start.elapsed());
        // With `chrt -f` Linux takes the processor away for 50 ms from what fills a second; whoever rests is spared.
        tokio::time::sleep(start.elapsed() / 8).await;
    }
    times.sort();
    let (median, slowest) = (times[TIMES / 2], times[TIMES - 1]);
    println!("{what:<58} median {:>7.2} ms   p99 {:>7.2} ms", median.as_secs_f64() * 1e3, slowest.as_secs_f64() * 1e3);
    slowest
}

#[tokio::main]
async fn main() {
    let (jobs, points) = (number("BATON_MEASURE_JOBS", 100_000), number("BATON_MEASURE_POINTS", 100));
    let own = tempfile::tempdir().expect("a folder");
    let kept = std::env::var_os("BATON_MEASURE_FOLDER").map(PathBuf::from);
    let folder = kept.unwrap_or_else(|| own.path().to_owned());
    let database = Database::open(&folder.join("console-local.db")).await.expect("a database");
    let reader = database.reader();
    let start = Instant::now();
    if job_list::count(reader, &JobQuery::default()).await.expect("a count") == 0 {
        generate(&database, jobs, points).await;
        println!("generated {jobs} jobs with {} measurements in {:.0?}", jobs * points, start.elapsed());
    }
    let all = JobQuery::default();
    let mut questions: Vec<(String, JobQuery)> = vec![
        ("first page and count".to_owned(), all.clone()),
        ("page 3,000 and count".to_owned(), all.at_page(3_000)),
        ("text: project-12".to_owned(), JobQuery { words: "project-12".to_owned(), ..all.clone() }),
        ("text: p (matches all)".to_owned(), JobQuery { words: "p".to_owned(), ..all.clone() }),
        ("text: project (matches all)".to_owned(), JobQuery { words: "project".to_owned(), ..all.clone() }),
        ("text: classification Failed".to_owned(), JobQuery { words: "classification Failed".to_owned(), ..all.clone() }),
        ("text: ject-12, by name".to_owned(), JobQuery { words: "ject-12".to_owned(), sort: Sort::Name, ..all.clone() }),
        ("text: 77 (no index)".to_owned(), JobQuery { words: "77".to_owned(), sort: Sort::BestAccuracy, ..all.clone() }),
        ("text: nothing".to_owned(), JobQuery { words: "nothing".to_owned(), ..all.clone() }),
        (
            "text: team-7 inc, by accuracy".to_owned(),
            JobQuery { words: "team-7 inc".to_owned(), sort: Sort::Accuracy, ..all.clone() },
        ),
    ];
    for filters in [
        &["status=Failed"][..],
        &["status=InProgress"],
        &["algorithm=Image Classification", "instance=ml.p3.1xlarge"],
        &["name:inc-99"],
        &["name:nothing"],
        &["name=Project-12-inc-99", "status=Failed"],
        &["tag.team=team-7"],
        &["tag.team!=team-7"],
        &["parent^project-1"],
        &["accuracy>=0.95"],
        &["created>=2022-03-01", "created<2022-04-01"],
        &["status=Completed", "instance=ml.p3.1xlarge", "tag.round=3", "accuracy>=0.5"],
    ] {
        questions.push((filters.join(" and "), asked(filters)));
        let query = JobQuery { sort: Sort::BestAccuracy, ..asked(filters) };
        questions.push((format!("{}, best first", filters.join(" and ")), query));
    }
    for sort in Sort::ALL {
        for descending in [true, false] {
            let order = if descending { "down" } else { "up" };
            questions
                .push((format!("by {} {order}, page 40", sort.key()), JobQuery { sort, descending, page: 40, ..all.clone() }));
        }
    }
    let mut slow = Vec::new();
    for (what, query) in &questions {
        let slowest = timed(what, async || {
            let all = job_list::count(reader, &JobQuery::default()).await.expect("a count");
            let total = job_list::count(reader, query).await.expect("a count");
            job_list::page(reader, query, total, all).await.expect("a page");
        })
        .await;
        if slowest > TARGET {
            slow.push(what.clone());
        }
    }
    timed("one job by name", async || drop(lookup::find(reader, "project-1-inc-99").await)).await;
    timed("its measurements", async || drop(metrics::of(reader, 50_000).await)).await;
    timed("its family", async || drop(lineage::family(reader, 50_005, 200, 1_000).await)).await;
    timed("jobs that are polled", async || drop(lookup::open(reader, 50).await)).await;
    timed("a page of a log of a million lines", async || drop(logs::lines(reader, 1, 987_000, 500).await)).await;
    timed("a rare word in a log of a million lines", async || drop(logs::search(reader, 1, "Epoch[9999]", 0, 100).await)).await;
    let size = std::fs::metadata(folder.join("console-local.db")).map(|file| file.len() >> 20).unwrap_or_default();
    println!("{size} MiB; slower than {TARGET:?}: {slow:?}");
}
