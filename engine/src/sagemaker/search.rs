//! `Search` over training jobs.
//!
//! - [`expression`] — the conditions; [`names`] — the properties of a job; [`property`] — their values

mod expression;
mod names;
mod property;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use self::{expression::Expression, property::SortKey};
use super::{
    pagination::{DEFAULT_LIMIT, cut, is_descending, position, token},
    training_jobs::describe::describe,
};
use crate::{
    account::Account,
    db,
    db::{
        jobs::JobRow,
        list_jobs::{self, Order, Selection},
    },
    json_protocol::WireError,
};

/// Jobs that are read from the database at once.
const BATCH: i64 = 500;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Input {
    resource: Option<String>,
    search_expression: Option<Expression>,
    sort_by: Option<String>,
    sort_order: Option<String>,
    next_token: Option<String>,
    max_results: Option<i64>,
}

/// A job that was found, and its place.
#[derive(Debug, Clone, PartialEq, PartialOrd, Serialize, Deserialize)]
struct Place {
    key: SortKey,
    sequence: i64,
}

/// A page of jobs. By default the jobs that changed last come first.
pub(super) async fn run(account: &Account, input: Input) -> Result<Value, WireError> {
    let limit = input.max_results.unwrap_or(DEFAULT_LIMIT);
    let descending = is_descending(input.sort_order.as_deref())?;
    let after: Option<Place> = input.next_token.as_deref().map(position).transpose()?;
    if input.resource.as_deref() != Some("TrainingJob") {
        return Err(WireError::validation("This engine searches training jobs only: set Resource to TrainingJob."));
    }
    let expression = input.search_expression.unwrap_or_default();
    expression.check()?;
    let sort_by = input.sort_by.as_deref().filter(|name| !name.is_empty()).unwrap_or("LastModifiedTime");
    names::kind(sort_by).ok_or_else(|| unknown("SortBy", sort_by))?;

    let mut found = find(account, &expression, sort_by).await?;
    let total = found.len();
    // Places are never equal: a sequence number belongs to one job.
    found.sort_by(|(a, _), (b, _)| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    if descending {
        found.reverse();
    }
    if let Some(after) = after {
        found.retain(|(place, _)| if descending { *place < after } else { *place > after });
    }
    let has_more = cut(&mut found, limit);
    let mut results = Vec::with_capacity(found.len());
    for (_, job) in &found {
        results.push(json!({ "TrainingJob": document(account, job, true).await? }));
    }
    let mut output = Map::new();
    output.insert("Results".to_owned(), Value::Array(results));
    if let Some((last, _)) = found.last().filter(|_| has_more) {
        output.insert("NextToken".to_owned(), json!(token(last)?));
    }
    output.insert("TotalHits".to_owned(), json!({ "Value": total, "Relation": "EqualTo" }));
    Ok(Value::Object(output))
}

/// The refusal of a property that training jobs do not have.
fn unknown(member: &str, name: &str) -> WireError {
    WireError::validation(format!("{member} names the property \"{name}\", which training jobs do not have."))
}

/// All jobs that match, with their places.
async fn find(account: &Account, expression: &Expression, sort_by: &str) -> Result<Vec<(Place, JobRow)>, WireError> {
    // The history costs two more queries for each job, so it is read only when it is asked for.
    let with_history = expression.asks_for(property::is_history) || property::is_history(sort_by);
    let mut selection = Selection {
        order: Order::CreationTime,
        descending: false,
        name_contains: None,
        created_after: None,
        created_before: None,
        modified_after: None,
        modified_before: None,
        after: None,
        limit: BATCH,
    };
    let mut found = Vec::new();
    loop {
        let batch = list_jobs::page(account.database.reader(), &selection).await?;
        let Some(last) = batch.last() else { return Ok(found) };
        selection.after = Some(list_jobs::Position::of(last));
        for job in batch {
            let document = document(account, &job, with_history).await?;
            if expression.matches(&document) {
                found.push((Place { key: SortKey::of(&document, sort_by), sequence: job.sequence }, job));
            }
        }
    }
}

/// A job as `Search` shows it: its description and its tags.
async fn document(account: &Account, job: &JobRow, with_history: bool) -> Result<Value, WireError> {
    let reader = account.database.reader();
    let (transitions, metrics) = match with_history {
        true => (db::history::transitions(reader, &job.id).await?, db::history::metrics(reader, &job.id).await?),
        false => (Vec::new(), Vec::new()),
    };
    let mut document = describe(job, &transitions, &metrics, account.now())?;
    let tags = db::tags::all(reader, &job.arn).await?;
    if let (Some(object), false) = (document.as_object_mut(), tags.is_empty()) {
        let tags = tags.into_iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect();
        object.insert("Tags".to_owned(), tags);
    }
    Ok(document)
}
