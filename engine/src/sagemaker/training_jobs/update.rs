//! `UpdateTrainingJob`: the few settings of a running job that may change.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{find, wrong_status};
use crate::{
    account::Account,
    db,
    db::jobs::JobRow,
    jobs::warm_pool::{self, WarmPoolStatus},
    json_protocol::WireError,
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
    let now = account.now();
    let mut transaction = account.database.begin().await?;
    let job = find(&mut *transaction, &input.training_job_name).await?;
    let mut request: Map<String, Value> = serde_json::from_str(&job.request).map_err(WireError::internal)?;
    if let Some(seconds) = keep_alive(&input) {
        check_pool(&job, now)?;
        db::warm_pools::set_keep_alive(&mut *transaction, &job.id, seconds, now).await?;
        merge(&mut request, "ResourceConfig", input.resource_config);
    } else {
        check(&job, &input)?;
        merge(&mut request, "ProfilerConfig", input.profiler_config);
        merge(&mut request, "RemoteDebugConfig", input.remote_debug_config);
        if let Some(rules) = input.profiler_rule_configurations {
            request.insert("ProfilerRuleConfigurations".to_owned(), rules);
        }
    }
    db::jobs::set_request(&mut *transaction, &job.id, &Value::Object(request).to_string(), now).await?;
    transaction.commit().await?;
    Ok(json!({ "TrainingJobArn": job.arn }))
}

/// The new duration of the warm pool.
fn keep_alive(input: &Input) -> Option<i64> {
    input.resource_config.as_ref()?.get("KeepAlivePeriodInSeconds")?.as_i64()
}

fn check_pool(job: &JobRow, now: i64) -> Result<(), WireError> {
    if warm_pool::status(job, now) == Some(WarmPoolStatus::Available) {
        return Ok(());
    }
    let message = "KeepAlivePeriodInSeconds can only be updated while the warm pool of the job is Available; this job has none.";
    Err(WireError::validation(message))
}

fn check(job: &JobRow, input: &Input) -> Result<(), WireError> {
    if job.status != "InProgress" {
        return Err(WireError::validation(wrong_status(&job.status)));
    }
    if input.remote_debug_config.is_some() && !matches!(job.secondary_status.as_str(), "Downloading" | "Training") {
        return Err(WireError::validation(wrong_status(&job.secondary_status)));
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
