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
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Normal => "button",
            Self::Primary => "button button-primary",
            Self::Plain => "button button-plain",
        }
    }
}

/// A button. One with a reason against it stays reachable by keyboard, says that it is disabled, and points at the
/// reason, which stands on the page with the id `<id>-reason` (see [`Reasons`]).
#[component]
pub fn Button(
    /// How much it stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// Whether it submits the form around it.
    #[prop(optional)]
    submit: bool,
    /// Its id; needed with `reason`.
    #[prop(optional)]
    id: &'static str,
    /// Why it cannot be pressed now; `None` when it can.
    #[prop(optional, into)]
    reason: Signal<Option<String>>,
    /// What a press does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let disabled = move || reason.with(Option::is_some);
    let on_click = move |event: web_sys::MouseEvent| {
        if disabled() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            id=(!id.is_empty()).then_some(id)
            class=kind.class()
            aria-disabled=move || disabled().then_some("true")
            aria-describedby=move || disabled().then(|| format!("{id}-reason"))
            on:click=on_click
        >
            {children()}
        </button>
    }
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
    /// Whether it downloads a file.
    #[prop(optional)]
    download: bool,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=kind.class() href=move || href.get() download=download.then_some("")>
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
