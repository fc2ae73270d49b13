//! Code to read and to copy.

mod highlight;

use leptos::prelude::*;

use self::highlight::highlight;
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
    /// Whether it is code of ours, which has colours, and not a text whose language is not known.
    #[prop(optional)]
    coloured: bool,
) -> impl IntoView {
    let content = move || match coloured {
        true => view! { <code inner_html=move || code.with(|code| highlight(code))></code> }.into_any(),
        false => view! { <code>{move || code.get()}</code> }.into_any(),
    };
    view! {
        <div class="code-block">
            <pre class="code" tabindex="0" role="region" aria-label=label>
                {content()}
            </pre>
            <CopyButton text=code />
        </div>
    }
}
