//! `DescribeModel`

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::not_found;
use crate::{
    account::Account,
    db,
    json_protocol::{WireError, timestamp},
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(crate) struct Input {
    model_name: String,
}

/// Members of the request that the description repeats. Source: shape `DescribeModelOutput`.
const ECHOED: [&str; 6] =
    ["PrimaryContainer", "Containers", "InferenceExecutionConfig", "ExecutionRoleArn", "VpcConfig", "EnableNetworkIsolation"];

/// Describes a model.
pub(crate) async fn run(account: &Account, input: Input) -> Result<Value, WireError> {
    let name = input.model_name;
    let model = db::models::find(account.database.reader(), &name).await?.ok_or_else(|| not_found(account, &name))?;
    let request: Map<String, Value> = serde_json::from_str(&model.request).map_err(WireError::internal)?;
    let mut output = Map::new();
    output.insert("ModelName".to_owned(), json!(model.name));
    for member in ECHOED {
        if let Some(value) = request.get(member).filter(|value| !value.is_null()) {
            output.insert(member.to_owned(), with_defaults(member, value.clone()));
        }
    }
    output.entry("EnableNetworkIsolation").or_insert(json!(false));
    output.insert("CreationTime".to_owned(), timestamp(model.created_at));
    output.insert("ModelArn".to_owned(), json!(model.arn));
    Ok(Value::Object(output))
}

/// The defaults that the service fills in when it repeats a container.
fn with_defaults(member: &str, mut value: Value) -> Value {
    let fill = |container: &mut Value| {
        if let Some(container) = container.as_object_mut() {
            container.entry("Mode").or_insert_with(|| json!("SingleModel"));
            container.entry("Environment").or_insert_with(|| json!({}));
        }
    };
    match (member, &mut value) {
        ("Containers", Value::Array(containers)) => containers.iter_mut().for_each(fill),
        ("PrimaryContainer", container) => fill(container),
        _ => {}
    }
    value
}
