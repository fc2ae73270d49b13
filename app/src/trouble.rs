//! What every page says while the console cannot reach its target and the page may be out of date.

use console::{data::history, error::AppError, format};
use domain::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    page_resource::{PageResource, blocking_page_resource},
    ui::{Alert, AlertKind, RelativeTime},
};

/// What stands between the console and the target; shared by all pages.
#[derive(Clone, Copy)]
pub struct Trouble(PageResource<Result<Option<history::Trouble>, AppError>>);

impl Trouble {
    /// The last moment at which the history was up to date; `None` while it is. Tracked.
    pub fn since(self) -> Option<Timestamp> {
        self.0.get()?.ok()??.since
    }

    /// Asks again: something heard of a change.
    pub fn ask_again(self) {
        self.0.refetch();
    }
}

/// Gives [`Trouble`] to all pages.
pub fn provide() {
    provide_context(Trouble(blocking_page_resource(|| (), |()| target_trouble())));
}

/// What keeps the history from being brought up to date; `None` while nothing does.
///
/// # Errors
/// Only when the call does not reach the server.
#[server(prefix = "/api", endpoint = "target-trouble")]
pub async fn target_trouble() -> Result<Option<history::Trouble>, AppError> {
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
            let trouble = trouble.0.await.ok().flatten();
            trouble.map(|trouble| view! { <Alert kind=AlertKind::Warning title=trouble.sentence /> })
        })
    };
    view! {
        <div role="status">
            <Transition fallback=|| ()>{content}</Transition>
        </div>
    }
    .into_any()
}

/// How old is what a page shows: `updated 3 s ago`, with a dot that is green while the page receives changes. While the console
/// hears nothing of its target the dot is amber, and the words say since when.
#[component]
pub fn UpdatedNote(
    /// When the page heard something last.
    at: Signal<Timestamp>,
    /// Whether the page receives changes.
    connected: Signal<bool>,
) -> impl IntoView {
    let trouble = use_context::<Trouble>();
    let since = Memo::new(move |_| trouble.and_then(Trouble::since));
    let title = move || match (since.get(), connected.get()) {
        (Some(_), _) => "What is shown may have changed since.",
        (None, true) => "The page updates automatically.",
        (None, false) => "Not connected: reload the page for changes.",
    };
    let words = move || match since.get() {
        Some(since) => view! {
            "not updated since "
            <time datetime=format::iso_utc(since) title=format::exact_utc(since)>
                {format::time_of_day(since)} " UTC"
            </time>
        }
        .into_any(),
        None => view! { "updated " <RelativeTime at=at /> }.into_any(),
    };
    view! {
        <span
            class="muted live-note"
            class:live=move || connected.get() && since.get().is_none()
            class:out-of-date=move || since.get().is_some()
            title=title
        >
            <span>{words}</span>
        </span>
    }
}
