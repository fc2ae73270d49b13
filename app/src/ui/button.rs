//! Buttons, and links that look like them.

use leptos::prelude::*;

/// How much a button stands out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// One of several.
    #[default]
    Normal,
    /// The page's one primary action.
    Primary,
    /// Without a border, for what matters less.
    Plain,
    /// Only an icon; needs `attr:aria-label`.
    Icon,
    /// As a link in a sentence, such as the one that fixes a value.
    Inline,
    /// As a link in a list.
    Link,
    /// As its own class or the list around it says.
    Bare,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Normal => "button",
            Self::Primary => "button button-primary",
            Self::Plain => "button button-plain",
            Self::Icon => "icon-button",
            Self::Inline => "cure",
            Self::Link => "link-button",
            Self::Bare => "",
        }
    }

    /// Its classes and one more, such as `live-only`; `extra` may be empty. `None` when there is no class.
    fn class_with(self, extra: &str) -> Option<String> {
        let classes = format!("{} {extra}", self.class());
        Some(classes.trim().to_owned()).filter(|classes| !classes.is_empty())
    }
}

/// A button. One with a reason against it stays reachable by keyboard, says that it is disabled, and points at the
/// reason, which stands on the page (see [`Reasons`]). Other attributes are given with `attr:`.
#[component]
pub fn Button(
    /// How much it stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// A class besides those of its kind.
    #[prop(optional)]
    class: &'static str,
    /// Whether it submits the form around it.
    #[prop(optional)]
    submit: bool,
    /// Its id; needed with `reason`.
    #[prop(optional, into)]
    id: String,
    /// Why it cannot be pressed now; `None` when it can.
    #[prop(optional, into)]
    reason: Signal<Option<String>>,
    /// Id of the element with the reason, where this is not `<id>-reason`.
    #[prop(optional)]
    reason_id: Option<&'static str>,
    /// Whether what the last press began still goes on; presses do nothing meanwhile.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// What a press does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let described_by = reason_id.map_or_else(|| format!("{id}-reason"), str::to_owned);
    let has_reason = move || reason.with(Option::is_some);
    let is_disabled = move || has_reason() || pending.get();
    let on_click = move |event: web_sys::MouseEvent| {
        if is_disabled() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            id=(!id.is_empty()).then_some(id)
            class=kind.class_with(class)
            aria-disabled=move || is_disabled().then_some("true")
            aria-describedby=move || has_reason().then(|| described_by.clone())
            on:click=on_click
        >
            {children()}
        </button>
    }
}

/// A submit button that exists only where scripts do not run. The browser reads what stands in `<noscript>` as text, so it is
/// written as markup.
#[component]
pub fn NoScriptButton(
    /// The address that the form is sent to.
    #[prop(into)]
    action: String,
    /// Name in the posted form.
    name: &'static str,
    /// Value in the posted form.
    value: String,
    /// Its words.
    words: &'static str,
) -> impl IntoView {
    let button = format!(
        "<button type=\"submit\" class=\"button\" formaction=\"{action}\" formnovalidate name=\"{name}\" value=\"{value}\">{words}</button>"
    );
    view! { <noscript inner_html=button></noscript> }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How much it stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// A class besides those of its kind.
    #[prop(optional)]
    class: &'static str,
    /// Whether it downloads a file.
    #[prop(optional)]
    download: bool,
    /// What a press does on a live page instead of following the link.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let on_click = move |event: web_sys::MouseEvent| {
        if let Some(on_press) = on_press {
            event.prevent_default();
            on_press.run(());
        }
    };
    view! {
        <a class=kind.class_with(class) href=move || href.get() download=download.then_some("") on:click=on_click>
            {children()}
        </a>
    }
}

/// The reasons why buttons cannot be pressed, in plain sight below them.
#[component]
pub fn Reasons(
    /// Id and words of each button, and the reason against it.
    #[prop(into)]
    of: Signal<Vec<(&'static str, &'static str, Option<String>)>>,
) -> impl IntoView {
    let reason = |(id, words, reason): (&'static str, &'static str, Option<String>)| {
        reason.map(|reason| view! { <p id=format!("{id}-reason")>{format!("{words}: {}", lowered(&reason))}</p> })
    };
    view! { <div class="reasons-below">{move || of.get().into_iter().filter_map(reason).collect_view()}</div> }
}

/// A sentence that goes on behind a colon.
fn lowered(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
