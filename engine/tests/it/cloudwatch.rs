//! CloudWatch: metrics of jobs. `tests/python/test_cloudwatch.py` has the protocols of its clients.

use domain::Clock;
use engine::SystemClock;
use serde_json::{Value, json};

use crate::{
    client::{Call, raw},
    containers::{own, registered},
    harness::World,
};

const NAMESPACE: &str = "/aws/sagemaker/TrainingJobs";

/// A job that has printed some lines, in a world of its own. `own:f1` is what follows `f1=`.
async fn measured(script: &str) -> World {
    let world = World::start_with("exit 9", &registered(script)).await;
    let mut job = own("measured");
    job["AlgorithmSpecification"]["MetricDefinitions"] =
        json!([{ "Name": "own:f1", "Regex": "f1=(\\S+)" }, { "Name": "own:never", "Regex": "never=(\\S+)" }]);
    world.create(&job).await;
    world.wait("measured", "TrainingJobStatus", "Completed").await;
    world
}

async fn call(world: &World, operation: &str, input: &Value) -> (u16, Value) {
    let reply = world.client.json(&format!("GraniteServiceVersion20100801.{operation}"), input).await;
    (reply.status, reply.json())
}

/// The input of `GetMetricStatistics` for the last ten minutes, with some members changed.
fn statistics(changes: Value) -> Value {
    let now = SystemClock.now().milliseconds() / 1000;
    let mut input = json!({
        "Namespace": NAMESPACE, "MetricName": "own:f1", "Dimensions": [{ "Name": "TrainingJobName", "Value": "measured" }],
        "StartTime": now - 600, "EndTime": now + 60, "Period": 3600, "Statistics": ["Average"],
    });
    let members = input.as_object_mut().expect("members");
    for (name, value) in changes.as_object().expect("members") {
        members.insert(name.clone(), value.clone());
        members.retain(|_, value| !value.is_null());
    }
    input
}

#[tokio::test]
async fn the_values_of_a_log_become_statistics() {
    let world = measured("echo f1=0.25; echo f1=0.75; echo f1=0.5; echo f1=nan; echo f1=2.5").await;
    let all = json!({ "Statistics": ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] });
    let (status, found) = call(&world, "GetMetricStatistics", &statistics(all)).await;
    assert_eq!((status, &found["Label"]), (200, &json!("own:f1")), "{found}");
    let mut point = found["Datapoints"][0].clone();
    assert!(point["Timestamp"].as_f64().is_some_and(|time| time % 60.0 == 0.0), "{point}");
    point.as_object_mut().expect("members").remove("Timestamp");
    let expected = json!({ "SampleCount": 4.0, "Average": 1.0, "Sum": 4.0, "Minimum": 0.25, "Maximum": 2.5, "Unit": "None" });
    assert_eq!((point, found["Datapoints"].as_array().map(Vec::len)), (expected, Some(1)));
    let percentiles = json!({ "Statistics": null, "ExtendedStatistics": ["p0", "p50", "p100"] });
    let (_, found) = call(&world, "GetMetricStatistics", &statistics(percentiles)).await;
    assert_eq!(found["Datapoints"][0]["ExtendedStatistics"], json!({ "p0": 0.25, "p50": 0.625, "p100": 2.5 }));

    let now = SystemClock.now().milliseconds() / 1000;
    let other_job = json!([{ "Name": "TrainingJobName", "Value": "another" }]);
    let host = json!([{ "Name": "Host", "Value": "measured/algo-1" }]);
    for nothing in [
        json!({ "MetricName": "own:never" }),
        json!({ "MetricName": "unknown" }),
        json!({ "Dimensions": [] }),
        json!({ "Dimensions": other_job }),
        json!({ "Dimensions": host, "MetricName": "CPUUtilization" }),
        json!({ "Namespace": "AWS/EC2" }),
        json!({ "Unit": "Percent" }),
        json!({ "StartTime": now - 7200, "EndTime": now - 3600 }),
        json!({ "StartTime": now - 4 * 3600, "Period": 30, "EndTime": now - 4 * 3600 + 60 }),
    ] {
        let (status, found) = call(&world, "GetMetricStatistics", &statistics(nothing.clone())).await;
        assert_eq!((status, &found["Datapoints"]), (200, &json!([])), "{nothing}");
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn requests_are_refused_as_cloudwatch_does() {
    let world = measured("true").await;
    let now = SystemClock.now().milliseconds() / 1000;
    for (changes, shape, words) in [
        (json!({ "Period": 1 }), "", ""),
        (
            json!({ "StartTime": now - 86_400, "EndTime": now, "Period": 30 }),
            "InvalidParameterCombinationException",
            "which exceeds the limit of 1,440.",
        ),
        (json!({ "Period": 45 }), "InvalidParameterValueException", "The value 45 for parameter Period"),
        (json!({ "Period": null }), "MissingRequiredParameterException", "The parameter Period is required."),
        (
            json!({ "StartTime": now, "EndTime": now }),
            "InvalidParameterValueException",
            "must be less than the parameter EndTime.",
        ),
        (json!({ "Statistics": null }), "InvalidParameterCombinationException", "Must specify either"),
        (json!({ "ExtendedStatistics": ["p1"] }), "InvalidParameterCombinationException", "but not both"),
        (json!({ "Statistics": ["Median"] }), "InvalidParameterValueException", "The value Median"),
        (json!({ "Unit": "Miles" }), "InvalidParameterValueException", "The value Miles"),
        (json!({ "StartTime": "yesterday" }), "SerializationException", "is no date"),
    ] {
        let (status, found) = call(&world, "GetMetricStatistics", &statistics(changes.clone())).await;
        let message = found["message"].as_str().unwrap_or_default();
        let is_refused = !shape.is_empty();
        assert_eq!((status == 400, found["__type"].as_str().unwrap_or_default()), (is_refused, shape), "{changes}: {found}");
        assert!(message.contains(words), "{message}");
    }
    let (status, other) = call(&world, "PutMetricData", &json!({})).await;
    assert_eq!((status, &other["__type"]), (400, &json!("UnknownOperationException")));
    assert!(other["message"].as_str().is_some_and(|text| text.contains("\"PutMetricData\"")), "{other}");

    let headers = [("smithy-protocol", "rpc-v2-cbor".to_owned()), ("host", world.client.address.to_string())];
    let path = "/service/GraniteServiceVersion20100801/operation/ListMetrics";
    let unsigned = raw(world.client.address, "POST", path, &headers, b"\xa0").await;
    assert_eq!((unsigned.status, unsigned.header("content-type").as_deref()), (403, Some("application/cbor")));
    assert!(unsigned.text().contains("MissingAuthenticationToken"), "{}", unsigned.text());
    let body = b"Action=DescribeAlarms&Version=2010-08-01";
    let form = Call { service: "monitoring", method: "POST", path: "/", query: "", headers: vec![], body, altered: None };
    let refused = world.client.send(&form).await;
    assert_eq!(refused.refusal(), (400, "InvalidAction".to_owned()), "{}", refused.text());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn data_comes_in_pages_in_either_order() {
    let world = measured("echo f1=1; sleep 1.1; echo f1=2; sleep 1.1; echo f1=3").await;
    let now = SystemClock.now().milliseconds() / 1000;
    let dimensions = json!([{ "Name": "TrainingJobName", "Value": "measured" }]);
    let query = |id: &str, name: &str| {
        let metric = json!({ "Namespace": NAMESPACE, "MetricName": name, "Dimensions": dimensions });
        json!({ "Id": id, "MetricStat": { "Metric": metric, "Period": 1, "Stat": "Maximum" } })
    };
    let mut hidden = query("hidden", "own:f1");
    hidden["ReturnData"] = json!(false);
    let queries = json!([query("a", "own:f1"), hidden, query("b", "own:never"), query("c", "own:f1")]);
    for (order, expected) in [("TimestampAscending", [1.0, 2.0, 3.0]), ("TimestampDescending", [3.0, 2.0, 1.0])] {
        let mut input = json!({
            "MetricDataQueries": queries, "StartTime": now - 60, "EndTime": now + 60, "ScanBy": order, "MaxDatapoints": 2,
        });
        let (mut values, mut pages) = ([Vec::new(), Vec::new(), Vec::new()], 0);
        loop {
            let (status, page) = call(&world, "GetMetricData", &input).await;
            assert_eq!(status, 200, "{page}");
            pages += 1;
            for (values, (id, result)) in
                values.iter_mut().zip(["a", "b", "c"].iter().zip(page["MetricDataResults"].as_array().expect("results")))
            {
                assert_eq!(result["Id"], *id);
                let found = result["Values"].as_array().expect("values");
                assert_eq!(result["Timestamps"].as_array().map(Vec::len), Some(found.len()));
                values.extend(found.iter().filter_map(Value::as_f64));
            }
            let Some(token) = page.get("NextToken") else { break };
            input["NextToken"] = token.clone();
        }
        assert_eq!((values, pages >= 3), ([expected.to_vec(), vec![], expected.to_vec()], true), "{order}");
    }
    let empty = json!({ "MetricDataQueries": [], "StartTime": 0, "EndTime": 1 });
    assert_eq!(call(&world, "GetMetricData", &empty).await.1["__type"], "MissingRequiredParameterException");
    for (member, value, words) in [
        ("Expression", json!("a * 2"), "neither metric math nor Metrics Insights"),
        ("Id", json!("Upper"), "is not matching the expected pattern"),
        ("Id", json!("a"), "are not unique: a"),
    ] {
        let mut wrong = query("z", "own:f1");
        if member == "Expression" {
            wrong.as_object_mut().expect("members").remove("MetricStat");
        }
        wrong[member] = value;
        let input = json!({ "MetricDataQueries": [query("a", "own:f1"), wrong], "StartTime": now - 60, "EndTime": now + 60 });
        let (status, refused) = call(&world, "GetMetricData", &input).await;
        assert_eq!((status, &refused["__type"]), (400, &json!("ValidationException")), "{refused}");
        assert!(refused["message"].as_str().is_some_and(|text| text.contains(words)), "{refused}");
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn metrics_with_values_are_listed() {
    let world = measured("echo f1=1").await;
    let metric = json!({
        "Namespace": NAMESPACE, "MetricName": "own:f1", "Dimensions": [{ "Name": "TrainingJobName", "Value": "measured" }],
    });
    for filter in [
        json!({}),
        json!({ "Namespace": NAMESPACE, "RecentlyActive": "PT3H" }),
        json!({ "MetricName": "own:f1", "Dimensions": [{ "Name": "TrainingJobName" }] }),
        json!({ "Dimensions": [{ "Name": "TrainingJobName", "Value": "measured" }] }),
    ] {
        let (status, found) = call(&world, "ListMetrics", &filter).await;
        assert_eq!((status, &found["Metrics"], found.get("NextToken")), (200, &json!([metric]), None), "{filter}");
    }
    for filter in [
        json!({ "Namespace": "AWS/EC2" }),
        json!({ "MetricName": "own:never" }),
        json!({ "Dimensions": [{ "Name": "Host" }] }),
        json!({ "Dimensions": [{ "Name": "TrainingJobName", "Value": "another" }] }),
    ] {
        assert_eq!(call(&world, "ListMetrics", &filter).await.1["Metrics"], json!([]), "{filter}");
    }
    let (status, refused) = call(&world, "ListMetrics", &json!({ "NextToken": "?" })).await;
    assert_eq!((status, &refused["__type"]), (400, &json!("InvalidParameterValueException")));
    world.engine.shutdown().await;
}
