//! `MetricDefinitions`: expressions that are expensive.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{
    containers::{own, registered},
    harness::World,
};

/// What no line holds, sought by way of many others.
const EXPENSIVE: &str = r"(\w+\s?){1,20}a{40}([0-9])";

fn job(name: &str, expression: &str) -> Value {
    let mut job = own(name);
    let definitions: Vec<Value> =
        (0..40).map(|number| json!({ "Name": format!("metric{number}"), "Regex": expression })).collect();
    job["AlgorithmSpecification"]["MetricDefinitions"] = json!(definitions);
    job
}

#[tokio::test]
async fn a_stop_is_heard_while_metrics_are_sought() {
    let script = "yes 'the quick brown fox jumps over the lazy dog and goes on to the next line' | head -c 4000000";
    let world = World::start_with("exit 9", &registered(script)).await;
    world.create(&job("expensive", EXPENSIVE)).await;
    world.wait("expensive", "SecondaryStatus", "Uploading").await;
    world.stop("expensive").await;
    let began = Instant::now();
    world.wait("expensive", "TrainingJobStatus", "Stopped").await;
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    let jobs = world.folder.path().join("data/jobs");
    let job = std::fs::read_dir(jobs).expect("the jobs").next().expect("one").expect("its folder");
    let log = std::fs::read_to_string(job.path().join("algo-1.log")).expect("a log");
    assert!(log.lines().next_back().is_some_and(|line| line.contains("the job was asked to stop while this log was searched")));
    assert!(world.get("output/expensive/output/model.tar.gz").await.is_some());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn an_expression_that_grows_without_end_is_refused() {
    let world = World::start_with("exit 9", &registered("true")).await;
    let reply = world.client.json("SageMaker.CreateTrainingJob", &job("huge", r"((a{99}){99}){9}([0-9])")).await;
    assert_eq!((reply.status, reply.json()["__type"].clone()), (400, json!("ValidationException")), "{}", reply.text());
    let message = reply.json()["message"].as_str().unwrap_or_default().to_owned();
    assert!(message.starts_with("The regular expression of the metric metric0 cannot be used: "), "{message}");
    assert!(message.contains("size limit"), "{message}");
    world.engine.shutdown().await;
}
