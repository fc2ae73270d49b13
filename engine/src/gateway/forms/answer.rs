//! The answer to a form: what its fields ask for, when the file was stored.

use axum::{body::Body, response::Response};
use domain::percent;
use http::{HeaderValue, StatusCode, Uri, header};

use super::fields::Fields;
use crate::{query_protocol::escape, s3::verified_request::path_of};

/// The answer, from that of the store: a redirect, a document about the object, or nothing.
pub(super) fn of(response: Response, fields: &Fields, host: &str, bucket: &str) -> Response {
    if !response.status().is_success() {
        return response;
    }
    let key = fields.get("key").unwrap_or_default();
    let etag = response.headers().get(header::ETAG).and_then(|etag| etag.to_str().ok()).unwrap_or_default().to_owned();
    let place = format!("http://{host}{}", path_of(bucket, key));
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let (status, location, document) = match (redirect(fields, bucket, key, &etag), fields.get("success_action_status")) {
        (Some(target), _) => (StatusCode::SEE_OTHER, target, String::new()),
        (None, Some("201")) => (StatusCode::CREATED, place.clone(), document(&place, bucket, key, &etag)),
        (None, Some("200")) => (StatusCode::OK, place, String::new()),
        _ => (StatusCode::NO_CONTENT, place, String::new()),
    };
    parts.status = status;
    if let Ok(location) = HeaderValue::try_from(location) {
        parts.headers.insert(header::LOCATION, location);
    }
    if status == StatusCode::CREATED {
        parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/xml"));
    }
    Response::from_parts(parts, Body::from(document))
}

/// The address that the form leads to. One that is not absolute is ignored.
fn redirect(fields: &Fields, bucket: &str, key: &str, etag: &str) -> Option<String> {
    let target = fields.get("success_action_redirect").or_else(|| fields.get("redirect"))?;
    let uri: Uri = target.parse().ok()?;
    uri.scheme()?;
    uri.authority()?;
    let sign = if uri.query().is_some() { '&' } else { '?' };
    let [bucket, key, etag] = [bucket, key, etag].map(percent::encode);
    Some(format!("{target}{sign}bucket={bucket}&key={key}&etag={etag}"))
}

fn document(place: &str, bucket: &str, key: &str, etag: &str) -> String {
    let [place, bucket, key, etag] = [place, bucket, key, etag].map(|text| escape(text).replace('"', "&quot;"));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PostResponse><Location>{place}</Location><Bucket>{bucket}</Bucket><Key>{key}</Key><ETag>{etag}</ETag></PostResponse>"
    )
}
