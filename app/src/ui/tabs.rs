//! Parts of a page, each with its own address.

use leptos::{html, prelude::*};
use leptos_router::hooks::use_location;

use crate::browser;

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Its words.
    pub words: &'static str,
    /// Its address.
    pub href: String,
}

/// Links to all parts; the one that is shown is marked.
#[component]
pub fn Tabs(
    /// What the parts belong to, for assistive technology.
    label: &'static str,
    /// The parts.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
) -> impl IntoView {
    let path = use_location().pathname;
    let nav = NodeRef::<html::Nav>::new();
    Effect::new(move |_| {
        path.track();
        // On a narrow page the part that is shown may be out of sight; it is marked in the frame after this one.
        request_animation_frame(move || {
            if let Some(nav) = nav.try_get_untracked().flatten() {
                browser::reveal_current(&nav);
            }
        });
    });
    let tab = move |tab: Tab| {
        let href = tab.href.clone();
        let current = move || (path.get().trim_end_matches('/') == href).then_some("page");
        view! {
            <a href=tab.href aria-current=current>
                {tab.words}
            </a>
        }
    };
    view! {
        <nav node_ref=nav class="tabs" aria-label=label>
            {move || tabs.get().into_iter().map(tab).collect_view()}
        </nav>
    }
}
