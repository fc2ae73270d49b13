//! The keyboard focus.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Frames within which an element must appear: half a second.
const FRAMES_TO_APPEAR: u32 = 30;

/// Moves the focus to the element with this id.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Fails for elements that cannot have the focus.
        let _ = element.focus();
    }
}

/// Moves the focus to the element with this id as soon as it is shown, which may be some frames later.
pub fn focus_when_shown(id: String) {
    focus_within(id, FRAMES_TO_APPEAR);
}

/// Moves the focus to the page's filter or search field, which stands in an element with the attribute `data-filter`; `false`
/// when the page has none.
pub fn focus_filter() -> bool {
    let found = document().query_selector("[data-filter] input").ok().flatten();
    let input = found.and_then(|element| element.dyn_into::<HtmlElement>().ok());
    input.is_some_and(|input| input.focus().is_ok())
}

/// Id of the element that has the focus.
pub fn focused_id() -> Option<String> {
    Some(document().active_element()?.id()).filter(|id| !id.is_empty())
}

/// Whether the focus is in a field or a dialog, so that pressed keys belong to it.
pub fn is_typing() -> bool {
    document().active_element().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.closest("dialog").ok().flatten().is_some()
    })
}

fn focus_within(id: String, frames: u32) {
    leptos::prelude::request_animation_frame(move || {
        focus(&id);
        if frames > 0 && focused_id().as_deref() != Some(&id) {
            focus_within(id, frames - 1);
        }
    });
}
