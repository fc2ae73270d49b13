//! Operations on jobs besides their life: delete, update, search.

use serde_json::{Value, json};

use crate::harness::{BUCKET, World, request};

const TRAINS: &str = r#"
    cp "$1/input/data/train/a.rec" "$1/model/weights"
    echo "[01/01/2026 10:00:00 INFO 1] Epoch[0] Validation-accuracy=0.$(sed 's/.*"learning_rate":"0.\([0-9]*\)".*/\1/' "$1/input/config/hyperparameters.json")"
"#;
const WAITS: &str = "trap 'exit 0' TERM; echo started; while :; do sleep 0.05; done";

fn names(reply: &Value) -> Vec<String> {
    let results = reply["Results"].as_array().cloned().unwrap_or_default();
    results.iter().filter_map(|result| result["TrainingJob"]["TrainingJobName"].as_str().map(str::to_owned)).collect()
}

#[tokio::test]
async fn a_deleted_job_frees_its_name_and_leaves_its_artifact_and_log() {
    let world = World::start(WAITS).await;
    let delete = async |name: &str| world.client.json("SageMaker.DeleteTrainingJob", &json!({ "TrainingJobName": name })).await;
    world.create(&request("again")).await;
    world.wait_for_message("again", "started").await;
    let refused = delete("again").await;
    assert_eq!((refused.status, refused.json()["__type"].as_str()), (400, Some("ResourceInUse")));
    world.stop("again").await;
    world.wait("again", "TrainingJobStatus", "Stopped").await;

    let deleted = delete("again").await;
    assert_eq!((deleted.status, deleted.body.len()), (200, 0));
    let described = world.client.json("SageMaker.DescribeTrainingJob", &json!({ "TrainingJobName": "again" })).await;
    assert_eq!(described.json()["message"], "Requested resource not found.");
    assert_eq!(delete("again").await.json()["message"], "Requested resource not found.");
    assert_eq!(world.log("again").await, ["started"], "the log stays");
    world.create(&request("again")).await;
    world.stop("again").await;
    world.wait("again", "TrainingJobStatus", "Stopped").await;
    world.engine.shutdown().await;
}

#[tokio::test]
async fn only_a_running_job_can_be_updated() {
    let world = World::start(WAITS).await;
    let update = async |body: Value| world.client.json("SageMaker.UpdateTrainingJob", &body).await;
    world.create(&request("updated")).await;
    world.wait("updated", "SecondaryStatus", "Training").await;
    let done = update(json!({ "TrainingJobName": "updated", "ProfilerConfig": { "DisableProfiler": true },
        "RemoteDebugConfig": { "EnableRemoteDebug": true } }));
    let done = done.await;
    assert_eq!(done.json()["TrainingJobArn"], "arn:aws:sagemaker:us-west-2:000000000000:training-job/updated", "{}", done.text());
    let job = world.describe("updated").await;
    assert_eq!(job["ProfilerConfig"], json!({ "DisableProfiler": true }));
    assert_eq!(job["RemoteDebugConfig"], json!({ "EnableRemoteDebug": true }));
    let pool = update(json!({ "TrainingJobName": "updated", "ResourceConfig": { "KeepAlivePeriodInSeconds": 0 } })).await;
    assert_eq!(pool.json()["__type"], "ValidationException");

    world.stop("updated").await;
    world.wait("updated", "TrainingJobStatus", "Stopped").await;
    let late = update(json!({ "TrainingJobName": "updated", "ProfilerConfig": {} })).await;
    assert_eq!(late.json()["message"], "The request was rejected because the training job is in status Stopped.");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn jobs_are_found_by_what_they_were_given_and_what_they_reached() {
    let world = World::start(TRAINS).await;
    for (name, rate, team) in [("slow", "0.1", "cats"), ("middle", "0.3", "cats"), ("fast", "0.5", "dogs")] {
        let mut job = request(name);
        job["HyperParameters"]["learning_rate"] = json!(rate);
        job["Tags"] = json!([{ "Key": "team", "Value": team }]);
        world.create(&job).await;
        world.wait(name, "TrainingJobStatus", "Completed").await;
    }
    let search = async |mut body: Value| {
        body["Resource"] = json!("TrainingJob");
        let reply = world.client.json("SageMaker.Search", &body).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    };
    let by = async |filters: Value| names(&search(json!({ "SearchExpression": { "Filters": filters } })).await);

    assert_eq!(names(&search(json!({})).await), ["fast", "middle", "slow"], "what changed last comes first");
    assert_eq!(by(json!([{ "Name": "Tags.team", "Operator": "Equals", "Value": "cats" }])).await, ["middle", "slow"]);
    let rates = json!([{ "Name": "HyperParameters.learning_rate", "Operator": "GreaterThan", "Value": "0.2" },
        { "Name": "TrainingJobStatus", "Operator": "Equals", "Value": "Completed" }]);
    assert_eq!(by(rates).await, ["fast", "middle"]);
    let accurate = json!([{ "Name": "Metrics.validation:accuracy", "Operator": "GreaterThanOrEqualTo", "Value": "0.3" }]);
    assert_eq!(by(accurate).await, ["fast", "middle"]);
    assert_eq!(by(json!([{ "Name": "CreationTime", "Operator": "GreaterThan", "Value": "2020-01-01T00:00:00" }])).await.len(), 3);
    assert_eq!(by(json!([{ "Name": "TrainingJobName", "Operator": "Contains", "Value": "idd" }])).await, ["middle"]);
    assert_eq!(by(json!([{ "Name": "FailureReason", "Operator": "NotExists" }])).await.len(), 3);
    assert_eq!(by(json!([{ "Name": "TrainingJobName", "Operator": "In", "Value": "fast,slow" }])).await, ["fast", "slow"]);

    let nested = |channel: &str| {
        json!({ "SearchExpression": { "NestedFilters": [{ "NestedPropertyName": "InputDataConfig", "Filters": [
            { "Name": "InputDataConfig.ChannelName", "Operator": "Equals", "Value": channel },
            { "Name": "InputDataConfig.DataSource.S3DataSource.S3Uri", "Operator": "Equals",
              "Value": format!("s3://{BUCKET}/train/") },
        ] }] } })
    };
    assert_eq!(names(&search(nested("train")).await).len(), 3);
    assert_eq!(names(&search(nested("model")).await).len(), 0);
    let either = json!({ "SearchExpression": { "Operator": "Or", "SubExpressions": [
        { "Filters": [{ "Name": "Tags.team", "Value": "dogs" }] },
        { "Filters": [{ "Name": "HyperParameters.learning_rate", "Value": "0.1" }] },
    ] } });
    assert_eq!(names(&search(either).await), ["fast", "slow"]);

    let mut question = json!({ "SortBy": "HyperParameters.learning_rate", "SortOrder": "Ascending", "MaxResults": 2 });
    let first = search(question.clone()).await;
    assert_eq!((names(&first), &first["TotalHits"]["Value"]), (vec!["slow".to_owned(), "middle".to_owned()], &json!(3)));
    question["NextToken"] = first["NextToken"].clone();
    let rest = search(question).await;
    assert_eq!((names(&rest), rest.get("NextToken")), (vec!["fast".to_owned()], None));

    let twice = json!({ "Resource": "TrainingJob", "SearchExpression": { "Filters": [
        { "Name": "TrainingJobName", "Operator": "Contains", "Value": "a" },
        { "Name": "TrainingJobName", "Operator": "Contains", "Value": "s" }] } });
    let refused = world.client.json("SageMaker.Search", &twice).await;
    assert_eq!(refused.json()["message"], "'CONTAINS' operator usage limit of 1 exceeded.");
    let filter = |name: &str, value: &str| json!({ "SearchExpression": { "Filters": [{ "Name": name, "Value": value }] } });
    let nested = json!([{ "NestedPropertyName": "RoleArn", "Filters": [{ "Name": "RoleArn", "Value": "x" }] }]);
    for (mut bad, reason) in [
        (filter("Nonsense", "x"), "Filters names the property \"Nonsense\", which training jobs do not have."),
        (filter("CreationTime", "yesterday"), "no time of the form YYYY-mm-dd'T'HH:MM:SS"),
        (json!({ "SearchExpression": { "SubExpressions": [filter("A.B", "x")["SearchExpression"]] } }), "Filters names"),
        (json!({ "SearchExpression": { "NestedFilters": nested } }), "NestedPropertyName names"),
        (json!({ "SortBy": "Nonsense" }), "SortBy names"),
    ] {
        bad["Resource"] = json!("TrainingJob");
        let refused = world.client.json("SageMaker.Search", &bad).await.json();
        let message = refused["message"].as_str().unwrap_or_default();
        assert_eq!(refused["__type"], "ValidationException", "{bad}");
        assert!(message.contains(reason), "{message}");
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn reserved_tags_and_expressions_that_nobody_can_use_are_refused() {
    let world = World::start("exit 0").await;
    let refused = async |operation: &str, body: &Value| {
        let reply = world.client.json(&format!("SageMaker.{operation}"), body).await.json();
        assert_eq!(reply["__type"], "ValidationException", "{reply}");
        reply["message"].as_str().unwrap_or_default().to_owned()
    };
    let tags = json!([{ "Key": "AWS:owner", "Value": "me" }]);
    let mut job = request("refused");
    job["Tags"] = tags.clone();
    assert!(refused("CreateTrainingJob", &job).await.contains("AWS:owner"));
    let model = json!({ "ModelName": "refused", "PrimaryContainer": { "Image": "mine" }, "Tags": tags });
    assert!(refused("CreateModel", &model).await.contains("AWS:owner"));
    let add = json!({ "ResourceArn": "arn:aws:sagemaker:us-west-2:000000000000:training-job/refused", "Tags": tags });
    assert!(refused("AddTags", &add).await.contains("AWS:owner"));
    job["Tags"] = json!([]);
    // A name or an ARN of an algorithm resource, of which this account has none.
    let arn = "arn:aws:sagemaker:us-west-2:000000000000:algorithm/net";
    for name in ["net", arn] {
        job["AlgorithmSpecification"] = json!({ "AlgorithmName": name, "TrainingInputMode": "File" });
        assert_eq!(refused("CreateTrainingJob", &job).await, format!("Algorithm {arn} does not exist."));
    }
    job["AlgorithmSpecification"]["MetricDefinitions"] = json!([{ "Name": "loss", "Regex": "loss=(.*)" }]);
    let overridden = refused("CreateTrainingJob", &job).await;
    assert!(overridden.starts_with("You can't override the metric definitions for AWS Marketplace algorithms."), "{overridden}");
    job = request("refused");
    job["AlgorithmSpecification"]["AlgorithmName"] = json!("net");
    assert!(refused("CreateTrainingJob", &job).await.contains("exactly one"));
    job = request("refused");
    job["AlgorithmSpecification"]["MetricDefinitions"] = json!([{ "Name": "loss", "Regex": "loss=(.*)" }]);
    let overridden = refused("CreateTrainingJob", &job).await;
    assert!(overridden.starts_with("You can't override the metric definitions for Amazon SageMaker algorithms."), "{overridden}");
    job["AlgorithmSpecification"]["TrainingImage"] = json!("000000000000.dkr.ecr.us-west-2.amazonaws.com/own:1");
    for (regex, reason) in [("loss=(?=x)", "look-around"), ("(a)\\1", "back-references"), ("loss=(", "opened and not closed")] {
        job["AlgorithmSpecification"]["MetricDefinitions"] = json!([{ "Name": "loss", "Regex": regex }]);
        assert!(refused("CreateTrainingJob", &job).await.contains(reason), "{regex}");
    }
    world.engine.shutdown().await;
}
