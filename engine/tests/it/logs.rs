//! Log lines of several jobs at once.

use std::sync::Arc;

use domain::{Clock, Timestamp};
use engine::SystemClock;
use serde_json::{Value, json};

use crate::harness::{World, request};

const GROUP: &str = "/aws/sagemaker/TrainingJobs";
const TALKS: &str = r#"for number in 1 2 3; do echo "line $number of $(basename "$TRAINING_JOB_NAME")"; done; echo "disk full"; echo weights > "$1/model/weights""#;

fn messages(page: &Value) -> Vec<&str> {
    page["events"].as_array().map(Vec::as_slice).unwrap_or_default().iter().filter_map(|it| it["message"].as_str()).collect()
}

#[tokio::test]
async fn lines_are_found_by_their_words_across_jobs_and_pages() {
    let world = World::start(TALKS).await;
    for name in ["first", "second"] {
        world.create(&request(name)).await;
        world.wait(name, "TrainingJobStatus", "Completed").await;
    }
    let filter = async |mut body: Value| {
        body["logGroupName"] = json!(GROUP);
        world.client.json("Logs_20140328.FilterLogEvents", &body).await.json()
    };
    let full = filter(json!({ "filterPattern": "\"disk full\"" })).await;
    assert_eq!(messages(&full), ["disk full", "disk full"]);
    assert!(full["events"][0]["logStreamName"].as_str().is_some_and(|name| name.starts_with("first/")), "{full}");
    let second = filter(json!({ "logStreamNamePrefix": "second/", "filterPattern": "line -2" })).await;
    assert_eq!(messages(&second), ["line 1 of second", "line 3 of second"]);

    let (mut all, mut token) = (Vec::new(), None);
    for _ in 0..20 {
        let page = filter(json!({ "limit": 3, "nextToken": token })).await;
        all.extend(messages(&page).into_iter().map(str::to_owned));
        token = page["nextToken"].as_str().map(str::to_owned);
        if token.is_none() {
            break;
        }
    }
    let lines = |name: &str| [1, 2, 3].map(|number| format!("line {number} of {name}")).to_vec();
    let disk = vec!["disk full".to_owned()];
    assert_eq!(all, [lines("first"), disk.clone(), lines("second"), disk].concat());

    let groups = world.client.json("Logs_20140328.DescribeLogGroups", &json!({ "logGroupNamePrefix": "/aws/sage" })).await.json();
    assert_eq!(groups["logGroups"][0]["logGroupName"], GROUP);
    let other = world.client.json("Logs_20140328.FilterLogEvents", &json!({ "logGroupName": "other" })).await.json();
    assert_eq!(other["__type"], "ResourceNotFoundException");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn streams_come_by_name_or_by_their_last_event_in_both_directions_and_in_pages() {
    let world = World::start_with(
        r#"echo hello; if [ "$TRAINING_JOB_NAME" = a-last ]; then exec sleep 600; fi; echo weights > "$1/model/weights""#,
        &json!({ "Limits": { "RunningJobs": 1 } }),
    )
    .await;
    for name in ["c-first", "b-second"] {
        world.create(&request(name)).await;
        world.wait(name, "TrainingJobStatus", "Completed").await;
    }
    // This one goes on, so its last event is not in the index.
    world.create(&request("a-last")).await;
    world.wait_for_message("a-last", "hello").await;
    let names = async |body: Value| {
        let (mut names, mut token) = (Vec::new(), Value::Null);
        loop {
            let mut body = body.clone();
            body["logGroupName"] = json!(GROUP);
            body["limit"] = json!(1);
            body["nextToken"] = token;
            let page = world.client.json("Logs_20140328.DescribeLogStreams", &body).await.json();
            for stream in page["logStreams"].as_array().map(Vec::as_slice).unwrap_or_default() {
                names.push(stream["logStreamName"].as_str().unwrap_or_default().split('/').next().unwrap_or_default().to_owned());
            }
            token = page["nextToken"].clone();
            if token.is_null() {
                return names.join(" ");
            }
        }
    };
    assert_eq!(names(json!({})).await, "a-last b-second c-first");
    assert_eq!(names(json!({ "descending": true })).await, "c-first b-second a-last");
    assert_eq!(names(json!({ "logStreamNamePrefix": "b-", "descending": true })).await, "b-second");
    for _ in 0..2 {
        assert_eq!(names(json!({ "orderBy": "LastEventTime" })).await, "c-first b-second a-last");
        assert_eq!(names(json!({ "orderBy": "LastEventTime", "descending": true })).await, "a-last b-second c-first");
    }
    let by_name = json!({ "logGroupName": GROUP, "limit": 1 });
    let token = world.client.json("Logs_20140328.DescribeLogStreams", &by_name).await.json()["nextToken"].clone();
    for bad in [
        json!({ "orderBy": "LastEventTime", "logStreamNamePrefix": "a" }),
        json!({ "orderBy": "Size" }),
        json!({ "orderBy": "LastEventTime", "nextToken": token }),
        json!({ "nextToken": "?" }),
    ] {
        let mut body = bad.clone();
        body["logGroupName"] = json!(GROUP);
        let reply = world.client.json("Logs_20140328.DescribeLogStreams", &body).await;
        assert_eq!((reply.status, reply.json()["__type"].as_str()), (400, Some("InvalidParameterException")), "{bad}");
    }
    world.stop("a-last").await;
    world.wait("a-last", "TrainingJobStatus", "Stopped").await;
    world.engine.shutdown().await;
}

/// A clock that stands still.
struct Frozen(Timestamp);

impl Clock for Frozen {
    fn now(&self) -> Timestamp {
        self.0
    }
}

#[tokio::test]
async fn jobs_of_one_name_and_one_second_have_logs_of_their_own() {
    let script = r#"grep -o '"epochs":"."' "$1/input/config/hyperparameters.json""#;
    let clock = Arc::new(Frozen(SystemClock.now()));
    let world = World::start_at(script, &json!({ "Limits": { "RunningJobs": 1 } }), clock).await;
    for epochs in ["1", "2", "3"] {
        let mut job = request("again");
        job["HyperParameters"]["epochs"] = json!(epochs);
        world.create(&job).await;
        world.wait("again", "TrainingJobStatus", "Completed").await;
        let reply = world.client.json("SageMaker.DeleteTrainingJob", &json!({ "TrainingJobName": "again" })).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
    }
    let question = json!({ "logGroupName": GROUP, "logStreamNamePrefix": "again/" });
    let streams = world.client.json("Logs_20140328.DescribeLogStreams", &question).await.json();
    let names: Vec<&str> =
        streams["logStreams"].as_array().expect("a list").iter().filter_map(|stream| stream["logStreamName"].as_str()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    for (name, epochs) in names.into_iter().zip(1..) {
        let question = json!({ "logGroupName": GROUP, "logStreamName": name, "startFromHead": true });
        let page = world.client.json("Logs_20140328.GetLogEvents", &question).await.json();
        assert!(messages(&page).contains(&format!("\"epochs\":\"{epochs}\"").as_str()), "{name}: {page:#}");
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn limits_are_refused_in_the_services_words_and_expressions_are_found() {
    let world = World::start("echo 'Epoch[12] accuracy=0.5'; echo other").await;
    for (operation, limit, constraint) in [
        ("DescribeLogGroups", 51, "less than or equal to 50"),
        ("DescribeLogStreams", 0, "greater than or equal to 1"),
        ("GetLogEvents", 10_001, "less than or equal to 10000"),
        ("FilterLogEvents", 10_001, "less than or equal to 10000"),
    ] {
        let body = json!({ "logGroupName": GROUP, "logStreamName": "x", "limit": limit });
        let refused = world.client.json(&format!("Logs_20140328.{operation}"), &body).await.json();
        let text = format!(
            "1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: Member must have value {constraint}"
        );
        assert_eq!((&refused["__type"], &refused["message"]), (&json!("InvalidParameterException"), &json!(text)));
    }
    world.create(&request("logged")).await;
    world.wait("logged", "TrainingJobStatus", "Completed").await;
    let question = json!({ "logGroupName": GROUP, "filterPattern": "%Epoch.[0-9]+% -\"no such\"" });
    let found = world.client.json("Logs_20140328.FilterLogEvents", &question).await.json();
    let messages: Vec<&Value> = found["events"].as_array().into_iter().flatten().map(|event| &event["message"]).collect();
    assert_eq!(messages, [&json!("Epoch[12] accuracy=0.5")]);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn operations_of_logs_that_are_missing_name_a_way_that_is_there() {
    let world = World::start("exit 0").await;
    for (operation, instead) in [
        ("StartQuery", "FilterLogEvents and a filterPattern"),
        ("StartLiveTail", "aws logs tail --follow"),
        ("PutLogEvents", "It has "),
    ] {
        let refused = world.client.json(&format!("Logs_20140328.{operation}"), &json!({})).await;
        assert_eq!((refused.status, &refused.json()["__type"]), (400, &json!("UnknownOperationException")));
        let message = refused.json()["message"].as_str().unwrap_or_default().to_owned();
        assert!(message.contains(&format!("\"{operation}\"")) && message.contains(instead), "{message}");
    }
    world.engine.shutdown().await;
}
