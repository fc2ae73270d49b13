//! A button that puts a text on the clipboard.

use std::time::Duration;

use leptos::prelude::*;

use super::{Icon, IconName, live::use_live};
use crate::browser;

const SHOWN_FOR: Duration = Duration::from_secs(2);

/// Says for two seconds whether it worked. Without scripts it is not shown, since it could do nothing.
#[component]
pub fn CopyButton(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// What is copied, for assistive technology, for example `URI`; the button shows its icon alone then.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let (result, set_result) = signal(None::<bool>);
    let live = use_live();
    let on_click = move |_| {
        browser::copy(&text.get_untracked(), move |copied| {
            set_result.set(Some(copied));
            set_timeout(move || set_result.set(None), SHOWN_FOR);
        });
    };
    let compact = label.is_some();
    let words = move || match result.get() {
        None => "Copy",
        Some(true) => "Copied",
        Some(false) => "Blocked by the browser",
    };
    let icon = move || match result.get() {
        None => IconName::Copy,
        Some(true) => IconName::Success,
        Some(false) => IconName::Warning,
    };
    let name = label.map(|label| move || if result.get() == Some(true) { "Copied".to_owned() } else { format!("Copy {label}") });
    view! {
        <button
            type="button"
            class=if compact { "icon-button copy-button" } else { "button button-plain copy-button" }
            hidden=move || !live.get()
            aria-label=name
            on:click=on_click
        >
            <Icon name=Signal::derive(icon) />
            {(!compact).then_some(words)}
        </button>
    }
}

/// A location, an id or a digest with the button that copies it, which never stands alone on a line.
#[component]
pub fn CopyableText(
    /// The text.
    #[prop(into)]
    text: String,
    /// What is copied, for assistive technology, for example `URI`.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <span class="copyable">
            <span class="mono break-anywhere">{text.clone()}</span>
            <CopyButton text=Signal::stored(text) label=label />
        </span>
    }
}
