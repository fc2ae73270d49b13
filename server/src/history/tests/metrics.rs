//! Metrics that a job defines, and those that the service reports.

use std::sync::{Arc, Mutex};

use console::ports::{JobHistory, TrainingJobs};
use domain::description::FinalMetric;
use serde_json::json;

use super::{key, refresh, service_with};
use crate::testing::{body, checked, described};

/// The description of a job of an own container with two definitions.
fn own(status: &str) -> serde_json::Value {
    let mut request = body("a");
    request["AlgorithmSpecification"]["TrainingImage"] = "000000000000.dkr.ecr.us-west-2.amazonaws.com/own:1".into();
    request["AlgorithmSpecification"]["MetricDefinitions"] = json!([
        { "Name": "test:f1", "Regex": "f1=([0-9.]+)" }, { "Name": "validation:accuracy", "Regex": "accuracy=([0-9.]+)" },
    ]);
    described(&request, status, status, 1_700_000_000.0).1
}

#[tokio::test]
async fn metrics_of_an_own_program_are_read_by_step() {
    let mut ended = own("Completed");
    ended["FinalMetricDataList"] = json!([{ "MetricName": "validation:accuracy", "Value": 1.1, "Timestamp": 1_700_000_020.0 }]);
    let state = Arc::new(Mutex::new((200, ended)));
    let target = service_with(state, vec!["accuracy=0.7 f1=0.1", "nothing", "accuracy=1.1"]).await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    refresh(&target, "a").await;

    let job = target.history.describe(&key("a")).await.expect("an answer").expect("a job");
    let points = |name: &str| {
        let metric = job.defined_metrics.iter().find(|metric| metric.name == name);
        metric.map(|metric| metric.points.clone()).unwrap_or_default()
    };
    assert_eq!(points("validation:accuracy"), [(1, 0.7), (2, 1.1)]);
    assert_eq!(points("test:f1"), [(1, 0.1)]);
    // The same number everywhere: the service keeps 1.1 in single precision.
    assert_eq!((job.summary.validation_accuracy, job.summary.best), (Some(1.1), Some((1.1, 2))));
    let at = job.final_metrics.first().and_then(|metric| metric.at);
    assert_eq!(job.final_metrics, [FinalMetric { name: "validation:accuracy".to_owned(), value: 1.1, at }]);
    assert_eq!(job.summary.last_values, [("test:f1".to_owned(), 0.1), ("validation:accuracy".to_owned(), 1.1)]);
    let values = target.history.defined_values(&key("a"), ("", 0), 10).await.expect("values");
    assert_eq!(values.len(), 3);
}

#[tokio::test]
async fn what_is_read_twice_is_counted_once() {
    let state = Arc::new(Mutex::new((200, own("InProgress"))));
    let target = service_with(state, vec!["f1=0.1", "f1=0.2"]).await;
    target.history.create(checked(&body("a"))).await.expect("a job");
    refresh(&target, "a").await;
    refresh(&target, "a").await;
    let values = target.history.defined_values(&key("a"), ("", 0), 10).await.expect("values");
    assert_eq!(values.iter().map(|value| (value.step, value.value)).collect::<Vec<_>>(), [(1, 0.1), (2, 0.2)]);
}
