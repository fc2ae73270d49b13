//! `AddTags` and `ListTags`, for training jobs.

use serde::Deserialize;
use serde_json::{Value, json};

use super::NOT_FOUND;
use super::member::required;
use crate::db;
use crate::jobs::Jobs;
use crate::wire::WireError;

/// Most tags of a resource. Source: shape `TagList`.
const MAXIMUM: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Input {
    resource_arn: Option<String>,
    tags: Vec<Tag>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    key: String,
    value: String,
}

/// Adds tags or replaces their values; gives all tags of the resource.
pub(super) async fn add(jobs: &Jobs, input: Input) -> Result<Value, WireError> {
    let arn = existing(jobs, input.resource_arn).await?;
    let tags: Vec<(String, String)> = input.tags.into_iter().map(|tag| (tag.key, tag.value)).collect();
    if tags.iter().any(|(key, value)| key.is_empty() || key.chars().count() > 128 || value.chars().count() > 256) {
        return Err(WireError::validation("Tag keys have 1 to 128 characters, tag values at most 256."));
    }
    let mut transaction = jobs.store().database.begin().await?;
    db::tags::put(&mut transaction, &arn, &tags).await?;
    let all = db::tags::all(&mut *transaction, &arn).await?;
    if all.len() > MAXIMUM {
        return Err(WireError::validation(format!("A resource can have at most {MAXIMUM} tags.")));
    }
    transaction.commit().await?;
    Ok(output(all))
}

/// The tags of a resource.
pub(super) async fn list(jobs: &Jobs, input: Input) -> Result<Value, WireError> {
    let arn = existing(jobs, input.resource_arn).await?;
    Ok(output(db::tags::all(jobs.store().database.reader(), &arn).await?))
}

async fn existing(jobs: &Jobs, arn: Option<String>) -> Result<String, WireError> {
    let arn = required(arn, "resourceArn")?;
    let name = arn.rsplit('/').next().unwrap_or_default();
    let job = db::jobs::find(jobs.store().database.reader(), name).await?;
    job.filter(|job| job.arn == arn).map(|_| arn).ok_or_else(|| WireError::validation(NOT_FOUND))
}

fn output(tags: Vec<(String, String)>) -> Value {
    let tags: Vec<Value> = tags.into_iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect();
    json!({ "Tags": tags })
}
