//! The message on every page while the console cannot reach its target and the page may be out of date.

use console::error::AppError;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::ui::{Alert, AlertKind};

/// What stands between the console and the target, as a sentence; shared by all pages.
#[derive(Clone, Copy)]
pub struct Trouble(Resource<Result<Option<String>, AppError>>);

impl Trouble {
    /// Asks again: something heard of a change.
    pub fn ask_again(self) {
        self.0.refetch();
    }
}

/// Gives [`Trouble`] to all pages.
pub fn provide() {
    provide_context(Trouble(Resource::new_blocking(|| (), |()| target_trouble())));
}

/// What keeps the history from being brought up to date, as a sentence for people; `None` while nothing does.
///
/// # Errors
/// Only when the call does not reach the server.
#[server(prefix = "/api", endpoint = "target-trouble")]
pub async fn target_trouble() -> Result<Option<String>, AppError> {
    // The routes are listed without a backend when the program starts.
    Ok(use_context::<console::ports::Backend>().and_then(|backend| backend.history.trouble()))
}

/// The warning; nothing while the target answers. Asked for again with each page that is opened.
#[component]
pub fn TroubleBar() -> impl IntoView {
    let Some(trouble) = use_context::<Trouble>() else { return ().into_any() };
    let path = use_location().pathname;
    Effect::new(move |opened: Option<()>| {
        path.track();
        if opened.is_some() {
            trouble.ask_again();
        }
    });
    let content = move || {
        Suspend::new(async move {
            // When the call itself fails, the page already says that the connection is lost.
            let sentence = trouble.0.await.ok().flatten();
            sentence.map(|sentence| view! { <Alert kind=AlertKind::Warning title=sentence /> })
        })
    };
    view! {
        <div role="status">
            <Transition fallback=|| ()>{content}</Transition>
        </div>
    }
    .into_any()
}
