//! Whether the page is live.

use leptos::prelude::*;

/// False on the server and until the page is live, so that both render the same; then true. Controls that do nothing without
/// scripts are shown by it.
pub fn use_live() -> ReadSignal<bool> {
    let (live, set_live) = signal(false);
    Effect::new(move |_| set_live.set(true));
    live
}
