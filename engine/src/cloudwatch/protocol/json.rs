//! AWS JSON 1.0: the operation is in a header, and times are seconds.

use axum::{body::Body, response::Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};

use crate::{
    cloudwatch::output::Output,
    json_protocol::{WireError, timestamp},
};

/// Reads a body; an empty one has no members.
pub(super) fn read(body: &[u8]) -> Result<Value, WireError> {
    if body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    serde_json::from_slice(body)
        .map_err(|error| WireError::new("SerializationException", format!("The body cannot be read: {error}")))
}

/// An answer with a document.
pub(super) fn response(status: StatusCode, output: &Output) -> Response {
    let mut response = Response::new(Body::from(document(output).to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-amz-json-1.0"));
    response
}

fn document(output: &Output) -> Value {
    match output {
        Output::Text(text) => json!(text),
        Output::Number(number) => json!(number),
        Output::Time(time) => timestamp(*time),
        Output::List(members) => members.iter().map(document).collect(),
        Output::Structure(members) => members.iter().map(|(name, member)| ((*name).to_owned(), document(member))).collect(),
        Output::Map(members) => members.iter().map(|(name, member)| (name.clone(), document(member))).collect(),
    }
}
