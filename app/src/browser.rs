//! The few calls into the browser that have no component of their own.
//!
//! They are made from effects and event handlers only, which never run on the server.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};

mod address;
pub mod event_stream;
mod focus;
mod scroll;
pub mod send;
mod storage;

pub use address::{
    hash, history_state, on_link, on_popstate, path, push_history_state, query, reload, replace_address, replace_history_state,
};
pub use focus::{focus, focus_filter, focus_when_shown, focused_id, is_typing};
pub use scroll::{center_in_list, center_in_region, scroll_into_view, scroll_to_current, scroll_top, scroll_when_tall_enough};
pub use storage::{cookies, remove_stored, set_cookie, store, store_in_tab, stored, stored_in_tab};

/// An attribute of `<html>`.
pub fn root_attribute(name: &str) -> Option<String> {
    document().document_element()?.get_attribute(name)
}

/// Sets or removes an attribute of `<html>`.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    if let Some(root) = document().document_element() {
        // Fails for malformed names only; ours are constants.
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

/// Puts text on the clipboard and calls `done` with whether that worked.
pub fn copy(text: &str, done: impl Fn(bool) + 'static) {
    let copying = wasm_bindgen_futures::JsFuture::from(window().navigator().clipboard().write_text(text));
    leptos::task::spawn_local(async move { done(copying.await.is_ok()) });
}

/// Opens a dialog over the page, with the focus inside.
pub fn show_modal(dialog: &HtmlDialogElement) {
    if dialog.open() {
        // A dialog that the server rendered open is not modal; it must be closed before it can be.
        dialog.close();
    }
    // Fails when the dialog has left the document, and there is then nothing to show.
    let _ = dialog.show_modal();
}

/// Closes the popover with this id, if it is open.
pub fn hide_popover(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Fails when it is not open.
        let _ = element.hide_popover();
    }
}

/// Whether the keyboard has a command key.
pub fn is_apple() -> bool {
    window().navigator().user_agent().is_ok_and(|agent| agent.contains("Mac OS") || agent.contains("iPhone"))
}

/// Waits for this many milliseconds.
pub async fn sleep(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        // Fails in a page that is going away.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}
