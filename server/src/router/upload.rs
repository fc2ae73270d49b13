//! Parts of uploads on their way to S3. Each is small enough to be held in memory, and few are at a time.

use std::sync::LazyLock;

use app::server_call::status_of;
use axum::{
    body::Body,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use console::{data::upload::MAX_PART_SIZE, error::AppError};
use domain::S3Uri;
use serde::Deserialize;
use tokio::sync::Semaphore;

use super::body::{self, Budget, Limit};
use crate::ports::Ports;

/// Where parts are sent to.
pub(super) const PATH: &str = "/upload/part";
/// The largest body.
pub(super) const LIMIT: Limit = Limit { bytes: MAX_PART_SIZE as usize, words: "64 MiB", what: "any part of an upload" };
/// Parts that are sent on at a time.
static CONCURRENT_PARTS: Semaphore = Semaphore::const_new(4);
/// Bytes of all parts that are in memory.
static MEMORY: LazyLock<Budget> = LazyLock::new(|| Budget::new(512 << 20));

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
    let received = match body::receive(body, LIMIT, body::READ_TIMEOUT, Some(&MEMORY)).await {
        Ok(received) => received,
        Err(error) => return error.into_response(),
    };
    // The place is taken when the bytes are there: a client that vanishes holds nobody up. Never closed: it lives as long as the
    // program.
    let _permit = CONCURRENT_PARTS.acquire().await;
    match ports.backend.objects.upload_part(&object, &part.upload, part.number, received.bytes.clone()).await {
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
