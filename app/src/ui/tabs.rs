//! Parts of a page, each with its own address; and parts of a card that are chosen on the page.

use console::paths::decode;
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
        // On a narrow page the current tab may be out of view. It is marked one frame later.
        request_animation_frame(move || {
            if let Some(nav) = nav.try_get_untracked().flatten() {
                browser::scroll_to_current(&nav);
            }
        });
    });
    let tab = move |tab: Tab| {
        // An address may have been typed with signs that links encode.
        let own = decode(&tab.href);
        let current = move || (decode(path.get().trim_end_matches('/')) == own).then_some("page");
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

/// One of the tabs of a [`TabList`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TabChoice {
    /// What tells it from the others, as part of element ids.
    pub key: &'static str,
    /// Its words.
    pub words: &'static str,
}

/// The tabs above a few [`TabPanel`]s, of which one is shown. The arrow keys go from tab to tab.
///
/// Source: ARIA Authoring Practices, "Tabs With Automatic Activation".
#[component]
pub fn TabList(
    /// What the ids begin with: a tab's is `<id>-tab-<key>`, a panel's `<id>-<key>`.
    id: &'static str,
    /// What the parts are, for assistive technology.
    label: &'static str,
    /// The class of the list.
    class: &'static str,
    /// The tabs.
    tabs: Vec<TabChoice>,
    /// Key of the tab whose panel is shown.
    chosen: RwSignal<&'static str>,
) -> impl IntoView {
    let keys: Vec<&'static str> = tabs.iter().map(|tab| tab.key).collect();
    let keys = StoredValue::new(keys);
    let on_key = move |event: &web_sys::KeyboardEvent, own: &str| {
        if let Some(next) = keys.with_value(|keys| next_key(keys, own, &event.key())) {
            event.prevent_default();
            chosen.set(next);
            browser::focus(&tab_id(id, next));
        }
    };
    let tab = move |TabChoice { key, words }: TabChoice| {
        let is_chosen = move || chosen.get() == key;
        view! {
            <button
                type="button"
                role="tab"
                id=tab_id(id, key)
                aria-controls=format!("{id}-{key}")
                aria-selected=move || if is_chosen() { "true" } else { "false" }
                tabindex=move || if is_chosen() { "0" } else { "-1" }
                on:click=move |_| chosen.set(key)
                on:keydown=move |event| on_key(&event, key)
            >
                {words}
            </button>
        }
    };
    view! {
        <div class=class role="tablist" aria-label=label>
            {tabs.into_iter().map(tab).collect_view()}
        </div>
    }
}

/// What a tab of a [`TabList`] shows.
#[component]
pub fn TabPanel(
    /// What the ids begin with.
    id: &'static str,
    /// The tab's key.
    key: &'static str,
    /// Key of the tab whose panel is shown.
    chosen: RwSignal<&'static str>,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <div role="tabpanel" id=format!("{id}-{key}") aria-labelledby=tab_id(id, key) class:away=move || chosen.get() != key>
            {children()}
        </div>
    }
}

fn tab_id(id: &str, key: &str) -> String {
    format!("{id}-tab-{key}")
}

/// The tab that a pressed key leads to from another; `None` for keys that lead nowhere.
fn next_key(keys: &[&'static str], own: &str, pressed: &str) -> Option<&'static str> {
    let place = keys.iter().position(|key| *key == own).unwrap_or_default();
    let next = match pressed {
        "ArrowRight" => (place + 1) % keys.len(),
        "ArrowLeft" => (place + keys.len() - 1) % keys.len(),
        "Home" => 0,
        "End" => keys.len() - 1,
        _ => return None,
    };
    keys.get(next).copied()
}

#[cfg(test)]
mod tests {
    use super::next_key;

    #[test]
    fn arrow_keys_go_round() {
        let next = |own, pressed| next_key(&["json", "cli", "sdk"], own, pressed);
        assert_eq!(next("sdk", "ArrowRight"), Some("json"));
        assert_eq!(next("json", "ArrowLeft"), Some("sdk"));
        assert_eq!(next("cli", "Home"), Some("json"));
        assert_eq!(next("cli", "End"), Some("sdk"));
        assert_eq!(next("cli", "Enter"), None);
    }
}
