//! Objects of S3, handed on as they come.

use axum::{
    body::Body,
    extract::{Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use console::error::AppError;
use domain::S3Uri;
use serde::Deserialize;

use crate::ports::Ports;

/// What to download.
#[derive(Deserialize)]
pub(super) struct Wanted {
    /// `s3://bucket/key`
    uri: String,
}

/// Streams an object. Always an attachment: what is in a bucket is never shown as a page of the console.
pub(super) async fn serve(State(ports): State<Ports>, Query(wanted): Query<Wanted>) -> Response {
    let Ok(object) = S3Uri::parse(&wanted.uri) else {
        return (StatusCode::BAD_REQUEST, "Give the object as ?uri=s3://bucket/key.\n").into_response();
    };
    match ports.backend.objects.download(&object).await {
        Ok(Some((size, bytes))) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
                (header::CONTENT_LENGTH, HeaderValue::from(size)),
                (header::CONTENT_DISPOSITION, disposition(&object)),
            ];
            (headers, Body::from_stream(bytes)).into_response()
        }
        Ok(None) => (StatusCode::NOT_FOUND, format!("There is no object at {object}.\n")).into_response(),
        Err(AppError::NotFound(message)) => (StatusCode::NOT_FOUND, format!("{message}\n")).into_response(),
        Err(error) => (StatusCode::BAD_GATEWAY, format!("{error}\n")).into_response(),
    }
}

/// The file name for the browser, with everything doubtful replaced.
fn disposition(object: &S3Uri) -> HeaderValue {
    let name: String =
        object.file_name().chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect();
    let name = if name.trim_matches(['.', '_']).is_empty() { "object".to_owned() } else { name };
    HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use domain::S3Uri;

    #[test]
    fn file_names_are_harmless() {
        let disposition = |key: &str| S3Uri::new("bucket", key).map(|object| super::disposition(&object));
        let disposition = |key: &str| disposition(key).expect("a bucket");
        assert_eq!(disposition("a/b/model.tar.gz"), "attachment; filename=\"model.tar.gz\"");
        assert_eq!(disposition("a/job-1/output/model.tar.gz"), "attachment; filename=\"job-1-model.tar.gz\"");
        assert_eq!(disposition("a/\"x\r\ny"), "attachment; filename=\"_x__y\"");
        assert_eq!(disposition("a/.."), "attachment; filename=\"object\"");
    }
}
