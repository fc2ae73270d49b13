//! A moment, relative to now.

use console::format;
use domain::Timestamp;
use leptos::prelude::*;

use crate::clock::use_now;

/// `3 min ago`, with the exact time in UTC for machines and on hover.
#[component]
pub fn RelativeTime(
    /// The moment.
    #[prop(into)]
    at: Signal<Timestamp>,
) -> impl IntoView {
    let now = use_now();
    view! {
        <time datetime=move || format::iso_utc(at.get()) title=move || format::exact_utc(at.get())>
            {move || format::relative(at.get(), now.get())}
        </time>
    }
}
