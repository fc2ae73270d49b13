//! The answer of every page before the history of the account is open.

use std::sync::{Arc, OnceLock};

use app::waiting;
use axum::{
    Router,
    extract::Request,
    http::{Method, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use console::error::AppError;
use tokio::sync::watch;
use tower::ServiceExt;

use super::{HEALTH, always, assets, routes};
use crate::opening::Opening;

/// Hands calls to the pages from the moment when the history is open.
pub(super) fn router(opening: watch::Receiver<Opening>) -> Router {
    let pages = Arc::new(OnceLock::<Router>::new());
    let fallback = move |request: Request| {
        let (pages, now) = (pages.clone(), opening.borrow().clone());
        async move {
            match now {
                Opening::Open(state) => match pages.get_or_init(|| routes(&state.ports)).clone().oneshot(request).await {
                    Ok(response) => response,
                    Err(never) => match never {},
                },
                // The program works; only its account is not known yet.
                _ if request.uri().path() == HEALTH => "ok\n".into_response(),
                Opening::Asking => page(request, None),
                Opening::Failed(error) => page(request, Some(error)),
            }
        }
    };
    always().fallback(fallback)
}

fn page(request: Request, error: Option<AppError>) -> Response {
    let (parts, _) = request.into_parts();
    let accept = parts.headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let is_page = parts.method == Method::GET && accept.contains("text/html");
    let retry = [(header::RETRY_AFTER, waiting::SECONDS.to_string()), (header::CACHE_CONTROL, "no-store".to_owned())];
    let body = if is_page {
        Html(waiting::document(parts, assets::names(), error)).into_response()
    } else {
        format!("{}\n", waiting::sentence(error.as_ref())).into_response()
    };
    (StatusCode::SERVICE_UNAVAILABLE, retry, body).into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};

    use super::*;
    use crate::router::{Hosts, router_of};

    const HOST: &str = "127.0.0.1:8080";

    async fn get(routes: &Router, path: &str) -> (StatusCode, String) {
        let request = Request::get(path).header(header::HOST, HOST).header(header::ACCEPT, "text/html");
        let response = routes.clone().oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer");
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    #[tokio::test]
    async fn every_page_says_what_is_missing_until_the_history_is_open() {
        let (progress, opening) = watch::channel(Opening::Asking);
        let routes = router_of(opening, Hosts::new(HOST.parse().expect("an address"), &[]));
        let (status, page) = get(&routes, "/training-jobs").await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.contains("<!DOCTYPE html>") && page.contains("has not confirmed the console"), "{page}");

        let refused = AppError::Upstream {
            refusal: None,
            message: "The AWS credentials are <missing>.".to_owned(),
            code: "ExpiredToken".to_owned(),
            details: "expired".to_owned(),
            request_id: Some("number-1".to_owned()),
        };
        progress.send_replace(Opening::Failed(refused));
        for path in ["/training-jobs/create", "/settings", "/events/training-jobs", "/download?uri=s3://b/k"] {
            let (status, page) = get(&routes, path).await;
            assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
            for words in ["The AWS credentials are &lt;missing&gt;.", "ExpiredToken", "number-1", "Nothing is lost"] {
                assert!(page.contains(words), "{path}: {words}: {page}");
            }
        }
        assert_eq!(get(&routes, "/healthz").await, (StatusCode::OK, "ok\n".to_owned()));
        let call = Request::post("/api/create-training-job").header(header::HOST, HOST).body(Body::empty()).expect("a call");
        let response = routes.clone().oneshot(call).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);

        let (state, _target) = crate::router::tests::state().await;
        progress.send_replace(Opening::Open(state));
        let (status, page) = get(&routes, "/training-jobs").await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("Training jobs"));
    }
}
