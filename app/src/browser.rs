//! The few calls into the browser that have no component of their own.
//!
//! They are made from effects and event handlers only, which never run on the server.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlDialogElement, HtmlDocument, HtmlElement};

pub mod event_stream;
pub mod send;

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

/// All cookies that scripts may read, as one text.
pub fn cookies() -> String {
    // Fails in a sandboxed frame only; nothing was remembered then.
    document().dyn_into::<HtmlDocument>().ok().and_then(|document| document.cookie().ok()).unwrap_or_default()
}

/// What stands behind the question mark of the page's address now, without it.
pub fn query() -> String {
    let search = window().location().search().unwrap_or_default();
    search.trim_start_matches('?').to_owned()
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

/// Puts another address into the address bar; the page stays as it is.
pub fn replace_address(address: &str) {
    if let Ok(history) = window().history() {
        let state = history.state().unwrap_or_default();
        // Fails for another origin only.
        let _ = history.replace_state_with_url(&state, "", Some(address));
    }
}

/// The path of the page's address now.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The fragment of the page's address now, with its sign; empty when there is none.
pub fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// What the entry of the history in view is marked with.
pub fn address_mark() -> Option<String> {
    window().history().ok()?.state().ok()?.as_string()
}

/// Marks the entry of the history in view, and gives it another address unless that is `None`.
pub fn mark_address(address: Option<&str>, mark: &str) {
    if let Ok(history) = window().history() {
        // Fails when a page does this hundreds of times in a few seconds; the entry then is the router's.
        let _ = history.replace_state_with_url(&mark.into(), "", address);
    }
}

/// Makes an entry of the history with another address and a mark; the page stays as it is.
pub fn push_address(address: &str, mark: &str) {
    if let Ok(history) = window().history() {
        // Fails as above; *Back* then skips this address.
        let _ = history.push_state_with_url(&mark.into(), "", Some(address));
    }
}

/// Called at each way through the history, with the mark of the entry that it leads to, until the owner is gone. When `takes`
/// gives true, nobody else hears of it.
pub fn on_history(takes: impl Fn(Option<String>) -> bool + 'static) {
    // The router listens at the window too; a capturing listener is called before it.
    let hear = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        if takes(address_mark()) {
            event.stop_immediate_propagation();
        }
    });
    let function = hear.as_ref().unchecked_ref::<js_sys::Function>().clone();
    // Fails for no event name that exists.
    let _ = window().add_event_listener_with_callback_and_bool("popstate", &function, true);
    let kept = StoredValue::new_local(hear);
    on_cleanup(move || {
        kept.try_with_value(|hear| {
            let _ = window().remove_event_listener_with_callback_and_bool("popstate", hear.as_ref().unchecked_ref(), true);
        });
    });
}

/// Loads the page again.
pub fn reload() {
    // Fails in a sandboxed frame only.
    let _ = window().location().reload();
}

/// Called at each link of this site that is followed in this tab, until the owner is gone. When `takes` gives true for its
/// address, the link is not followed.
pub fn on_link(takes: impl Fn(String) -> bool + 'static) {
    // The router listens at the window; an event comes by the document before it.
    let hear = Closure::<dyn Fn(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
        let has_modifier = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        let link = event.target().and_then(|target| target.dyn_into::<Element>().ok()?.closest("a[href]").ok().flatten());
        if has_modifier || event.default_prevented() || event.button() != 0 {
            return;
        }
        let Some(link) = link.filter(|link| !link.has_attribute("target") && !link.has_attribute("download")) else { return };
        let address = link.get_attribute("href").unwrap_or_default();
        if address.starts_with('/') && takes(address) {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    let function = hear.as_ref().unchecked_ref::<js_sys::Function>().clone();
    // Fails for no event name that exists.
    let _ = document().add_event_listener_with_callback("click", &function);
    let kept = StoredValue::new_local(hear);
    on_cleanup(move || {
        kept.try_with_value(|hear| {
            let _ = document().remove_event_listener_with_callback("click", hear.as_ref().unchecked_ref());
        });
    });
}

/// Scrolls the element with this id into sight, by as little as it takes.
pub fn reveal(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let how = web_sys::ScrollIntoViewOptions::new();
        how.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&how);
    }
}

/// Scrolls a strip of links sideways so that the one that is marked as current can be seen; the page stays where it is.
pub fn reveal_current(strip: &web_sys::Element) {
    let Some(current) = strip.query_selector("[aria-current]").ok().flatten() else { return };
    let (own, around) = (current.get_bounding_client_rect(), strip.get_bounding_client_rect());
    if own.right() > around.right() || own.left() < around.left() {
        strip.scroll_by_with_x_and_y(own.left() - around.left() - (around.width() - own.width()) / 2.0, 0.0);
    }
}

/// Moves the focus to the page's field for filters or search, which has the attribute `data-filter` around it; `false`
/// when the page has none.
pub fn focus_filter() -> bool {
    let found = document().query_selector("[data-filter] input").ok().flatten();
    let input = found.and_then(|element| element.dyn_into::<HtmlElement>().ok());
    input.is_some_and(|input| input.focus().is_ok())
}

/// Whether the keyboard has a command key.
pub fn is_apple() -> bool {
    window().navigator().user_agent().is_ok_and(|agent| agent.contains("Mac OS") || agent.contains("iPhone"))
}

/// Scrolls the frames around an element so that it stands in their middle; the page itself stays where it is.
pub fn reveal_in(id: &str) {
    let Some(element) = document().get_element_by_id(id) else { return };
    let Some(frame) = element.closest("[role=region]").ok().flatten() else { return };
    let (own, around) = (element.get_bounding_client_rect(), frame.get_bounding_client_rect());
    let across = own.left() - around.left() - (around.width() - own.width()) / 2.0;
    let down = own.top() - around.top() - (around.height() - own.height()) / 2.0;
    frame.scroll_by_with_x_and_y(across, down);
}

/// Scrolls the list around an element sideways so that it stands in the middle; the page itself stays where it is.
pub fn reveal_across(id: &str) {
    let Some(element) = document().get_element_by_id(id) else { return };
    let Some(list) = element.closest("ol, ul").ok().flatten() else { return };
    let (own, around) = (element.get_bounding_client_rect(), list.get_bounding_client_rect());
    list.scroll_by_with_x_and_y(own.left() - around.left() - (around.width() - own.width()) / 2.0, 0.0);
}

/// Id of the element that has the focus.
pub fn focused_id() -> Option<String> {
    Some(document().active_element()?.id()).filter(|id| !id.is_empty())
}

/// Whether keys that are pressed now belong to something that is typed into, or to a dialog.
pub fn is_typing() -> bool {
    document().active_element().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.closest("dialog").ok().flatten().is_some()
    })
}

/// Moves the focus to the element with this id.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Fails for elements that cannot have the focus.
        let _ = element.focus();
    }
}

/// Frames in which an element must appear: half a second.
const FRAMES_TO_APPEAR: u32 = 30;

/// Moves the focus to the element with this id as soon as it can take it, which may be some frames after it was asked for.
pub fn focus_when_shown(id: String) {
    focus_within(id, FRAMES_TO_APPEAR);
}

fn focus_within(id: String, frames: u32) {
    leptos::prelude::request_animation_frame(move || {
        focus(&id);
        if frames > 0 && focused_id().as_deref() != Some(&id) {
            focus_within(id, frames - 1);
        }
    });
}

/// What the browser remembers under a name, for this console only.
pub fn remembered(name: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(name).ok().flatten()
}

/// Remembers a text beyond this visit; a browser that does not allow that forgets it.
pub fn remember(name: &str, text: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(name, text);
    }
}

/// Forgets what was remembered.
pub fn forget(name: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(name);
    }
}

/// Waits for this many milliseconds.
pub async fn pause(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        // Fails in a page that is going away.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}
