//! A scan that is running: the page asks for its progress until it ends.

use std::time::Duration;

use console::format;
use leptos::prelude::*;

/// The pause between two requests; the server itself waits a while before it answers.
const PAUSE: Duration = Duration::from_millis(400);

/// Shows how far a scan has come; a live page asks again until the scan ends.
#[component]
pub fn Pending(
    /// What is done, for example `Reading the archive`.
    what: &'static str,
    /// Bytes that were read.
    read: u64,
    /// Bytes that there are.
    size: u64,
    /// Asks again.
    retry: Callback<()>,
) -> impl IntoView {
    Effect::new(move |_| {
        let handle = set_timeout_with_handle(move || retry.run(()), PAUSE);
        if let Ok(handle) = handle {
            on_cleanup(move || handle.clear());
        }
    });
    let percent = read.saturating_mul(100).checked_div(size).unwrap_or_default().min(100);
    view! {
        <div class="pending" role="status">
            <p>{format!("{what}: {} of {} ({percent} %)", format::bytes(read), format::bytes(size))}</p>
            <progress max="100" value=percent aria-label=what></progress>
            <noscript>
                <p class="muted">"Reading continues in the background. Reload the page to see its progress."</p>
            </noscript>
        </div>
    }
}
