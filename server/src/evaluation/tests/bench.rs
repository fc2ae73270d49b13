//! A target with two finished jobs, a store whose objects a test changes, and a process that does what a test says.

use std::{
    collections::BTreeMap,
    fs,
    future::IntoFuture,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, Method, StatusCode},
    response::{IntoResponse, Response},
};
use console::{
    data::evaluation::{EvaluationState, MistakeQuery},
    ports::evaluations::Evaluations,
};
use domain::{Clock, JobKey, evaluation::EvaluationOutput};
use mxnet_formats::record_io::{image_header, write_record};
use serde_json::json;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::made::{detector_output, output, segmenter_output};
use crate::{
    aws::Aws,
    db::{
        jobs::{self, LogState, NewJob, Origin},
        lookup,
    },
    evaluation::service::ModelEvaluations,
    history::History,
    testing::{TestClock, body, described},
};

type Objects = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// Everything that a test needs.
pub(crate) struct Bench {
    pub(crate) evaluations: ModelEvaluations,
    pub(crate) ending: CancellationToken,
    objects: Objects,
    history: Arc<History>,
    pub(crate) folder: TempDir,
    _database: TempDir,
}

impl Bench {
    /// Starts with a process that leaves a result with one mistake.
    pub(crate) async fn start() -> Self {
        let objects: Objects = Arc::default();
        let served = objects.clone();
        let service = Router::new().fallback(move |request: Request| answer(served.clone(), request));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(axum::serve(listener, service).into_future());
        let aws = Aws::local(&endpoint, "AKIATEST", "secret", "us-west-2");
        let (database, database_folder) = crate::db::testing::database().await;
        let clock: Arc<dyn Clock> = Arc::new(TestClock::default());
        let history = History::new(database, aws, clock.clone(), true);
        let folder = tempfile::tempdir().expect("a folder");
        let ending = CancellationToken::new();
        let evaluations = evaluations(&history, &folder, &ending);
        let bench = Self { evaluations, ending, objects, history, folder, _database: database_folder };
        bench.store("/bucket/base/validation/a.rec", &records());
        for job in ["first", "second"] {
            bench.store(&format!("/bucket/output/{job}/output/model.tar.gz"), job.as_bytes());
            bench.finish(job).await;
        }
        bench.process_leaves(&[8]);
        bench
    }

    /// A console that is started anew over the same folder.
    pub(crate) fn restart(&mut self) {
        self.ending = CancellationToken::new();
        self.evaluations = evaluations(&self.history, &self.folder, &self.ending);
    }

    /// Puts an object, which replaces another.
    pub(crate) fn store(&self, path: &str, bytes: &[u8]) {
        self.objects.lock().expect("no test panics here").insert(path.to_owned(), bytes.to_vec());
    }

    /// Removes an object.
    pub(crate) fn remove(&self, path: &str) {
        self.objects.lock().expect("no test panics here").remove(path);
    }

    /// A job like the others has ended.
    async fn finish(&self, job: &str) {
        self.finish_request(job, &request(job)).await;
    }

    /// A job with this request has ended.
    pub(crate) async fn finish_request(&self, job: &str, request: &serde_json::Value) {
        let request = request.to_string();
        let new = NewJob {
            name: job,
            origin: Origin::Console,
            request: &request,
            algorithm: "",
            instance_type: None,
            created_at: TestClock::FIRST,
            model_source: None,
            artifact: None,
            log_state: LogState::Complete,
        };
        let mut transaction = self.history.database.begin().await.expect("a transaction");
        jobs::insert(&mut transaction, &new).await.expect("a row");
        transaction.commit().await.expect("a commit");
        let row = lookup::find(self.history.database.reader(), job).await.expect("a row").expect("a job");
        self.history.refresh(&row).await.expect("an answer");
    }

    fn script(&self) -> PathBuf {
        self.folder.path().join("process.sh")
    }

    /// The process does this; `$2` is the folder, and how often it ran is counted.
    pub(crate) fn process_does(&self, script: &str) {
        let counted = format!("echo >> {}\n{script}\n", self.folder.path().join("runs").display());
        fs::write(self.script(), counted).expect("a script");
    }

    /// The process leaves a result with these records wrong.
    pub(crate) fn process_leaves(&self, wrong: &[u64]) {
        self.process_leaves_output(&output(wrong));
    }

    fn process_leaves_output(&self, output: &EvaluationOutput) {
        let result = self.folder.path().join("result.json");
        fs::write(&result, serde_json::to_vec(output).expect("JSON")).expect("a file");
        self.process_does(&format!(
            "echo '{{\"done\":40,\"images\":40}}'\n/bin/mkdir -p $2/output\n/bin/cp {} $2/output/evaluation.json",
            result.display()
        ));
    }

    /// Adds the job [`DETECTOR`] with two images. The process notes its last argument and the files that it finds, and leaves a
    /// result that misses one object.
    pub(crate) async fn add_detector(&self) {
        self.store(&format!("/bucket/output/{DETECTOR}/output/model.tar.gz"), b"a detector");
        for name in ["a/1.jpg", "a/2.PNG"] {
            self.store(&format!("/bucket/boxes/validation/{name}"), b"image");
        }
        for name in ["a/1.json", "a/2.json"] {
            self.store(&format!("/bucket/boxes/validation_annotation/{name}"), b"{}");
        }
        self.finish(DETECTOR).await;
        self.process_leaves_output(&detector_output());
        self.process_notes();
    }

    /// Adds the job [`SEGMENTER`] with two images and a label map. Its process notes the same, and leaves a result with a mask.
    pub(crate) async fn add_segmenter(&self) {
        self.store(&format!("/bucket/output/{SEGMENTER}/output/model.tar.gz"), b"a segmenter");
        for name in ["validation/1.jpg", "validation/2.png", "validation_annotation/1.PNG", "validation_annotation/2.png"] {
            self.store(&format!("/bucket/scenes/{name}"), b"image");
        }
        for name in ["validation_annotation/notes.txt", "label_map/train_label_map.json", "label_map/validation_label_map.json"] {
            self.store(&format!("/bucket/scenes/{name}"), b"{}");
        }
        self.finish(SEGMENTER).await;
        self.process_leaves_output(&segmenter_output());
        let mask = self.folder.path().join("mask.png");
        fs::write(&mask, MASK).expect("a file");
        let leaves = fs::read_to_string(self.script()).expect("a script");
        let masks = format!("/bin/mkdir -p $2/output/masks\n/bin/cp {} $2/output/masks/0.png", mask.display());
        fs::write(self.script(), format!("{leaves}\n{masks}\n")).expect("a script");
        self.process_notes();
    }

    /// The process notes its last argument and the files that it finds.
    fn process_notes(&self) {
        let leaves = fs::read_to_string(self.script()).expect("a script");
        let seen = self.seen().display().to_string();
        fs::write(self.script(), format!("echo $4 > {seen}\n(cd $2/input/data && /usr/bin/find . -type f) >> {seen}\n{leaves}"))
            .expect("a script");
    }

    /// What the process of a detector or a segmenter has noted.
    pub(crate) fn seen(&self) -> PathBuf {
        self.folder.path().join("seen")
    }

    /// How often the process ran.
    pub(crate) fn runs(&self) -> usize {
        fs::read_to_string(self.folder.path().join("runs")).map_or(0, |text| text.lines().count())
    }

    /// The folder in which the first job is evaluated.
    pub(crate) fn work(&self) -> PathBuf {
        self.folder.path().join("evaluations/console-test/work/1")
    }

    pub(crate) async fn state(&self, job: &str) -> EvaluationState {
        self.evaluations.state(&key(job), MistakeQuery::default()).await.expect("a state")
    }

    /// Asks until the state is this one, as a page does.
    pub(crate) async fn until(&self, job: &str, is_wanted: impl Fn(&EvaluationState) -> bool) -> EvaluationState {
        loop {
            let state = self.state(job).await;
            if is_wanted(&state) {
                return state;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Evaluates a job and gives how that ended.
    pub(crate) async fn evaluated(&self, job: &str) -> EvaluationState {
        self.evaluations.start(&key(job)).await.expect("a start");
        self.until(job, |state| !matches!(state, EvaluationState::Running(_))).await
    }
}

/// A job with a detector on separate images.
pub(crate) const DETECTOR: &str = "detector";
/// A job with a segmenter.
pub(crate) const SEGMENTER: &str = "segmenter";

/// A mask of 2 x 4 pixels in grey: above the classes 0, 0, 1 and 255, below 0, 0, 0 and 1.
const MASK: &[u8] = include_bytes!("mask.png");

/// What was asked of a job.
fn request(job: &str) -> serde_json::Value {
    let mut request = body(job);
    let channel = |folder: &str, name: &str, content_type: &str| {
        let source = json!({ "S3DataType": "S3Prefix", "S3Uri": format!("s3://bucket/{folder}/{name}/") });
        json!({ "ChannelName": name, "ContentType": content_type, "DataSource": { "S3DataSource": source } })
    };
    let (repository, channels) = match job {
        DETECTOR => {
            let channels = ["validation", "validation_annotation"].map(|name| channel("boxes", name, "application/x-image"));
            ("object-detection", channels.to_vec())
        }
        SEGMENTER => {
            let channels =
                [("validation", "image/jpeg"), ("validation_annotation", "image/png"), ("label_map", "application/json")];
            ("semantic-segmentation", channels.map(|(name, content_type)| channel("scenes", name, content_type)).to_vec())
        }
        _ => return request,
    };
    let image = format!("433757028032.dkr.ecr.us-west-2.amazonaws.com/{repository}:1");
    request["AlgorithmSpecification"]["TrainingImage"] = image.into();
    request["InputDataConfig"] = channels.into();
    request
}

fn evaluations(history: &Arc<History>, folder: &TempDir, ending: &CancellationToken) -> ModelEvaluations {
    let command = vec!["/bin/sh".into(), folder.path().join("process.sh").into()];
    let clock = Arc::new(TestClock::default());
    ModelEvaluations::new(history.clone(), clock, (folder.path(), "console-test.db"), command, ending.clone())
}

pub(crate) fn key(job: &str) -> JobKey {
    JobKey::parse(job).expect("a key")
}

/// A RecordIO file of 40 records.
fn records() -> Vec<u8> {
    let mut file = Vec::new();
    for _ in 0..40 {
        write_record(&mut file, &[&image_header(3.0, 0)[..], b"\x89PNG image"].concat()).expect("memory takes it");
    }
    file
}

async fn answer(objects: Objects, request: Request) -> Response {
    let (method, path, headers) = (request.method().clone(), request.uri().path().to_owned(), request.headers().clone());
    let query = request.uri().query().unwrap_or_default().to_owned();
    if headers.contains_key("x-amz-target") {
        let body = to_bytes(request.into_body(), usize::MAX).await.expect("a body");
        let asked: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
        let request = self::request(asked["TrainingJobName"].as_str().unwrap_or_default());
        let (_, answer) = described(&request, "Completed", "Completed", 1_700_000_000.0);
        return ([("content-type", "application/x-amz-json-1.1")], answer.to_string()).into_response();
    }
    let objects = objects.lock().expect("no test panics here");
    if query.contains("list-type=2") {
        return list(&objects, &path, &query);
    }
    let Some(bytes) = objects.get(&path) else { return StatusCode::NOT_FOUND.into_response() };
    object(bytes, &method, &headers)
}

fn etag(bytes: &[u8]) -> String {
    format!("\"{}-{}\"", bytes.len(), bytes.iter().map(|byte| u64::from(*byte)).sum::<u64>())
}

fn list(objects: &BTreeMap<String, Vec<u8>>, bucket: &str, query: &str) -> Response {
    let bucket = format!("{}/", bucket.trim_end_matches('/'));
    let prefix = query.split('&').find_map(|pair| pair.strip_prefix("prefix=")).unwrap_or_default().replace("%2F", "/");
    let of_bucket = objects.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&bucket)?, bytes)));
    let contents: String = of_bucket
        .filter(|(key, _)| key.starts_with(&prefix))
        .map(|(key, bytes)| {
            let (etag, size) = (etag(bytes).replace('"', "&quot;"), bytes.len());
            format!("<Contents><Key>{key}</Key><ETag>{etag}</ETag><Size>{size}</Size></Contents>")
        })
        .collect();
    let xml = format!("<ListBucketResult><IsTruncated>false</IsTruncated>{contents}</ListBucketResult>");
    ([("content-type", "application/xml")], xml).into_response()
}

fn object(bytes: &[u8], method: &Method, headers: &HeaderMap) -> Response {
    let tag = etag(bytes);
    if headers.get("if-match").is_some_and(|wanted| wanted != tag.as_str()) {
        return StatusCode::PRECONDITION_FAILED.into_response();
    }
    if method == Method::HEAD {
        return ([("etag", tag), ("content-length", bytes.len().to_string())], Body::empty()).into_response();
    }
    let range = headers.get("range").and_then(|range| range.to_str().ok()?.strip_prefix("bytes=")?.split_once('-'));
    let Some((from, to)) = range else { return ([("etag", tag)], bytes.to_vec()).into_response() };
    let (from, to): (usize, usize) = (from.parse().expect("a number"), to.parse().expect("a number"));
    let part = bytes[from..=to.min(bytes.len() - 1)].to_vec();
    let headers = [("etag", tag), ("content-range", format!("bytes {from}-{to}/{}", bytes.len()))];
    (StatusCode::PARTIAL_CONTENT, headers, part).into_response()
}
