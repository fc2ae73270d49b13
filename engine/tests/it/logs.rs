//! Log lines of several jobs at once.

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
