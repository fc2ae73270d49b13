//! Parts of uploads on their way to S3. Each is small enough to be held in memory, and few are at a time.

use app::server_call::status_of;
use axum::{
    body::{Body, to_bytes},
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use console::{data::upload::MAX_PART_SIZE, error::AppError};
use domain::S3Uri;
use serde::Deserialize;
use tokio::sync::Semaphore;

use crate::ports::Ports;

/// Where parts are sent to.
pub(super) const PATH: &str = "/upload/part";
/// Largest body in bytes.
pub(super) const MAX_BODY_SIZE: usize = MAX_PART_SIZE as usize;
/// Parts that are held at a time.
static CONCURRENT_PARTS: Semaphore = Semaphore::const_new(4);

/// Which part it is.
#[derive(Deserialize)]
pub(super) struct Part {
    /// `s3://bucket/key`
    uri: String,
    /// The upload.
    upload: String,
    /// From 1 to 10,000.
    number: i32,
}

/// Stores a part.
pub(super) async fn part(State(ports): State<Ports>, Query(part): Query<Part>, body: Body) -> Response {
    let Ok(object) = S3Uri::parse(&part.uri) else {
        return (StatusCode::BAD_REQUEST, "Give the object as ?uri=s3://bucket/key.\n").into_response();
    };
    if !(1..=10_000).contains(&part.number) {
        return (StatusCode::BAD_REQUEST, "Parts have the numbers 1 to 10,000.\n").into_response();
    }
    // Never closed: it lives as long as the program.
    let _permit = CONCURRENT_PARTS.acquire().await;
    let Ok(bytes) = to_bytes(body, MAX_BODY_SIZE).await else {
        return (StatusCode::REQUEST_TIMEOUT, "The part did not arrive as a whole.\n").into_response();
    };
    match ports.backend.objects.upload_part(&object, &part.upload, part.number, bytes).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => {
            // A refusal is final; what the network or the service did is worth another attempt.
            let status = match &error {
                AppError::Upstream { code, .. } if code == "AccessDenied" => 409,
                error => status_of(error),
            };
            (StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY), format!("{error}\n")).into_response()
        }
    }
}
