//! A service that answers what a test decides, and what the tests of this crate share.

pub(crate) mod local;

use std::{
    future::IntoFuture,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{Method, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{AccountId, CheckContext, Clock, CreateTrainingJob, Timestamp, TrainingJobRequest};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::{
    aws::Aws,
    db::{
        Database,
        jobs::{self, LogState, NewJob, Origin},
    },
    history::History,
};

/// A call as it arrived: the operation (`CreateTrainingJob`, or `HEAD /bucket/key` for S3) and its body.
pub(crate) type Call = (String, Vec<u8>);

/// What the service answers: a status and a JSON body.
pub(crate) type Answer = (u16, Value);

/// A clock that a test moves; it begins at [`TestClock::FIRST`].
pub(crate) struct TestClock(AtomicI64);

impl TestClock {
    /// What it shows before it is moved.
    pub(crate) const FIRST: Timestamp = Timestamp::from_milliseconds(1_700_000_000_000);

    /// Lets time pass.
    pub(crate) fn advance(&self, duration: Duration) {
        self.0.store(self.now().saturating_add(duration).milliseconds(), Ordering::SeqCst);
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self(AtomicI64::new(Self::FIRST.milliseconds()))
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_milliseconds(self.0.load(Ordering::SeqCst))
    }
}

/// A running service with a history that asks it.
pub(crate) struct Target {
    pub(crate) aws: Aws,
    pub(crate) history: Arc<History>,
    pub(crate) database: Database,
    /// The history's clock.
    pub(crate) clock: Arc<TestClock>,
    calls: Arc<Mutex<Vec<Call>>>,
    pub(crate) folder: TempDir,
}

impl Target {
    /// Adds a job that nobody sends, with its request.
    pub(crate) async fn add(&self, name: &str, created_at: Timestamp, request: &Value) {
        let job = NewJob {
            name,
            origin: Origin::Console,
            request: &request.to_string(),
            algorithm: "",
            instance_type: None,
            created_at,
            model_source: None,
            artifact: None,
            log_state: LogState::Complete,
        };
        let mut transaction = self.database.begin().await.expect("a transaction");
        jobs::insert(&mut transaction, &job).await.expect("a row");
        transaction.commit().await.expect("a commit");
    }

    /// Starts a service that answers each call by `answer(operation, body)`.
    pub(crate) async fn start(answer: impl Fn(&str, &Value) -> Answer + Send + Sync + 'static) -> Self {
        Self::start_for(None, answer).await
    }

    /// The same, with a history that belongs to an account of AWS.
    pub(crate) async fn start_in(account: &str, answer: impl Fn(&str, &Value) -> Answer + Send + Sync + 'static) -> Self {
        Self::start_for(Some(AccountId::parse(account).expect("an account")), answer).await
    }

    async fn start_for(account: Option<AccountId>, answer: impl Fn(&str, &Value) -> Answer + Send + Sync + 'static) -> Self {
        let calls = Arc::new(Mutex::new(Vec::new()));
        let (answer, seen) = (Arc::new(answer), calls.clone());
        let service = Router::new().fallback(move |request: Request| {
            let (answer, seen) = (answer.clone(), seen.clone());
            async move {
                let (operation, body) = read(request).await;
                let (status, json) = answer(&operation, &serde_json::from_slice(&body).unwrap_or_default());
                seen.lock().expect("no test panics here").push((operation, body));
                respond(status, &json)
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(axum::serve(listener, service).into_future());
        let aws = Aws::local(&endpoint, "AKIATEST", "secret", "us-west-2");
        let aws = account.map_or(aws.clone(), |account| aws.of_account(account));
        let (database, folder) = crate::db::testing::database().await;
        let clock = Arc::new(TestClock::default());
        let history = History::new(database.clone(), aws.clone(), clock.clone(), true);
        Self { aws, history, database, clock, calls, folder }
    }

    /// Bodies of the calls of one operation, so far.
    pub(crate) fn bodies(&self, operation: &str) -> Vec<Vec<u8>> {
        let calls = self.calls.lock().expect("no test panics here");
        calls.iter().filter(|(called, _)| called == operation).map(|(_, body)| body.clone()).collect()
    }
}

async fn read(request: Request) -> Call {
    let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok()).map(str::to_owned);
    let operation = match &target {
        Some(target) => target.rsplit('.').next().unwrap_or_default().to_owned(),
        None => format!("{} {}", request.method(), request.uri().path()),
    };
    let is_head = request.method() == Method::HEAD;
    let body = if is_head { Body::empty() } else { request.into_body() };
    let body = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
    let is_identity = operation == "POST /" && body.starts_with(b"Action=GetCallerIdentity");
    (if is_identity { "GetCallerIdentity".to_owned() } else { operation }, body)
}

/// STS answers in XML.
fn respond(status: u16, json: &Value) -> Response {
    if let Some(account) = json.get("Account").and_then(Value::as_str) {
        let identity = format!(
            "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
             <Account>{account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
        );
        return ([("content-type", "text/xml")], identity).into_response();
    }
    let kind = json.get("__type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let status = StatusCode::from_u16(status).expect("a status");
    (status, [("content-type", "application/x-amz-json-1.1"), ("x-amzn-errortype", kind.as_str())], json.to_string())
        .into_response()
}

/// The answer to a name that the service does not know.
pub(crate) fn unknown() -> Answer {
    (400, json!({ "__type": "ValidationException", "message": "Requested resource not found." }))
}

/// The answer to `DescribeTrainingJob`: what the request said, and a state.
pub(crate) fn described(request: &Value, status: &str, secondary: &str, created_at: f64) -> Answer {
    let mut answer = request.clone();
    let name = request["TrainingJobName"].as_str().unwrap_or_default();
    answer["TrainingJobArn"] = arn(name).into();
    answer["TrainingJobStatus"] = status.into();
    answer["SecondaryStatus"] = secondary.into();
    answer["CreationTime"] = created_at.into();
    answer["ModelArtifacts"] = json!({ "S3ModelArtifacts": format!("s3://bucket/output/{name}/output/model.tar.gz") });
    answer["SecondaryStatusTransitions"] = json!([{ "Status": secondary, "StartTime": created_at }]);
    (200, answer)
}

/// The ARN of a job.
pub(crate) fn arn(name: &str) -> String {
    format!("arn:aws:sagemaker:us-west-2:000000000000:training-job/{name}")
}

/// A request with every member that the form can fill.
pub(crate) fn body(name: &str) -> Value {
    let channel = |name: &str, uri: &str, content_type: &str| {
        json!({
            "ChannelName": name,
            "DataSource": { "S3DataSource": { "S3DataType": "S3Prefix", "S3Uri": uri, "S3DataDistributionType": "FullyReplicated" } },
            "ContentType": content_type, "CompressionType": "None", "RecordWrapperType": "None", "InputMode": "File",
        })
    };
    json!({
        "TrainingJobName": name,
        "HyperParameters": {
            "num_layers": "20", "image_shape": "3,28,28", "num_classes": "10", "num_training_samples": "2000",
            "mini_batch_size": "100", "epochs": "4", "learning_rate": "0.05",
        },
        "AlgorithmSpecification": {
            "TrainingImage": "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1", "TrainingInputMode": "File",
        },
        "RoleArn": "arn:aws:iam::000000000000:role/BatonLocalRole",
        "InputDataConfig": [
            channel("train", "s3://bucket/base/train/", "application/x-recordio"),
            channel("validation", "s3://bucket/base/validation/", "application/x-recordio"),
            channel("model", "s3://bucket/output/parent/output/model.tar.gz", "application/x-sagemaker-model"),
        ],
        "OutputDataConfig": { "S3OutputPath": "s3://bucket/output", "KmsKeyId": "1234abcd-12ab-34cd-56ef-1234567890ab" },
        "ResourceConfig": { "InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 50 },
        "StoppingCondition": { "MaxRuntimeInSeconds": 3600 },
        "Tags": [{ "Key": "team", "Value": "vision" }, { "Key": "empty", "Value": "" }],
    })
}

/// A checked request.
#[track_caller]
pub(crate) fn checked(body: &Value) -> CreateTrainingJob {
    let request = TrainingJobRequest::from_json(body.to_string().as_bytes()).expect("a request");
    CreateTrainingJob::check(request, &CheckContext::for_region("us-west-2")).expect("a valid request")
}
