//! `ListTrainingJobs`

use domain::job_status::TrainingJobStatus;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    account::Account,
    db::{
        jobs::JobRow,
        list_jobs::{self, Order, Position, Selection},
    },
    jobs::warm_pool::{self, WarmPoolStatus},
    json_protocol::{WireError, timestamp},
    sagemaker::{
        member::enum_value,
        pagination::{DEFAULT_LIMIT, cut, is_descending, milliseconds, position, token},
    },
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(crate) struct Input {
    next_token: Option<String>,
    max_results: Option<i64>,
    creation_time_after: Option<f64>,
    creation_time_before: Option<f64>,
    last_modified_time_after: Option<f64>,
    last_modified_time_before: Option<f64>,
    name_contains: Option<String>,
    status_equals: Option<String>,
    sort_by: Option<String>,
    sort_order: Option<String>,
    warm_pool_status_equals: Option<String>,
}

const STATUSES: [(&str, TrainingJobStatus); 6] = [
    ("InProgress", TrainingJobStatus::InProgress),
    ("Completed", TrainingJobStatus::Completed),
    ("Failed", TrainingJobStatus::Failed),
    ("Stopping", TrainingJobStatus::Stopping),
    ("Stopped", TrainingJobStatus::Stopped),
    ("Deleting", TrainingJobStatus::Deleting),
];

/// A page of jobs. As at the service, `StatusEquals` filters after the page is cut, so pages may be short.
pub(crate) async fn run(account: &Account, input: Input) -> Result<Value, WireError> {
    let limit = input.max_results.unwrap_or(DEFAULT_LIMIT);
    let status = match input.status_equals.as_deref() {
        None => None,
        status => Some(enum_value(status, "statusEquals", TrainingJobStatus::InProgress, &STATUSES)?),
    };
    let selection = selection(&input, limit)?;
    let mut page = list_jobs::page(account.database.reader(), &selection).await?;
    let has_more = cut(&mut page, limit);
    let next = page.last().filter(|_| has_more).map(|job| token(&Position::of(job))).transpose()?;
    let pool = match input.warm_pool_status_equals.as_deref() {
        None => None,
        status => Some(enum_value(status, "warmPoolStatusEquals", WarmPoolStatus::Available, &WarmPoolStatus::VALUES)?),
    };
    let now = account.now();
    let is_shown = |job: &&JobRow| {
        status.is_none_or(|status| status.as_str() == job.status)
            && pool.is_none_or(|pool| warm_pool::status(job, now) == Some(pool))
    };
    let mut output = Map::new();
    output.insert("TrainingJobSummaries".to_owned(), page.iter().filter(is_shown).map(|job| summary(job, now)).collect());
    if let Some(next) = next {
        output.insert("NextToken".to_owned(), json!(next));
    }
    Ok(Value::Object(output))
}

fn selection(input: &Input, limit: i64) -> Result<Selection, WireError> {
    let orders = [("Name", Order::Name), ("CreationTime", Order::CreationTime), ("Status", Order::Status)];
    let order = enum_value(input.sort_by.as_deref(), "sortBy", Order::CreationTime, &orders)?;
    let descending = is_descending(input.sort_order.as_deref())?;
    Ok(Selection {
        order,
        descending,
        name_contains: input.name_contains.clone(),
        created_after: input.creation_time_after.map(milliseconds),
        created_before: input.creation_time_before.map(milliseconds),
        modified_after: input.last_modified_time_after.map(milliseconds),
        modified_before: input.last_modified_time_before.map(milliseconds),
        after: input.next_token.as_deref().map(position).transpose()?,
        limit: limit + 1,
    })
}

fn summary(job: &JobRow, now: i64) -> Value {
    let mut summary = json!({
        "TrainingJobName": job.name,
        "TrainingJobArn": job.arn,
        "CreationTime": timestamp(job.created_at),
        "LastModifiedTime": timestamp(job.modified_at),
        "TrainingJobStatus": job.status,
        "SecondaryStatus": job.secondary_status,
    });
    if let (Some(ended), Some(object)) = (job.training_ended_at, summary.as_object_mut()) {
        object.insert("TrainingEndTime".to_owned(), timestamp(ended));
    }
    if let (Some(pool), Some(object)) = (warm_pool::describe(job, now), summary.as_object_mut()) {
        object.insert("WarmPoolStatus".to_owned(), pool);
    }
    summary
}
