//! Scrolling the page, and elements into view.

use leptos::prelude::*;

/// Scrolls the element with this id into view, by as little as it takes.
pub fn scroll_into_view(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let how = web_sys::ScrollIntoViewOptions::new();
        how.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&how);
    }
}

/// Scrolls a strip of links sideways until its current link is in view; the page stays where it is.
pub fn scroll_to_current(strip: &web_sys::Element) {
    let Some(current) = strip.query_selector("[aria-current]").ok().flatten() else { return };
    let (own, around) = (current.get_bounding_client_rect(), strip.get_bounding_client_rect());
    if own.right() > around.right() || own.left() < around.left() {
        strip.scroll_by_with_x_and_y(own.left() - around.left() - (around.width() - own.width()) / 2.0, 0.0);
    }
}

/// Scrolls the region around an element so that the element is in its middle; the page stays where it is.
pub fn center_in_region(id: &str) {
    let Some(element) = document().get_element_by_id(id) else { return };
    let Some(frame) = element.closest("[role=region]").ok().flatten() else { return };
    let (own, around) = (element.get_bounding_client_rect(), frame.get_bounding_client_rect());
    let across = own.left() - around.left() - (around.width() - own.width()) / 2.0;
    let down = own.top() - around.top() - (around.height() - own.height()) / 2.0;
    frame.scroll_by_with_x_and_y(across, down);
}

/// Scrolls the list around an element sideways so that the element is in its middle; the page stays where it is.
pub fn center_in_list(id: &str) {
    let Some(element) = document().get_element_by_id(id) else { return };
    let Some(list) = element.closest("ol, ul").ok().flatten() else { return };
    let (own, around) = (element.get_bounding_client_rect(), list.get_bounding_client_rect());
    list.scroll_by_with_x_and_y(own.left() - around.left() - (around.width() - own.width()) / 2.0, 0.0);
}

/// How far the page is scrolled, in pixels.
pub fn scroll_top() -> f64 {
    window().scroll_y().unwrap_or_default()
}

/// Scrolls the page to a place as soon as it is tall enough, and calls `done`. A page that stays shorter is scrolled to its end.
pub fn scroll_when_tall_enough(place: f64, done: impl Fn() + 'static) {
    scroll_within(MAX_FRAMES, place, done);
}

/// Frames that a page gets to become as tall as it was, about half a second.
const MAX_FRAMES: u32 = 30;

fn scroll_within(frames: u32, place: f64, done: impl Fn() + 'static) {
    request_animation_frame(move || {
        window().scroll_to_with_x_and_y(0.0, place);
        if frames == 0 || (scroll_top() - place).abs() < 1.0 {
            done();
        } else {
            scroll_within(frames - 1, place, done);
        }
    });
}
