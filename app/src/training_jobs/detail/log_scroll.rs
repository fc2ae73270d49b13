//! How far the whole log is scrolled, and whether it follows its end.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use super::virtual_scroll::VirtualScroll;

/// Which part of the log is in view.
#[derive(Clone, Copy)]
pub struct LogScroll {
    /// The element that scrolls.
    pub pane: NodeRef<html::Div>,
    /// Lines of the log.
    length: Memo<u64>,
    /// Whether the pane stays at the end while lines come.
    pub follow: RwSignal<bool>,
    /// How far it is scrolled, in pixels.
    pub top: RwSignal<f64>,
    /// Height of the pane in pixels.
    pub shown: RwSignal<f64>,
    /// The lines in sight: the first, and the one behind the last.
    pub range: Memo<(u64, u64)>,
}

impl LogScroll {
    /// The log scrolls to its end while lines come if `follow` is set.
    pub fn new(length: Memo<u64>, follow: bool) -> Self {
        let pane = NodeRef::<html::Div>::new();
        let (top, shown) = (RwSignal::new(0.0), RwSignal::new(600.0));
        Effect::new(move |_| {
            if let Some(pane) = pane.get() {
                shown.set(f64::from(pane.client_height()));
            }
        });
        let range = Memo::new(move |_| {
            let virtual_scroll = VirtualScroll { lines: length.get(), shown: shown.get() };
            let (first, _) = virtual_scroll.first_visible(top.get());
            (first, (first + virtual_scroll.visible_lines()).min(virtual_scroll.lines))
        });
        Self { pane, length, follow: RwSignal::new(follow), top, shown, range }
    }

    /// The arithmetic for the present size; tracked.
    pub fn virtual_scroll(self) -> VirtualScroll {
        VirtualScroll { lines: self.length.get(), shown: self.shown.get() }
    }

    /// Stays at the end of the log as long as the reader follows it.
    pub fn keep_at_end(self) {
        Effect::new(move |_| {
            if self.follow.get() {
                self.scroll_to(self.virtual_scroll().height());
            }
        });
    }

    /// Goes to a line at each change of it.
    pub fn go_to(self, line: Memo<Option<u64>>) {
        Effect::new(move |_| {
            if let Some(line) = line.get() {
                self.follow.set(false);
                self.scroll_to(untrack(|| self.virtual_scroll()).top_of(line));
            }
        });
    }

    /// Scrolls in the next frame, because the pane gets the height of its new content only then.
    fn scroll_to(self, place: f64) {
        request_animation_frame(move || {
            if let Some(pane) = self.pane.get_untracked() {
                pane.set_scroll_top(pixels(place));
            }
        });
    }

    /// Notes how far the reader scrolled.
    pub fn on_scroll(self, event: &web_sys::Event) {
        let Some(pane) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else { return };
        let (now, end) = (pane.scroll_top(), pane.scroll_height() - pane.client_height());
        // A reader who scrolls up stops following the log.
        let is_up = f64::from(now) + 2.0 < self.top.get_untracked();
        if is_up && end - now > 4 {
            self.follow.set(false);
        }
        self.top.set(f64::from(now));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "at most eight million pixels")]
fn pixels(place: f64) -> i32 {
    place.round() as i32
}
