//! `AddTags`, `DeleteTags` and `ListTags`, for training jobs and models.

use domain::check::tags::{MAXIMUM_COUNT, MAXIMUM_KEY_LENGTH};
use domain::wire::Tag;
use domain::{Surroundings, TrainingJobRequest};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::member::{Refusals, number};
use super::page::{position, token};
use super::{NOT_FOUND, refusal};
use crate::db;
use crate::jobs::Jobs;
use crate::wire::WireError;

/// Longest ARN. Source: shape `ResourceArn`.
const LONGEST_ARN: usize = 256;
const ARN_PATTERN: &str = "arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:.+";
/// Tags of one reply. Source: shape `ListTagsMaxResults`, at least 50.
const PAGE: i64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Input {
    resource_arn: Option<String>,
    tags: Option<Vec<Tag>>,
    tag_keys: Option<Vec<String>>,
    next_token: Option<String>,
    max_results: Option<i64>,
}

/// Adds tags or replaces their values; gives all tags of the resource.
pub(super) async fn add(jobs: &Jobs, input: Input) -> Result<Value, WireError> {
    let mut refusals = Refusals::default();
    refusals.required("tags", input.tags.is_some());
    let tags = input.tags.unwrap_or_default();
    check(&tags, &mut refusals);
    let arn = existing(jobs, input.resource_arn, refusals).await?;
    let tags: Vec<(String, String)> =
        tags.into_iter().map(|tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default())).collect();
    let mut transaction = jobs.store().database.begin().await?;
    db::tags::put(&mut transaction, &arn, &tags).await?;
    let all = db::tags::all(&mut *transaction, &arn).await?;
    if all.len() > MAXIMUM_COUNT {
        return Err(WireError::validation(format!("A resource can have at most {MAXIMUM_COUNT} tags.")));
    }
    transaction.commit().await?;
    Ok(json!({ "Tags": values(all) }))
}

/// Removes tags by key; keys that the resource does not have are no mistake.
pub(super) async fn delete(jobs: &Jobs, input: Input) -> Result<Value, WireError> {
    let mut refusals = Refusals::default();
    refusals.required("tagKeys", input.tag_keys.is_some());
    let keys = input.tag_keys.unwrap_or_default();
    // Source: shape `TagKeyList`.
    refusals.count("tagKeys", keys.len(), 1, MAXIMUM_COUNT);
    for (number, key) in (1..).zip(&keys) {
        refusals.length(&format!("tagKeys.{number}.member"), key, 1, MAXIMUM_KEY_LENGTH);
    }
    let arn = existing(jobs, input.resource_arn, refusals).await?;
    let mut transaction = jobs.store().database.begin().await?;
    for key in &keys {
        db::tags::delete(&mut *transaction, &arn, key).await?;
    }
    transaction.commit().await?;
    Ok(json!({}))
}

/// The tags of a resource by key.
pub(super) async fn list(jobs: &Jobs, input: Input) -> Result<Value, WireError> {
    let limit = number(input.max_results, "maxResults", PAGE, PAGE, i64::from(i32::MAX))?;
    let after: Option<String> = input.next_token.as_deref().map(position).transpose()?;
    let arn = existing(jobs, input.resource_arn, Refusals::default()).await?;
    let mut tags = db::tags::all(jobs.store().database.reader(), &arn).await?;
    tags.retain(|(key, _)| after.as_ref().is_none_or(|after| key > after));
    let shown = usize::try_from(limit).unwrap_or_default();
    let has_more = tags.len() > shown;
    tags.truncate(shown);
    let next = tags.last().filter(|_| has_more).map(|(key, _)| token(key)).transpose()?;
    let mut output = Map::new();
    output.insert("Tags".to_owned(), json!(values(tags)));
    if let Some(next) = next {
        output.insert("NextToken".to_owned(), json!(next));
    }
    Ok(Value::Object(output))
}

/// Checks tags by the rules of the form, which are the API's.
pub(super) fn check(tags: &[Tag], refusals: &mut Refusals) {
    let request = TrainingJobRequest { tags: Some(tags.to_vec()), ..TrainingJobRequest::default() };
    let violations = domain::check(&request, &Surroundings::of("")).into_iter();
    for refused in violations.filter(|violation| violation.code.starts_with("E-TAG")).filter_map(|it| refusal::member(&it)) {
        refusals.push(refused);
    }
}

/// The ARN of a resource that exists, after everything else about the request was found right.
async fn existing(jobs: &Jobs, arn: Option<String>, mut refusals: Refusals) -> Result<String, WireError> {
    refusals.required("resourceArn", arn.is_some());
    let arn = arn.unwrap_or_default();
    if !arn.is_empty() {
        refusals.length("resourceArn", &arn, 0, LONGEST_ARN);
        let is_arn = arn.starts_with("arn:aws") && arn.split(':').nth(2) == Some("sagemaker") && arn.split(':').count() >= 6;
        refusals.pattern("resourceArn", &arn, ARN_PATTERN, is_arn);
    }
    refusals.into_result()?;
    let reader = jobs.store().database.reader();
    let resource = arn.rsplit(':').next().unwrap_or_default();
    let found = match resource.split_once('/') {
        Some(("training-job", name)) => db::jobs::find(reader, name).await?.map(|job| job.arn),
        Some(("model", name)) => db::models::find(reader, name).await?.map(|model| model.arn),
        _ => None,
    };
    found.filter(|found| *found == arn).ok_or_else(|| WireError::validation(NOT_FOUND))
}

fn values(tags: Vec<(String, String)>) -> Vec<Value> {
    tags.into_iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect()
}
