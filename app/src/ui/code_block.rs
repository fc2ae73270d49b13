//! Code to read and to copy.

use leptos::prelude::*;

use super::CopyButton;

/// A block of code with a button that copies it. It scrolls by keyboard too.
#[component]
pub fn CodeBlock(
    /// What the code is, for assistive technology.
    #[prop(into)]
    label: String,
    /// The code.
    #[prop(into)]
    code: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="code-block">
            <pre class="code" tabindex="0" role="region" aria-label=label>
                <code>{move || code.get()}</code>
            </pre>
            <CopyButton text=code />
        </div>
    }
}
