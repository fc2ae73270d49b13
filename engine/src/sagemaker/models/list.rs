//! `ListModels`

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    account::Account,
    db::models::{self, ModelRow, Order, Position, Selection},
    json_protocol::{WireError, timestamp},
    sagemaker::{
        member::enum_value,
        pagination::{DEFAULT_LIMIT, cut, is_descending, milliseconds, position, token},
    },
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(crate) struct Input {
    sort_by: Option<String>,
    sort_order: Option<String>,
    next_token: Option<String>,
    max_results: Option<i64>,
    name_contains: Option<String>,
    creation_time_before: Option<f64>,
    creation_time_after: Option<f64>,
}

/// A page of models, by default newest first.
pub(crate) async fn run(account: &Account, input: Input) -> Result<Value, WireError> {
    let limit = input.max_results.unwrap_or(DEFAULT_LIMIT);
    let orders = [("Name", Order::Name), ("CreationTime", Order::CreationTime)];
    let selection = Selection {
        order: enum_value(input.sort_by.as_deref(), "sortBy", Order::CreationTime, &orders)?,
        descending: is_descending(input.sort_order.as_deref())?,
        name_contains: input.name_contains,
        created_after: input.creation_time_after.map(milliseconds),
        created_before: input.creation_time_before.map(milliseconds),
        after: input.next_token.as_deref().map(position).transpose()?,
        limit: limit + 1,
    };
    let mut page = models::page(account.database.reader(), &selection).await?;
    let has_more = cut(&mut page, limit);
    let mut output = Map::new();
    output.insert("Models".to_owned(), page.iter().map(summary).collect());
    if let Some(last) = page.last().filter(|_| has_more) {
        let position = Position { name: last.name.clone(), created_at: last.created_at, sequence: last.sequence };
        output.insert("NextToken".to_owned(), json!(token(&position)?));
    }
    Ok(Value::Object(output))
}

fn summary(model: &ModelRow) -> Value {
    json!({ "ModelName": model.name, "ModelArn": model.arn, "CreationTime": timestamp(model.created_at) })
}
