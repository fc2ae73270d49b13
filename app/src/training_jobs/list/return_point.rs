//! The way back to the list: *Back* leads to the place on the page that was left, and the breadcrumb of a job to the same
//! question.
//!
//! The browser restores a place only where the page is tall enough at once; the rows come later. So each entry of the history
//! has its place as its state:
//!
//! ```text
//! list scrolled ── place stored ── job opened ── Back ── rows read ── scrolled there ── place stored again
//! ```
//!
//! Until the rows are there nothing is stored: the browser's own attempt ends at the top, and would be taken for the reader's.

use std::time::Duration;

use console::paths;
use leptos::{ev, leptos_dom::helpers::TimeoutHandle, prelude::*};
use leptos_router::hooks::use_location;

use crate::{browser, ui::use_live};

/// The beginning of the state of an entry; the place in pixels follows.
const MARK: &str = "list ";
/// Name under which a tab has the address of the list that it showed last.
const ADDRESS: &str = "training-jobs";
/// Scrolling that pauses this long has ended.
const SCROLL_PAUSE: Duration = Duration::from_millis(100);

/// Keeps the place on the page in the entries of the history, and restores it once `has_rows` holds.
pub fn keep_place(has_rows: impl Fn() -> bool + Copy + Send + Sync + 'static) {
    // A page that is loaded is scrolled by the browser.
    #[cfg(feature = "ssr")]
    let is_loaded = true;
    #[cfg(not(feature = "ssr"))]
    let is_loaded = browser::root_attribute("data-hydrated").is_none();
    let restored = StoredValue::new(false);
    let is_here = use_is_here();
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let store = move || {
        if restored.try_get_value() == Some(true) && is_here() {
            browser::replace_history_state(None, &format!("{MARK}{}", browser::scroll_top()));
        }
    };
    Effect::new(move |_| {
        let place = browser::history_state().as_deref().and_then(place_of).filter(|_| !is_loaded);
        Effect::new(move |_| {
            if !has_rows() || restored.get_value() {
                return;
            }
            let done = move || {
                // The page may have been left meanwhile.
                let _ = restored.try_set_value(true);
            };
            match place {
                Some(place) => browser::scroll_when_tall_enough(place, done),
                None => done(),
            }
        });
        let listener = window_event_listener(ev::scroll, move |_| {
            let later = set_timeout_with_handle(store, SCROLL_PAUSE).ok();
            if let Some(earlier) = timer.try_update_value(|timer| std::mem::replace(timer, later)).flatten() {
                earlier.clear();
            }
        });
        on_cleanup(move || {
            listener.remove();
            if let Some(waiting) = timer.try_update_value(Option::take).flatten() {
                waiting.clear();
            }
        });
        // A link may be followed before the scrolling has paused.
        browser::on_link(move |_| {
            store();
            false
        });
    });
}

/// Remembers in this tab which list is shown.
pub fn remember_address(address: impl Fn() -> String + 'static) {
    let is_here = use_is_here();
    Effect::new(move |_| {
        let address = address();
        if is_here() {
            browser::store_in_tab(ADDRESS, &address);
        }
    });
}

/// Whether the list is still the page that is asked for. The next page takes the list's place, and scrolls it, before the browser
/// has its address.
fn use_is_here() -> impl Fn() -> bool + Copy + 'static {
    let path = use_location().pathname;
    move || path.try_get_untracked().as_deref() == Some(paths::training_jobs().as_str())
}

/// The address of the list that this tab showed last; all jobs before the page is live, and in a tab that showed none.
pub fn use_list_address() -> Signal<String> {
    let live = use_live();
    Signal::derive(move || {
        let remembered = if live.get() { browser::stored_in_tab(ADDRESS) } else { None };
        remembered.filter(|address| is_list(address)).unwrap_or_else(paths::training_jobs)
    })
}

fn is_list(address: &str) -> bool {
    address.split('?').next() == Some(paths::training_jobs().as_str())
}

fn place_of(state: &str) -> Option<f64> {
    state.strip_prefix(MARK)?.parse().ok().filter(|place: &f64| place.is_finite() && *place > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_from_our_own_states_only() {
        assert_eq!(place_of("list 640.5"), Some(640.5));
        for state in ["list 0", "list ", "list NaN", "list -3", "wizard 640"] {
            assert_eq!(place_of(state), None, "{state}");
        }
    }

    #[test]
    fn only_an_address_of_the_list_leads_back() {
        assert!(is_list("/training-jobs") && is_list("/training-jobs?q=digits"));
        for address in ["", "https://example.com", "/training-jobs/digits", "javascript:alert(1)"] {
            assert!(!is_list(address), "{address}");
        }
    }
}
