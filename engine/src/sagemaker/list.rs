//! `ListTrainingJobs`

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::refusal;
use crate::db::jobs::JobRow;
use crate::db::selection::{self, Order, Position, Selection};
use crate::jobs::Jobs;
use crate::wire::{WireError, timestamp};

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Input {
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
}

/// A page of jobs. As in the service, the status filters what is on the page: a page may be short, even empty, and
/// have a next one.
pub(super) async fn list(jobs: &Jobs, input: Input) -> Result<Value, WireError> {
    let selection = select(&input)?;
    let mut rows = selection::page(jobs.store().database.reader(), &selection).await?;
    let size = usize::try_from(selection.limit - 1).unwrap_or(usize::MAX);
    let has_more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().filter(|_| has_more).map(|job| token(&Position::of(job)));
    let matches = |job: &&JobRow| input.status_equals.as_ref().is_none_or(|status| *status == job.status);
    let summaries: Vec<Value> = rows.iter().filter(matches).map(summary).collect();
    let mut output = json!({ "TrainingJobSummaries": summaries });
    if let Some(next) = next {
        output["NextToken"] = json!(next);
    }
    Ok(output)
}

fn select(input: &Input) -> Result<Selection, WireError> {
    let mut wrong = Vec::new();
    let mut refuse = |value: String, member: &str, constraint: &str| {
        wrong.push(format!("Value '{value}' at '{member}' failed to satisfy constraint: {constraint}"));
    };
    let limit = input.max_results.unwrap_or(10);
    if limit < 1 {
        refuse(limit.to_string(), "maxResults", "Member must have value greater than or equal to 1");
    } else if limit > 100 {
        refuse(limit.to_string(), "maxResults", "Member must have value less than or equal to 100");
    }
    let order = match input.sort_by.as_deref().unwrap_or("CreationTime") {
        "Name" => Order::Name,
        "Status" => Order::Status,
        word => {
            if word != "CreationTime" {
                refuse(word.to_owned(), "sortBy", "Member must satisfy enum value set: [Name, CreationTime, Status]");
            }
            Order::CreationTime
        }
    };
    let sort_order = input.sort_order.as_deref().unwrap_or("Ascending");
    if !matches!(sort_order, "Ascending" | "Descending") {
        refuse(sort_order.to_owned(), "sortOrder", "Member must satisfy enum value set: [Ascending, Descending]");
    }
    if let Some(status) = input.status_equals.as_deref()
        && domain::job_status::TrainingJobStatus::parse(status).is_none()
    {
        let constraint =
            "Member must satisfy enum value set: [InProgress, Completed, Failed, Stopping, Stopped, Deleting]";
        refuse(status.to_owned(), "statusEquals", constraint);
    }
    if !wrong.is_empty() {
        return Err(refusal::members(&wrong));
    }
    let after = match input.next_token.as_deref() {
        Some(token) => Some(position(token).ok_or_else(|| WireError::validation("Invalid NextToken."))?),
        None => None,
    };
    Ok(Selection {
        order,
        descending: sort_order == "Descending",
        name_contains: input.name_contains.clone(),
        created_after: milliseconds(input.creation_time_after),
        created_before: milliseconds(input.creation_time_before),
        modified_after: milliseconds(input.last_modified_time_after),
        modified_before: milliseconds(input.last_modified_time_before),
        after,
        // One more, to know whether there is a next page.
        limit: limit + 1,
    })
}

fn summary(job: &JobRow) -> Value {
    let mut summary = json!({
        "TrainingJobName": job.name,
        "TrainingJobArn": job.arn,
        "CreationTime": timestamp(job.created_at),
        "LastModifiedTime": timestamp(job.modified_at),
        "TrainingJobStatus": job.status,
        "SecondaryStatus": job.secondary_status,
    });
    if let Some(ended_at) = job.training_ended_at {
        summary["TrainingEndTime"] = timestamp(ended_at);
    }
    summary
}

#[expect(clippy::cast_possible_truncation, reason = "a cast from float saturates, and such a time selects the same jobs")]
fn milliseconds(seconds: Option<f64>) -> Option<i64> {
    seconds.map(|seconds| (seconds * 1000.0) as i64)
}

fn token(position: &Position) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(position).unwrap_or_default())
}

fn position(token: &str) -> Option<Position> {
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(token).ok()?).ok()
}
