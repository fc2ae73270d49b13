//! The page's address, the entries of the history, and the links that are followed.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::Element;

/// The query of the page's address now, without the question mark.
pub fn query() -> String {
    let search = window().location().search().unwrap_or_default();
    search.trim_start_matches('?').to_owned()
}

/// The path of the page's address now.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The fragment of the page's address now, with its sign; empty when there is none.
pub fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// Puts another address into the address bar; the page stays as it is.
pub fn replace_address(address: &str) {
    if let Ok(history) = window().history() {
        let state = history.state().unwrap_or_default();
        // Fails for another origin only.
        let _ = history.replace_state_with_url(&state, "", Some(address));
    }
}

/// The state of the current entry of the history, where it is one of our texts.
pub fn history_state() -> Option<String> {
    window().history().ok()?.state().ok()?.as_string()
}

/// Sets the state of the current entry of the history, and its address unless that is `None`.
pub fn replace_history_state(address: Option<&str>, state: &str) {
    if let Ok(history) = window().history() {
        // Fails when a page does this hundreds of times in a few seconds; the entry then is the router's.
        let _ = history.replace_state_with_url(&state.into(), "", address);
    }
}

/// Adds an entry with an address and a state to the history; the page stays as it is.
pub fn push_history_state(address: &str, state: &str) {
    if let Ok(history) = window().history() {
        // Fails as above; *Back* then skips this address.
        let _ = history.push_state_with_url(&state.into(), "", Some(address));
    }
}

/// Calls `handler` with the state of each entry that *Back* or *Forward* leads to, until the owner is gone. The event ends
/// there when `handler` gives true.
pub fn on_popstate(handler: impl Fn(Option<String>) -> bool + 'static) {
    // The router listens at the window too; a capturing listener is called before it.
    let listener = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        if handler(history_state()) {
            event.stop_immediate_propagation();
        }
    });
    let function = listener.as_ref().unchecked_ref::<js_sys::Function>().clone();
    // Fails for unknown events only.
    let _ = window().add_event_listener_with_callback_and_bool("popstate", &function, true);
    let kept = StoredValue::new_local(listener);
    on_cleanup(move || {
        kept.try_with_value(|listener| {
            let _ = window().remove_event_listener_with_callback_and_bool("popstate", listener.as_ref().unchecked_ref(), true);
        });
    });
}

/// Calls `handler` with the address of each link of this site that is followed in this tab, until the owner is gone. The link
/// is not followed when `handler` gives true.
pub fn on_link(handler: impl Fn(String) -> bool + 'static) {
    // The router listens at the window; an event passes the document first.
    let listener = Closure::<dyn Fn(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
        let has_modifier = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        let link = event.target().and_then(|target| target.dyn_into::<Element>().ok()?.closest("a[href]").ok().flatten());
        if has_modifier || event.default_prevented() || event.button() != 0 {
            return;
        }
        let Some(link) = link.filter(|link| !link.has_attribute("target") && !link.has_attribute("download")) else { return };
        let address = link.get_attribute("href").unwrap_or_default();
        if address.starts_with('/') && handler(address) {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    let function = listener.as_ref().unchecked_ref::<js_sys::Function>().clone();
    // Fails for unknown events only.
    let _ = document().add_event_listener_with_callback("click", &function);
    let kept = StoredValue::new_local(listener);
    on_cleanup(move || {
        kept.try_with_value(|listener| {
            let _ = document().remove_event_listener_with_callback("click", listener.as_ref().unchecked_ref());
        });
    });
}

/// Loads the page again.
pub fn reload() {
    // Fails in a sandboxed frame only.
    let _ = window().location().reload();
}
