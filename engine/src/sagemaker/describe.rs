//! `DescribeTrainingJob`: the request as it came, and what became of it.

use domain::TrainingJobRequest;
use serde_json::{Map, Value, json};

use crate::db;
use crate::db::history::{MetricRow, TransitionRow};
use crate::db::jobs::JobRow;
use crate::jobs::{DEFAULT_RUNTIME, Destination, Jobs};
use crate::wire::{WireError, timestamp};

/// Describes the job of a name.
pub(super) async fn describe(jobs: &Jobs, name: &str) -> Result<Value, WireError> {
    let reader = jobs.store().database.reader();
    let job = db::jobs::find(reader, name).await?;
    let job = job.ok_or_else(|| WireError::validation("Requested resource not found."))?;
    let transitions = db::history::transitions(reader, &job.id).await?;
    let metrics = db::history::metrics(reader, &job.id).await?;
    let mut output: Map<String, Value> = serde_json::from_str(&job.request).map_err(WireError::internal)?;
    output.retain(|name, value| name != "Tags" && !value.is_null());
    let request = TrainingJobRequest::from_json(job.request.as_bytes()).map_err(WireError::internal)?;
    let defaults = [
        ("StoppingCondition", json!({ "MaxRuntimeInSeconds": DEFAULT_RUNTIME })),
        ("EnableNetworkIsolation", json!(false)),
        ("EnableInterContainerTrafficEncryption", json!(false)),
        ("EnableManagedSpotTraining", json!(false)),
    ];
    for (name, value) in defaults {
        output.entry(name).or_insert(value);
    }
    let artifact = Destination::of(&request).map(|destination| destination.model()).unwrap_or_default();
    output.insert("ModelArtifacts".to_owned(), json!({ "S3ModelArtifacts": artifact }));
    output.append(&mut outcome(&job));
    output.insert("SecondaryStatusTransitions".to_owned(), transitions.iter().map(transition).collect());
    if !metrics.is_empty() {
        output.insert("FinalMetricDataList".to_owned(), metrics.iter().map(metric).collect());
    }
    Ok(Value::Object(output))
}

fn outcome(job: &JobRow) -> Map<String, Value> {
    let mut output = Map::new();
    let mut put = |name: &str, value: Value| output.insert(name.to_owned(), value);
    put("TrainingJobArn", json!(job.arn));
    put("TrainingJobStatus", json!(job.status));
    put("SecondaryStatus", json!(job.secondary_status));
    put("CreationTime", timestamp(job.created_at));
    put("LastModifiedTime", timestamp(job.modified_at));
    if let Some(reason) = &job.failure_reason {
        put("FailureReason", json!(reason));
    }
    if let Some(started_at) = job.training_started_at {
        put("TrainingStartTime", timestamp(started_at));
    }
    if let Some(ended_at) = job.training_ended_at {
        put("TrainingEndTime", timestamp(ended_at));
        let seconds = (ended_at - job.training_started_at.unwrap_or(ended_at)).max(0).div_euclid(1000);
        put("TrainingTimeInSeconds", json!(seconds));
        put("BillableTimeInSeconds", json!(seconds));
    }
    output
}

fn transition(row: &TransitionRow) -> Value {
    let mut value = json!({
        "Status": row.status,
        "StartTime": timestamp(row.started_at),
        "StatusMessage": row.message,
    });
    if let Some(ended_at) = row.ended_at {
        value["EndTime"] = timestamp(ended_at);
    }
    value
}

fn metric(row: &MetricRow) -> Value {
    json!({ "MetricName": row.name, "Value": row.value, "Timestamp": timestamp(row.observed_at) })
}
