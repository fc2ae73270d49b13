//! A moment, relative to now.

use console::format;
use leptos::prelude::*;

use crate::clock::use_now;

/// `3 min ago`, with the exact time in UTC for machines and on hover.
#[component]
pub fn RelativeTime(
    /// The moment, in Unix milliseconds.
    #[prop(into)]
    at: Signal<i64>,
) -> impl IntoView {
    let now = use_now();
    view! {
        <time datetime=move || format::iso_utc(at.get()) title=move || format::exact_utc(at.get())>
            {move || format::relative(at.get(), now.get())}
        </time>
    }
}
