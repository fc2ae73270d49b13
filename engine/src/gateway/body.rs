//! Reads the bodies of the JSON and query services, which are small.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    extract::Request,
};
use http::{StatusCode, header, request::Parts};
use http_body_util::BodyExt;

use crate::json_protocol::WireError;

/// The largest body in bytes: a request with 100 hyperparameters of 2,500 characters needs a tenth of it.
const MAX_BODY_BYTES: usize = 4 * 1024 * 1024;
/// Bytes of a body that is too large which are read and discarded. A client reads the answer only after it has stopped sending.
const DISCARDED: usize = 128 * 1024 * 1024;
/// The time in which a client must send a body.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// The whole body of a request.
///
/// # Errors
/// `RequestEntityTooLarge`, or `RequestTimeout` when the client is too slow.
pub(super) async fn read(request: Request) -> Result<(Parts, Bytes), WireError> {
    let (parts, body) = request.into_parts();
    let announced = parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > MAX_BODY_BYTES) {
        // A client with `Expect: 100-continue` has not sent the body yet and gets the answer at once.
        if !parts.headers.contains_key(header::EXPECT) {
            let _ = tokio::time::timeout(BODY_TIMEOUT, discard(body)).await;
        }
        return Err(too_large());
    }
    let body = tokio::time::timeout(BODY_TIMEOUT, collect(body)).await.map_err(|_| {
        WireError::new("RequestTimeout", "The body did not arrive within 30 seconds.").with_status(StatusCode::REQUEST_TIMEOUT)
    })??;
    Ok((parts, body))
}

async fn collect(mut body: Body) -> Result<Bytes, WireError> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| WireError::new("MalformedRequest", format!("The body broke off: {error}")))?;
        if let Ok(data) = frame.into_data() {
            if bytes.len() + data.len() > MAX_BODY_BYTES {
                drop(bytes);
                discard(body).await;
                return Err(too_large());
            }
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes.into())
}

async fn discard(mut body: Body) {
    let mut discarded = 0;
    while let Some(Ok(frame)) = body.frame().await {
        discarded += frame.data_ref().map_or(0, Bytes::len);
        if discarded > DISCARDED {
            return;
        }
    }
}

fn too_large() -> WireError {
    WireError::new("RequestEntityTooLarge", "The request body is larger than 4 MiB.").with_status(StatusCode::PAYLOAD_TOO_LARGE)
}
