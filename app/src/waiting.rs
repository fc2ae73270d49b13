//! The page in place of every other before the history of the account is open. It has no scripts, because what they
//! would request is not there yet.

use console::error::AppError;
use http::request::Parts;
use leptos::prelude::*;

use crate::{
    shell::{Assets, head},
    theme::Theme,
    ui::{Alert, AlertKind, ErrorDetails, Icon, IconName, LinkButton},
};

/// Seconds after which the page loads itself again.
pub const SECONDS: u32 = 5;

/// Why the history is not open, in a sentence. Without an error AWS has not answered yet.
pub fn sentence(error: Option<&AppError>) -> String {
    match error {
        Some(error) => error.to_string(),
        None => "AWS has not confirmed the console's credentials yet.".to_owned(),
    }
}

/// The document in answer to a request.
pub fn document(request: Parts, assets: Assets, error: Option<AppError>) -> String {
    Owner::new().with(|| {
        provide_context(request);
        view! { <Document assets=assets error=error /> }.to_html()
    })
}

#[component]
fn Document(
    /// Names of the style sheet and the icon.
    assets: Assets,
    /// Why the history is not open; `None` before AWS has answered.
    error: Option<AppError>,
) -> impl IntoView {
    let is_of_account = !matches!(error, Some(AppError::Internal(_)));
    let title = if is_of_account { "The AWS account is not known yet" } else { "The history is not open yet" };
    let kind = if error.is_some() { AlertKind::Error } else { AlertKind::Info };
    let message = sentence(error.as_ref());
    let own = view! {
        <meta http-equiv="refresh" content=SECONDS.to_string() />
        <title>{format!("{title} · Baton")}</title>
    };
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=Theme::of_request().attribute()>
            {head(assets.icon, assets.css, own)}
            <body>
                <header class="top-bar">
                    <span class="product">
                        <Icon name=IconName::Baton />
                        <span class="top-bar-word">"Baton"</span>
                    </span>
                </header>
                <main id="content" class="page">
                    <div class="page-head">
                        <h1>{title}</h1>
                    </div>
                    <Alert kind=kind title=message>
                        {error.map(|error| view! { <ErrorDetails error=error /> })}
                        <p>
                            "The console keeps a history for each account and opens it when AWS has confirmed the account. \
                            Until then jobs and drafts are not shown, and nothing can be created. Nothing is lost: running jobs continue."
                        </p>
                        <p>
                            {format!("The console tries again automatically, and this page reloads every {SECONDS} seconds.")}
                        </p>
                        <p>
                            <LinkButton href="">"Try again"</LinkButton>
                        </p>
                    </Alert>
                </main>
            </body>
        </html>
    }
}
