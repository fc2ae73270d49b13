//! `AddTags`, `ListTags`: tags of training jobs.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::db;
use crate::jobs::Jobs;
use crate::wire::WireError;

/// The most tags of a resource. Source: API page of `AddTags`.
const MAXIMUM: usize = 50;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct AddInput {
    resource_arn: String,
    tags: Vec<Tag>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    key: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListInput {
    resource_arn: String,
}

/// Adds tags or replaces their values, and gives all.
pub(super) async fn add(jobs: &Jobs, input: AddInput) -> Result<Value, WireError> {
    check(jobs, &input.resource_arn).await?;
    if let Some(tag) = input.tags.iter().find(|tag| !is_allowed(tag)) {
        return Err(WireError::validation(format!(
            "The tag '{}' is not allowed: a key has 1 to 128 characters and does not begin with aws:, a value has at most 256.",
            tag.key
        )));
    }
    let new: Vec<(String, String)> = input.tags.into_iter().map(|tag| (tag.key, tag.value)).collect();
    let mut transaction = jobs.store().database.begin().await?;
    db::tags::put(&mut transaction, &input.resource_arn, &new).await?;
    let all = db::tags::all(&mut *transaction, &input.resource_arn).await?;
    if all.len() > MAXIMUM {
        return Err(WireError::validation(format!("A resource can have at most {MAXIMUM} tags.")));
    }
    transaction.commit().await?;
    Ok(json!({ "Tags": describe(&all) }))
}

/// All tags of a resource.
pub(super) async fn list(jobs: &Jobs, input: ListInput) -> Result<Value, WireError> {
    check(jobs, &input.resource_arn).await?;
    let all = db::tags::all(jobs.store().database.reader(), &input.resource_arn).await?;
    Ok(json!({ "Tags": describe(&all) }))
}

async fn check(jobs: &Jobs, arn: &str) -> Result<(), WireError> {
    let name = arn.rsplit_once(":training-job/").map(|(_, name)| name).unwrap_or_default();
    let job = db::jobs::find(jobs.store().database.reader(), name).await?;
    match job.is_some_and(|job| job.arn == arn) {
        true => Ok(()),
        false => Err(WireError::validation("Requested resource not found.")),
    }
}

fn is_allowed(tag: &Tag) -> bool {
    (1..=128).contains(&tag.key.chars().count())
        && !tag.key.to_ascii_lowercase().starts_with("aws:")
        && tag.value.chars().count() <= 256
}

fn describe(tags: &[(String, String)]) -> Vec<Value> {
    tags.iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect()
}
