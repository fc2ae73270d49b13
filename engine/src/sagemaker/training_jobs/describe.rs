//! `DescribeTrainingJob`: the request and the state of its job.

use domain::{TrainingJobRequest, job_status::TrainingJobStatus, wire::members::described_members};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::NOT_FOUND;
use crate::{
    account::Account,
    db,
    db::{
        history::{MetricRow, TransitionRow},
        jobs::{JobRow, JobWithTransitions},
    },
    jobs::{Destination, billing::Billing, metrics::shown_definitions, spot::is_spot, warm_pool},
    json_protocol::{WireError, timestamp},
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(crate) struct Input {
    training_job_name: String,
}

/// Describes a job.
pub(crate) async fn run(account: &Account, input: Input) -> Result<Value, WireError> {
    let mut reader = account.database.reader().acquire().await?;
    let found = db::jobs::find_with_transitions(&mut *reader, &input.training_job_name).await?;
    let JobWithTransitions { job, transitions } = found.ok_or_else(|| WireError::validation(NOT_FOUND))?;
    // Metrics are written when the job ends.
    let metrics = match is_final(&job) {
        true => db::history::metrics(&mut *reader, &job.id).await?,
        false => Vec::new(),
    };
    drop(reader);
    describe(&job, &transitions, &metrics, account.now())
}

/// A job as the service describes it.
pub(crate) fn describe(job: &JobRow, transitions: &[TransitionRow], metrics: &[MetricRow], now: i64) -> Result<Value, WireError> {
    let request: Map<String, Value> = serde_json::from_str(&job.request).map_err(WireError::internal)?;
    let typed = TrainingJobRequest::from_json(job.request.as_bytes()).map_err(WireError::internal)?;
    let model = Destination::of(&typed).map(|destination| destination.model()).unwrap_or_default();
    let mut output = Map::new();
    let mut set = |name: &str, value: Value| {
        output.insert(name.to_owned(), value);
    };
    set("TrainingJobName", json!(job.name));
    set("TrainingJobArn", json!(job.arn));
    set("ModelArtifacts", json!({ "S3ModelArtifacts": model }));
    set("TrainingJobStatus", json!(job.status));
    set("SecondaryStatus", json!(job.secondary_status));
    if let Some(reason) = &job.failure_reason {
        set("FailureReason", json!(reason));
    }
    for name in described_members() {
        if let Some(value) = request.get(name).filter(|value| !value.is_null()) {
            set(name, with_defaults(name, value.clone()));
        }
    }
    if let Some(specification) = algorithm_specification(&request, &typed) {
        set("AlgorithmSpecification", specification);
    }
    // Members that the service always returns.
    for name in ["EnableNetworkIsolation", "EnableInterContainerTrafficEncryption", "EnableManagedSpotTraining"] {
        if !request.contains_key(name) {
            set(name, json!(false));
        }
    }
    if !request.contains_key("StoppingCondition") {
        set("StoppingCondition", json!({ "MaxRuntimeInSeconds": crate::jobs::DEFAULT_RUNTIME }));
    }
    if let Some(rules) = request.get("DebugRuleConfigurations").and_then(Value::as_array).filter(|rules| !rules.is_empty()) {
        set("DebugRuleEvaluationStatuses", rules.iter().map(|rule| rule_status(rule, job.created_at)).collect());
    }
    set("CreationTime", timestamp(job.created_at));
    set("LastModifiedTime", timestamp(job.modified_at));
    if let Some(started) = job.training_started_at {
        set("TrainingStartTime", timestamp(started));
        if let Some(ended) = job.training_ended_at {
            set("TrainingEndTime", timestamp(ended));
        }
        if let Some(billing) = Billing::of(job, is_spot(&typed)) {
            set("TrainingTimeInSeconds", json!(billing.training));
            set("BillableTimeInSeconds", json!(billing.billable));
        }
    }
    if let Some(status) = warm_pool::describe(job, now) {
        set("WarmPoolStatus", status);
    }
    set("SecondaryStatusTransitions", transitions.iter().map(transition).collect());
    if is_final(job) && !metrics.is_empty() {
        set("FinalMetricDataList", metrics.iter().map(metric).collect());
    }
    Ok(Value::Object(output))
}

fn is_final(job: &JobRow) -> bool {
    TrainingJobStatus::parse(&job.status).is_some_and(TrainingJobStatus::is_final)
}

/// The status of a debugger rule. Amazon evaluates rules in a container of its own, which the engine does not have.
fn rule_status(rule: &Value, created_at: i64) -> Value {
    json!({
        "RuleConfigurationName": rule.get("RuleConfigurationName").cloned().unwrap_or_default(),
        "RuleEvaluationStatus": "Stopped",
        "StatusDetails": "This engine evaluates no rules.",
        "LastModifiedTime": timestamp(created_at),
    })
}

/// The specification of a built-in algorithm, with the metrics that the service publishes for it; `None` where the request has
/// metrics of its own, or there are none.
fn algorithm_specification(request: &Map<String, Value>, typed: &TrainingJobRequest) -> Option<Value> {
    let mut specification = request.get("AlgorithmSpecification")?.clone();
    let members = specification.as_object_mut()?;
    let is_given = members.get("MetricDefinitions").is_some_and(|given| !given.is_null());
    let definitions = if is_given { Vec::new() } else { shown_definitions(typed) };
    if definitions.is_empty() {
        return None;
    }
    members.insert("MetricDefinitions".to_owned(), json!(definitions));
    Some(specification)
}

/// The defaults that the service fills in when it repeats a member.
fn with_defaults(name: &str, mut value: Value) -> Value {
    let fill = |object: &mut Map<String, Value>, member: &str, default: &str| {
        object.entry(member).or_insert_with(|| json!(default));
    };
    match (name, &mut value) {
        ("InputDataConfig", Value::Array(channels)) => {
            for channel in channels.iter_mut().filter_map(Value::as_object_mut) {
                fill(channel, "CompressionType", "None");
                fill(channel, "RecordWrapperType", "None");
            }
        }
        ("OutputDataConfig", Value::Object(output)) => fill(output, "KmsKeyId", ""),
        ("StoppingCondition", Value::Object(condition)) => {
            condition.entry("MaxRuntimeInSeconds").or_insert_with(|| json!(crate::jobs::DEFAULT_RUNTIME));
        }
        _ => {}
    }
    value
}

fn transition(row: &TransitionRow) -> Value {
    let mut value = json!({
        "Status": row.status,
        "StartTime": timestamp(row.started_at),
        "StatusMessage": row.message,
    });
    if let (Some(ended), Some(object)) = (row.ended_at, value.as_object_mut()) {
        object.insert("EndTime".to_owned(), timestamp(ended));
    }
    value
}

fn metric(row: &MetricRow) -> Value {
    json!({ "MetricName": row.name, "Value": row.value, "Timestamp": timestamp(row.observed_at) })
}
