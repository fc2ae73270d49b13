//! The protocols of CloudWatch's clients. A request is read into one form, and an answer is written from one form.
//!
//! Current SDKs send CBOR, the ones before them forms; both are in use. Source: `protocols` of CloudWatch's API model.
//!
//! - [`cbor`], [`json`], [`form`] — the protocols

mod cbor;
mod form;
mod json;

use axum::{body::Body, response::Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts};
use serde_json::Value;

use super::output::Output;
use crate::{json_protocol::WireError, query_protocol};

/// The name of the service in the targets and paths of its clients.
pub(crate) const SERVICE: &str = "GraniteServiceVersion20100801";
/// The XML namespace, which is also the end of the type's name in an error.
const FORM: query_protocol::Protocol = query_protocol::Protocol { namespace: "http://monitoring.amazonaws.com/doc/2010-08-01/" };
const SMITHY_PROTOCOL: HeaderName = HeaderName::from_static("smithy-protocol");
const CBOR: HeaderValue = HeaderValue::from_static("rpc-v2-cbor");

/// A protocol, and whether the client asks for the codes of errors that the query protocol has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Protocol {
    encoding: Encoding,
    wants_query_codes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Cbor,
    Json,
    Form,
}

/// The operation of a request, and its members.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Request {
    pub(crate) operation: String,
    pub(crate) input: Value,
}

impl Protocol {
    /// The protocol of a request.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let encoding = match (headers.get(SMITHY_PROTOCOL), headers.contains_key("x-amz-target")) {
            (Some(protocol), _) if protocol == CBOR => Encoding::Cbor,
            (_, true) => Encoding::Json,
            _ => Encoding::Form,
        };
        Self { encoding, wants_query_codes: headers.get("x-amzn-query-mode").is_some_and(|mode| mode == "true") }
    }

    /// Reads a request.
    ///
    /// # Errors
    /// `SerializationException` for a body that cannot be read.
    pub(crate) fn read(self, parts: &Parts, body: &[u8]) -> Result<Request, WireError> {
        match self.encoding {
            Encoding::Cbor => {
                let operation = parts.uri.path().rsplit('/').next().unwrap_or_default().to_owned();
                Ok(Request { operation, input: cbor::read(body)? })
            }
            Encoding::Json => {
                let target = parts.headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
                let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
                Ok(Request { operation, input: json::read(body)? })
            }
            Encoding::Form => form::read(body),
        }
    }

    /// The answer to an operation.
    pub(crate) fn success(self, operation: &str, output: &Output, request_id: &str) -> Response {
        match self.encoding {
            Encoding::Cbor => binary(StatusCode::OK, output),
            Encoding::Json => json::response(StatusCode::OK, output),
            Encoding::Form => FORM.success(operation, &form::write(output), request_id),
        }
    }

    /// The answer to a request that is refused.
    pub(crate) fn refuse(self, error: &WireError, request_id: &str) -> Response {
        let shape = shape(error.code);
        let document = Output::Structure(vec![("__type", shape.into()), ("message", error.message.as_str().into())]);
        let mut response = match self.encoding {
            Encoding::Form if error.code == "UnknownOperationException" => {
                return FORM.refuse(&WireError { code: "InvalidAction", ..error.clone() }, request_id);
            }
            Encoding::Form => return FORM.refuse(error, request_id),
            Encoding::Cbor => binary(error.status, &document),
            Encoding::Json => json::response(error.status, &document),
        };
        if self.wants_query_codes && shape != error.code {
            let fault = if error.status.is_server_error() { "Receiver" } else { "Sender" };
            if let Ok(value) = HeaderValue::try_from(format!("{};{fault}", error.code)) {
                response.headers_mut().insert("x-amzn-query-error", value);
            }
        }
        response
    }
}

/// The shape of an error in the API model, by its code in the query protocol.
fn shape(code: &'static str) -> &'static str {
    match code {
        "InvalidParameterValue" => "InvalidParameterValueException",
        "InvalidParameterCombination" => "InvalidParameterCombinationException",
        "MissingParameter" => "MissingRequiredParameterException",
        "ValidationError" => "ValidationException",
        "LimitExceeded" => "LimitExceededFault",
        other => other,
    }
}

fn binary(status: StatusCode, output: &Output) -> Response {
    let mut response = Response::new(Body::from(cbor::write(output)));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/cbor"));
    response.headers_mut().insert(SMITHY_PROTOCOL, CBOR);
    response
}
