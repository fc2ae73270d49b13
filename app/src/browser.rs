//! The few calls into the browser that have no component of their own.
//!
//! They are made from effects and event handlers only, which never run on the server.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlDocument, HtmlElement};

pub mod event_stream;

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

/// Sets a cookie.
pub fn set_cookie(cookie: &str) {
    if let Ok(document) = document().dyn_into::<HtmlDocument>() {
        // Fails in a sandboxed frame only; the choice is then not remembered.
        let _ = document.set_cookie(cookie);
    }
}

/// Puts text on the clipboard; `done` hears whether that worked.
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

/// Moves the focus to the element with this id.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Fails for elements that cannot have the focus.
        let _ = element.focus();
    }
}
