//! `UpdateTrainingJob`: the few settings of a running job that may change.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    account::Account,
    db,
    db::jobs::JobRow,
    jobs::warm_pool::{self, WarmPoolStatus},
    json_protocol::WireError,
    sagemaker::NOT_FOUND,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(crate) struct Input {
    training_job_name: String,
    profiler_config: Option<Map<String, Value>>,
    profiler_rule_configurations: Option<Value>,
    resource_config: Option<Map<String, Value>>,
    remote_debug_config: Option<Map<String, Value>>,
}

/// Changes a job. Source: docs/errors.md §3, `UpdateTrainingJob`.
pub(crate) async fn run(account: &Account, input: Input) -> Result<Value, WireError> {
    let name = input.training_job_name.clone();
    let mut transaction = account.database.begin().await?;
    let job = db::jobs::find(&mut *transaction, &name).await?.ok_or_else(|| WireError::validation(NOT_FOUND))?;
    if let Some(seconds) = keep_alive(&input) {
        let now = account.now();
        if warm_pool::status(&job, now) != Some(WarmPoolStatus::Available) {
            let message =
                "KeepAlivePeriodInSeconds can only be updated while the warm pool of the job is Available; this job has none.";
            return Err(WireError::validation(message));
        }
        db::warm_pools::set_keep_alive(&mut *transaction, &job.id, seconds, now).await?;
        let mut request: Map<String, Value> = serde_json::from_str(&job.request).map_err(WireError::internal)?;
        merge(&mut request, "ResourceConfig", input.resource_config);
        db::jobs::set_request(&mut *transaction, &job.id, &Value::Object(request).to_string(), now).await?;
        transaction.commit().await?;
        return Ok(json!({ "TrainingJobArn": job.arn }));
    }
    check(&job, &input)?;
    let mut request: Map<String, Value> = serde_json::from_str(&job.request).map_err(WireError::internal)?;
    merge(&mut request, "ProfilerConfig", input.profiler_config);
    merge(&mut request, "RemoteDebugConfig", input.remote_debug_config);
    if let Some(rules) = input.profiler_rule_configurations {
        request.insert("ProfilerRuleConfigurations".to_owned(), rules);
    }
    let request = Value::Object(request).to_string();
    db::jobs::set_request(&mut *transaction, &job.id, &request, account.now()).await?;
    transaction.commit().await?;
    Ok(json!({ "TrainingJobArn": job.arn }))
}

/// The new duration of the warm pool.
fn keep_alive(input: &Input) -> Option<i64> {
    input.resource_config.as_ref()?.get("KeepAlivePeriodInSeconds")?.as_i64()
}

fn check(job: &JobRow, input: &Input) -> Result<(), WireError> {
    let in_status =
        |status: &str| WireError::validation(format!("The request was rejected because the training job is in status {status}."));
    if job.status != "InProgress" {
        return Err(in_status(&job.status));
    }
    if input.remote_debug_config.is_some() && !matches!(job.secondary_status.as_str(), "Downloading" | "Training") {
        return Err(in_status(&job.secondary_status));
    }
    Ok(())
}

/// Merges new members into an object of the request.
fn merge(request: &mut Map<String, Value>, name: &str, members: Option<Map<String, Value>>) {
    let Some(members) = members else { return };
    match request.get_mut(name) {
        Some(Value::Object(object)) => object.extend(members),
        _ => {
            request.insert(name.to_owned(), Value::Object(members));
        }
    }
}
