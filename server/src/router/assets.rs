//! Scripts, styles and fonts, embedded in the executable.

use std::{collections::HashMap, sync::LazyLock};

use app::shell::Assets;
use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

/// An embedded file.
pub(super) struct File {
    name: &'static str,
    content: &'static [u8],
    brotli: Option<&'static [u8]>,
}

mod site {
    use super::File;

    include!(concat!(env!("OUT_DIR"), "/site.rs"));
}

static FILES: LazyLock<HashMap<&'static str, &'static File>> =
    LazyLock::new(|| site::FILES.iter().map(|file| (file.name, file)).collect());

/// Whether the executable was built with its site.
pub(crate) fn has_site() -> bool {
    !site::FILES.is_empty()
}

/// The addresses of the files that the document names.
pub(super) fn names() -> Assets {
    let manifest: HashMap<String, String> = serde_json::from_str(site::MANIFEST).unwrap_or_default();
    let address = |name: &str| manifest.get(name).map(|hashed| format!("/assets/{hashed}")).unwrap_or_default();
    let chunks =
        manifest.iter().filter_map(|(name, hashed)| Some((name.strip_suffix(".bin")?.to_owned(), format!("/assets/{hashed}"))));
    Assets {
        chunks: chunks.collect(),
        css: address("main.css"),
        boot: address("boot.js"),
        app: address("app.js"),
        wasm: address("app_bg.wasm"),
        icon: address("favicon.svg"),
    }
}

/// One file; its name holds the digest of its content, so browsers keep it for ever.
pub(super) async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = FILES.get(name.as_str()) else {
        return (StatusCode::NOT_FOUND, "There is no such file.\n").into_response();
    };
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes_brotli = accepted.split(',').any(|coding| coding.split(';').next().is_some_and(|coding| coding.trim() == "br"));
    let common = [
        (header::CONTENT_TYPE, content_type(file.name)),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    match file.brotli.filter(|_| takes_brotli) {
        Some(compressed) => (common, [(header::CONTENT_ENCODING, "br")], compressed).into_response(),
        None => (common, file.content).into_response(),
    }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
