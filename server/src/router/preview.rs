//! Pictures of S3, to be shown inside a page. Only what begins as a picture leaves this route, as that kind of picture and
//! under a policy that lets it do nothing, so that a page or a drawing with scripts never runs in the console's name.

use axum::{
    extract::{Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use console::data::{evaluation::MaskView, object_preview::Picture};
use domain::S3Uri;
use mxnet_formats::record_io::first_records;
use serde::Deserialize;

use crate::{mask, ports::Ports};

/// Largest picture that is shown, in bytes.
const MAX_PICTURE_SIZE: u64 = 20 << 20;
/// Largest record that is shown, in bytes: a picture with labels.
const MAX_RECORD_SIZE: u64 = MAX_PICTURE_SIZE + 64 * 1024;

/// What to show.
#[derive(Deserialize)]
pub(super) struct Wanted {
    /// `s3://bucket/key`
    uri: String,
}

/// Which record to show.
#[derive(Deserialize)]
pub(super) struct WantedRecord {
    /// `s3://bucket/key`
    uri: String,
    /// Where it starts.
    offset: u64,
    /// Bytes of its image.
    size: u64,
}

/// Which mask of an evaluation to show.
#[derive(Deserialize)]
pub(super) struct WantedMask {
    /// The name under which the masks are kept.
    result: String,
    /// The mask's number.
    number: u32,
    /// Which view of it.
    shown: MaskView,
}

/// An object that is a picture.
pub(super) async fn picture(State(ports): State<Ports>, Query(wanted): Query<Wanted>) -> Response {
    let Ok(object) = S3Uri::parse(&wanted.uri) else { return not_found() };
    match ports.backend.objects.part(&object, 0, MAX_PICTURE_SIZE + 1).await {
        Ok(Some((size, bytes))) if size <= MAX_PICTURE_SIZE => shown(bytes),
        Ok(_) => not_found(),
        Err(error) => (StatusCode::BAD_GATEWAY, format!("{error}\n")).into_response(),
    }
}

/// An object that is a mask, in colours of ours.
pub(super) async fn mask(State(ports): State<Ports>, Query(wanted): Query<Wanted>) -> Response {
    let Ok(object) = S3Uri::parse(&wanted.uri) else { return not_found() };
    let bytes = match ports.backend.objects.part(&object, 0, MAX_PICTURE_SIZE + 1).await {
        Ok(Some((size, bytes))) if size <= MAX_PICTURE_SIZE => bytes,
        Ok(_) => return not_found(),
        Err(error) => return (StatusCode::BAD_GATEWAY, format!("{error}\n")).into_response(),
    };
    let coloured = tokio::task::spawn_blocking(move || mask::read(&bytes)?.recoloured().coloured().ok()).await;
    match coloured {
        Ok(Some(picture)) => shown(picture.into()),
        _ => not_found(),
    }
}

/// A mask that an evaluation has left. It is named by a digest and a number, never by a path.
pub(super) async fn evaluated_mask(State(ports): State<Ports>, Query(wanted): Query<WantedMask>) -> Response {
    match ports.backend.evaluations.mask(&wanted.result, wanted.number, wanted.shown).await {
        Ok(Some(picture)) => shown(picture.into()),
        Ok(None) => not_found(),
        Err(error) => (StatusCode::BAD_GATEWAY, format!("{error}\n")).into_response(),
    }
}

/// The picture in one record of a RecordIO file.
pub(super) async fn record(State(ports): State<Ports>, Query(wanted): Query<WantedRecord>) -> Response {
    let Ok(object) = S3Uri::parse(&wanted.uri) else { return not_found() };
    // Headers, labels, and the marks of a record in parts.
    let length = wanted.size.saturating_add(64 * 1024).min(MAX_RECORD_SIZE);
    let bytes = match ports.backend.objects.part(&object, wanted.offset, length).await {
        Ok(Some((_, bytes))) => bytes,
        Ok(None) => return not_found(),
        Err(error) => return (StatusCode::BAD_GATEWAY, format!("{error}\n")).into_response(),
    };
    let found = tokio::task::spawn_blocking(move || first_records(&bytes, 0, 1).0.into_iter().next()).await;
    match found {
        Ok(Some(record)) => shown(record.image.into()),
        _ => not_found(),
    }
}

fn shown(bytes: Bytes) -> Response {
    let Some(picture) = Picture::of(&bytes) else { return not_found() };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(picture.content_type())),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"picture\"")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'")),
        (header::HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=60")),
    ];
    (headers, bytes).into_response()
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "There is no picture here that can be shown.\n").into_response()
}
