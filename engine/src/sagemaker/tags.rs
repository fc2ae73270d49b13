//! `AddTags`, `DeleteTags` and `ListTags`, for training jobs and models.

use domain::{CheckContext, RuleCode, TrainingJobRequest, Violation, Violations, rules::tags::MAX_COUNT, wire::Tag};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    NOT_FOUND,
    pagination::{cut, position, token},
    refusal,
};
use crate::{
    account::Account,
    db,
    fault_injection::{FaultInjection, TAG},
    json_protocol::WireError,
};

/// Tags of one reply. Source: shape `ListTagsMaxResults`, at least 50.
const PAGE: i64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Input {
    resource_arn: String,
    tags: Vec<Tag>,
    tag_keys: Vec<String>,
    next_token: Option<String>,
    max_results: Option<i64>,
}

/// Adds tags or replaces their values, and returns all tags of the resource.
pub(super) async fn add(account: &Account, faults: &FaultInjection, input: Input) -> Result<Value, WireError> {
    check(&input.tags)?;
    let arn = existing(account, &input.resource_arn).await?;
    let tags: Vec<(String, String)> =
        input.tags.into_iter().map(|tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default())).collect();
    let mut transaction = account.database.begin().await?;
    db::tags::put(&mut transaction, &arn, &tags).await?;
    let all = db::tags::all(&mut *transaction, &arn).await?;
    if all.len() > MAX_COUNT {
        return Err(WireError::validation(format!("A resource can have at most {MAX_COUNT} tags.")));
    }
    transaction.commit().await?;
    forget_faults(faults, &arn, tags.iter().map(|(key, _)| key));
    Ok(json!({ "Tags": values(all) }))
}

/// Removes tags by key. A key that the resource does not have is ignored.
pub(super) async fn delete(account: &Account, faults: &FaultInjection, input: Input) -> Result<Value, WireError> {
    let arn = existing(account, &input.resource_arn).await?;
    let mut transaction = account.database.begin().await?;
    for key in &input.tag_keys {
        db::tags::delete(&mut *transaction, &arn, key).await?;
    }
    transaction.commit().await?;
    forget_faults(faults, &arn, &input.tag_keys);
    Ok(json!({}))
}

/// Resets the counts of a rehearsal whose tag is written or removed.
fn forget_faults<'a>(faults: &FaultInjection, arn: &str, keys: impl IntoIterator<Item = &'a String>) {
    if let Some((_, name)) = arn.split_once(":training-job/")
        && keys.into_iter().any(|key| key.starts_with(TAG))
    {
        faults.forget_tags(name);
    }
}

/// The tags of a resource by key.
pub(super) async fn list(account: &Account, input: Input) -> Result<Value, WireError> {
    let limit = input.max_results.unwrap_or(PAGE);
    let after: Option<String> = input.next_token.as_deref().map(position).transpose()?;
    let arn = existing(account, &input.resource_arn).await?;
    let mut tags = db::tags::all(account.database.reader(), &arn).await?;
    tags.retain(|(key, _)| after.as_ref().is_none_or(|after| key > after));
    let has_more = cut(&mut tags, limit);
    let next = tags.last().filter(|_| has_more).map(|(key, _)| token(key)).transpose()?;
    let mut output = Map::new();
    output.insert("Tags".to_owned(), json!(values(tags)));
    if let Some(next) = next {
        output.insert("NextToken".to_owned(), json!(next));
    }
    Ok(Value::Object(output))
}

/// Checks tags by the rules of the form: no key twice, none of AWS's own.
pub(super) fn check(tags: &[Tag]) -> Result<(), WireError> {
    check_keys(tags)?;
    let request = TrainingJobRequest { tags: Some(tags.to_vec()), ..TrainingJobRequest::default() };
    let violations = domain::check(&request, &CheckContext::for_region("")).into_iter();
    let of_tags = violations.filter(is_about_tags).collect();
    refusal::of(&request, Violations(of_tags), Vec::new()).map_or(Ok(()), Err)
}

/// Whether a violation refuses a tag of the request.
fn is_about_tags(violation: &Violation) -> bool {
    use RuleCode::{TagCount, TagDuplicate, TagKey, TagReserved, TagValue};
    matches!(violation.code, TagCount | TagKey | TagValue | TagDuplicate | TagReserved)
}

/// Refuses keys that only AWS may write. The form's rule comes from the guide and not from the API model, but the service
/// refuses them.
pub(super) fn check_keys(tags: &[Tag]) -> Result<(), WireError> {
    let is_reserved = |key: &str| key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"));
    match tags.iter().filter_map(|tag| tag.key.as_deref()).find(|key| is_reserved(key)) {
        None => Ok(()),
        Some(key) => Err(WireError::validation(format!("The tag key \"{key}\" is refused. {}", RuleCode::TagReserved.message()))),
    }
}

/// The ARN of a resource that exists.
async fn existing(account: &Account, arn: &str) -> Result<String, WireError> {
    let reader = account.database.reader();
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
