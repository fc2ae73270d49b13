//! Every route and layer.
//!
//! - `assets` — scripts, styles and fonts, embedded in the executable
//! - `events` — live pages; `download`, `preview`, `upload` — objects of S3; `export` — measurements and logs as files
//! - `body` — bodies that arrive as a whole
//! - `waiting` — what every page says before the history is open
//! - `security` — who may call, and what a page may do

mod assets;
mod body;
mod download;
mod events;
mod export;
mod preview;
mod security;
#[cfg(test)]
mod tests;
mod upload;
mod waiting;

use std::time::Duration;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Path, Request, State},
    http::StatusCode,
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::{get, put},
};
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, generate_route_list};
use tokio::sync::watch;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    timeout::TimeoutLayer,
    trace::TraceLayer,
};

pub(crate) use assets::has_site;
pub(crate) use security::Hosts;

use crate::{opening::Opening, ports::Ports};

/// Whether the program works, for those who watch it.
const HEALTH: &str = "/healthz";
/// No page or call may take longer; streams have their own rules.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The program's HTTP service, whether the history is open already or not.
pub(crate) fn router_of(opening: watch::Receiver<Opening>, hosts: Hosts) -> Router {
    let now = opening.borrow().clone();
    match now {
        Opening::Open(state) => router(&state.ports, hosts),
        Opening::Asking | Opening::Failed(_) => protected(waiting::router(opening), hosts),
    }
}

/// The program's HTTP service over an open history.
pub(crate) fn router(ports: &Ports, hosts: Hosts) -> Router {
    protected(routes(ports), hosts)
}

fn routes(ports: &Ports) -> Router {
    let options = LeptosOptions::builder().output_name("app").build();
    let assets = assets::names();
    let backend = ports.backend.clone();
    let context = move || {
        provide_context(backend.clone());
        provide_context(assets.clone());
        security::allow_nonce();
    };
    let pages = Router::new()
        .leptos_routes_with_context(&options, generate_route_list(app::App), context.clone(), app::shell)
        .fallback(leptos_axum::render_app_async_with_context(context, app::shell))
        .with_state(options)
        .layer(middleware::map_response(security::status_of_unread_call))
        // Events and downloads are not compressed: the former must not wait for more, the latter mostly are already.
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, TIMEOUT));
    let live = Router::new()
        .route("/events/training-jobs", get(events::of_list))
        .route("/events/training-jobs/{name}", get(events::of_job))
        .with_state(events::Hub::new(ports));
    Router::new()
        .merge(always())
        .route(HEALTH, get(health))
        .route("/download", get(download::serve))
        .route("/preview/picture", get(preview::picture))
        .route("/preview/mask", get(preview::mask))
        .route("/preview/record", get(preview::record))
        .route("/preview/evaluated-mask", get(preview::evaluated_mask))
        .route(upload::PATH, put(upload::part))
        .route("/training-jobs/compare.csv", get(export::compare_csv))
        .route("/training-jobs/compare.json", get(export::compare_json))
        .route("/training-jobs/{name}/metrics.csv", get(export::metrics))
        .route("/training-jobs/{name}/log.txt", get(export::log))
        // Where the events of a job were shown before.
        .route("/training-jobs/{name}/history", get(moved_events))
        .with_state(ports.clone())
        .merge(live)
        .merge(pages)
}

/// The routes behind what every call passes: who may call, limits, headers, a trace.
fn protected(routes: Router, hosts: Hosts) -> Router {
    routes
        .layer(DefaultBodyLimit::max(security::LIMIT.bytes))
        .layer(middleware::from_fn(security::whole_body))
        .layer(middleware::from_fn_with_state(hosts, security::check_caller))
        .layer(middleware::map_response(security::headers))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| fault()))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(middleware::from_fn(security::count))
}

/// What is served whether the history is open or not.
fn always<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{name}", get(assets::serve))
}

/// `ok`, or 503 with the reason while what people type cannot be stored.
async fn health(State(ports): State<Ports>) -> Response {
    match ports.feed.check_writable().await {
        Ok(()) => "ok\n".into_response(),
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, format!("{error}\n")).into_response(),
    }
}

async fn moved_events(Path(part): Path<String>) -> Redirect {
    Redirect::permanent(&console::paths::training_job_tab(console::paths::name_in(&part), "events"))
}

/// A span with the path but without the query, which may hold locations.
fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", method = %request.method(), path = request.uri().path(), id)
}

fn fault() -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, "The console had a problem of its own; its log names the cause. Try again.\n")
        .into_response()
}
