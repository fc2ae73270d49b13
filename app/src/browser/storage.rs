//! What the browser remembers: cookies, local storage, and the storage of a tab.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

/// All cookies that scripts may read, as one text.
pub fn cookies() -> String {
    // Fails in a sandboxed frame only; nothing was remembered then.
    document().dyn_into::<HtmlDocument>().ok().and_then(|document| document.cookie().ok()).unwrap_or_default()
}

/// Sets a cookie.
pub fn set_cookie(cookie: &str) {
    if let Ok(document) = document().dyn_into::<HtmlDocument>() {
        // Fails in a sandboxed frame only; the choice is then not remembered.
        let _ = document.set_cookie(cookie);
    }
}

/// The text in local storage under this name.
pub fn stored(name: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(name).ok().flatten()
}

/// Writes a text to local storage; a browser that does not allow that drops it.
pub fn store(name: &str, text: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(name, text);
    }
}

/// Removes a text from local storage.
pub fn remove_stored(name: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(name);
    }
}

/// The text in the storage of this tab under this name; it survives a reload and not the tab.
pub fn stored_in_tab(name: &str) -> Option<String> {
    window().session_storage().ok().flatten()?.get_item(name).ok().flatten()
}

/// Writes a text to the storage of this tab; a browser that does not allow that drops it.
pub fn store_in_tab(name: &str, text: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.set_item(name, text);
    }
}
