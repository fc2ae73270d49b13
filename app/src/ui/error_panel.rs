//! What went wrong, what to do, and how to try again.

use console::error::AppError;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    server_call::{set_page_status, status_of},
    ui::{Alert, AlertKind},
};

/// An error in place of the content that it prevented; the page then has the error's status.
#[component]
pub fn ErrorPanel(
    /// What went wrong.
    error: AppError,
    /// Tries again in a live page; without scripts the page is loaded again.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    set_page_status(status_of(&error));
    let location = use_location();
    let here = move || {
        let search = location.search.get();
        let path = location.pathname.get();
        if search.is_empty() { path } else { format!("{path}?{search}") }
    };
    let on_click = move |event: web_sys::MouseEvent| {
        if let Some(retry) = retry {
            event.prevent_default();
            retry.run(());
        }
    };
    view! {
        <Alert kind=AlertKind::Error title=error.to_string()>
            <ErrorDetails error=error.clone() />
            <p>
                <a class="button" href=here rel="external" on:click=on_click>
                    "Try again"
                </a>
            </p>
        </Alert>
    }
}

/// The service's own words, its code and the request id, where the error has them.
#[component]
pub fn ErrorDetails(
    /// What went wrong.
    error: AppError,
) -> impl IntoView {
    match error {
        AppError::Upstream { code, details, request_id, .. } => Some(view! {
            <dl class="error-details">
                <div>
                    <dt>"Error code"</dt>
                    <dd class="mono">{code}</dd>
                </div>
                <div>
                    <dt>"The service says"</dt>
                    <dd>{details}</dd>
                </div>
                {request_id
                    .map(|id| {
                        view! {
                            <div>
                                <dt>"Request id"</dt>
                                <dd class="mono">{id}</dd>
                            </div>
                        }
                    })}
            </dl>
        }),
        _ => None,
    }
}
