//! An engine in a temporary folder whose trainer is a shell script.

use std::{
    ffi::OsString,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use domain::Clock;
use engine::{Config, Engine, RunningEngine, SystemClock};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::Client;

/// The bucket that every test engine has.
pub(crate) const BUCKET: &str = "data-of-the-tests";
/// The body of a request for a bucket.
pub(crate) const HERE: &[u8] =
    b"<CreateBucketConfiguration><LocationConstraint>us-west-2</LocationConstraint></CreateBucketConfiguration>";
/// How long anything may take.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A running engine and a client of it.
pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) script: String,
    pub(crate) engine: RunningEngine,
    pub(crate) client: Client,
}

impl World {
    /// Starts an engine. `script` is the trainer; its first argument is the folder that a container has as `/opt/ml`.
    pub(crate) async fn start(script: &str) -> Self {
        Self::start_with(script, &json!({ "Limits": { "RunningJobs": 1 } })).await
    }

    /// Starts an engine with settings of its own.
    pub(crate) async fn start_with(script: &str, settings: &Value) -> Self {
        Self::start_at(script, settings, Arc::new(SystemClock)).await
    }

    /// Starts an engine with settings and a clock of its own.
    pub(crate) async fn start_at(script: &str, settings: &Value, clock: Arc<dyn Clock>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("data")).expect("a folder");
        std::fs::write(folder.path().join("data/engine.json"), settings.to_string()).expect("a file");
        let (engine, client) = start(folder.path(), script, supervisor(), clock).await;
        let world = Self { folder, script: script.to_owned(), engine, client };
        let created = world.client.s3("PUT", &format!("/{BUCKET}"), "", &[], HERE).await;
        assert_eq!(created.status, 200, "{}", created.text());
        world.put("train/a.rec", b"training data").await;
        world
    }

    /// Ends the engine and starts another one on the same data.
    pub(crate) async fn restart(self) -> Self {
        self.engine.shutdown().await;
        Self::start_in(self.folder, &self.script).await
    }

    /// Starts an engine on the data that another one left.
    pub(crate) async fn start_in(folder: TempDir, script: &str) -> Self {
        let (engine, client) = start(folder.path(), script, supervisor(), Arc::new(SystemClock)).await;
        Self { folder, script: script.to_owned(), engine, client }
    }

    /// Ends the engine and starts another one whose supervisor is started by `words`.
    pub(crate) async fn restart_with_supervisor(self, words: &[&str]) -> Self {
        self.engine.shutdown().await;
        let words = words.iter().map(OsString::from).chain(supervisor()).collect();
        let (engine, client) = start(self.folder.path(), &self.script, words, Arc::new(SystemClock)).await;
        Self { engine, client, ..self }
    }

    /// Waits for a condition.
    pub(crate) async fn until(&self, what: &str, condition: impl Fn() -> bool) {
        let end = Instant::now() + TIMEOUT;
        while !condition() {
            assert!(Instant::now() < end, "waited for {what}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until an object has this content, or is gone.
    pub(crate) async fn wait_for_object(&self, key: &str, content: Option<&[u8]>) {
        let end = Instant::now() + TIMEOUT;
        while self.get(key).await.as_deref() != content {
            assert!(Instant::now() < end, "{key} did not become {content:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Stores an object.
    pub(crate) async fn put(&self, key: &str, body: &[u8]) {
        let reply = self.client.s3("PUT", &format!("/{BUCKET}/{key}"), "", &[], body).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
    }

    /// Reads an object; `None` when there is none.
    pub(crate) async fn get(&self, key: &str) -> Option<Vec<u8>> {
        let reply = self.client.s3("GET", &format!("/{BUCKET}/{key}"), "", &[], b"").await;
        (reply.status == 200).then_some(reply.body)
    }

    /// Creates a job that must be accepted.
    pub(crate) async fn create(&self, request: &Value) {
        let reply = self.client.json("SageMaker.CreateTrainingJob", request).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
    }

    /// Describes a job.
    pub(crate) async fn describe(&self, name: &str) -> Value {
        let reply = self.client.json("SageMaker.DescribeTrainingJob", &json!({ "TrainingJobName": name })).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    }

    /// Asks a job to stop.
    pub(crate) async fn stop(&self, name: &str) {
        let reply = self.client.json("SageMaker.StopTrainingJob", &json!({ "TrainingJobName": name })).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
    }

    /// Waits until a job's `member` is `value` and describes it then.
    pub(crate) async fn wait(&self, name: &str, member: &str, value: &str) -> Value {
        let end = Instant::now() + TIMEOUT;
        loop {
            let job = self.describe(name).await;
            if job[member] == value {
                return job;
            }
            assert!(Instant::now() < end, "{name} did not become {value}: {job:#}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The messages of a job's log.
    pub(crate) async fn log(&self, name: &str) -> Vec<String> {
        let group = "/aws/sagemaker/TrainingJobs";
        let question = json!({ "logGroupName": group, "logStreamNamePrefix": format!("{name}/") });
        let streams = self.client.json("Logs_20140328.DescribeLogStreams", &question).await.json();
        let Some(stream) = streams["logStreams"][0]["logStreamName"].as_str() else { return Vec::new() };
        let question = json!({ "logGroupName": group, "logStreamName": stream, "startFromHead": true });
        let page = self.client.json("Logs_20140328.GetLogEvents", &question).await.json();
        let events = page["events"].as_array().cloned().unwrap_or_default();
        events.iter().filter_map(|event| event["message"].as_str().map(str::to_owned)).collect()
    }

    /// The folder of the only job whose files are still there, in the form of `/opt/ml`.
    pub(crate) fn working_folder(&self) -> std::path::PathBuf {
        let jobs = std::fs::read_dir(self.folder.path().join("data/jobs")).expect("the jobs");
        let mut folders = jobs.map(|job| job.expect("a job").path().join("ml")).filter(|ml| ml.exists());
        folders.next().expect("a job that runs")
    }

    /// Waits until a job's log holds a message.
    pub(crate) async fn wait_for_message(&self, name: &str, message: &str) {
        let end = Instant::now() + TIMEOUT;
        while !self.log(name).await.iter().any(|found| found == message) {
            assert!(Instant::now() < end, "{name} did not log {message}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// A request that the engine accepts.
pub(crate) fn request(name: &str) -> Value {
    json!({
        "TrainingJobName": name,
        "RoleArn": "arn:aws:iam::000000000000:role/service-role/Tests",
        "AlgorithmSpecification": {
            "TrainingImage": "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1",
            "TrainingInputMode": "File",
        },
        "HyperParameters": { "num_classes": "2", "num_training_samples": "4", "epochs": "1" },
        "InputDataConfig": [channel("train", "train/"), channel("validation", "train/")],
        "OutputDataConfig": { "S3OutputPath": format!("s3://{BUCKET}/output/") },
        "ResourceConfig": { "InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 1 },
        "StoppingCondition": { "MaxRuntimeInSeconds": 600 },
    })
}

/// A channel on a prefix of the test bucket.
pub(crate) fn channel(name: &str, prefix: &str) -> Value {
    json!({
        "ChannelName": name,
        "ContentType": "application/x-recordio",
        "DataSource": { "S3DataSource": {
            "S3DataType": "S3Prefix",
            "S3Uri": format!("s3://{BUCKET}/{prefix}"),
            "S3DataDistributionType": "FullyReplicated",
        } },
    })
}

async fn start(folder: &Path, script: &str, supervisor_command: Vec<OsString>, clock: Arc<dyn Clock>) -> (RunningEngine, Client) {
    let config = Config {
        listen: "127.0.0.1:0".parse().expect("an address"),
        data: folder.join("data"),
        region: "us-west-2".to_owned(),
        trainer_command: ["/bin/sh", "-c", script, "trainer"].map(OsString::from).to_vec(),
        supervisor_command,
        samples: engine::Samples::None,
    };
    let engine = Engine::start(config, clock).await.expect("the engine starts");
    let client = Client {
        address: engine.address(),
        access_key_id: engine.credentials().access_key_id().to_owned(),
        secret_access_key: engine.credentials().secret_access_key().to_owned(),
        region: "us-west-2",
    };
    (engine, client)
}

/// This very program, told to run one "test", which is the supervisor.
pub(crate) fn supervisor() -> Vec<OsString> {
    let program = std::env::current_exe().expect("the test program").into_os_string();
    let words = ["--exact", "harness::supervisor_process", "--nocapture"].map(OsString::from);
    std::iter::once(program).chain(words).collect()
}

/// What [`supervisor`] starts; the job's folder is the last argument. Without one there is nothing to do.
#[test]
fn supervisor_process() {
    let last = std::env::args_os().next_back().unwrap_or_default();
    if Path::new(&last).join("spec.json").exists() {
        let _ = engine::supervise(Path::new(&last));
    }
}
