//! A message that stands out from the page.

use leptos::prelude::*;

use super::{Icon, IconName};

/// What an alert says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AlertKind {
    /// Good to know.
    #[default]
    Info,
    /// It worked.
    Success,
    /// Something to mind.
    Warning,
    /// Something is wrong.
    Error,
}

/// A framed message with a heading.
#[component]
pub fn Alert(
    /// What it says.
    #[prop(optional)]
    kind: AlertKind,
    /// The message in one sentence.
    #[prop(into)]
    title: String,
    /// What it means and what to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (class, icon, word) = match kind {
        AlertKind::Info => ("alert alert-info", IconName::Info, "Information: "),
        AlertKind::Success => ("alert alert-success", IconName::Success, "Success: "),
        AlertKind::Warning => ("alert alert-warning", IconName::Warning, "Warning: "),
        AlertKind::Error => ("alert alert-error", IconName::Failed, "Error: "),
    };
    view! {
        <div class=class>
            <Icon name=icon />
            <div class="alert-body">
                <p class="alert-title">
                    <span class="visually-hidden">{word}</span>
                    {title}
                </p>
                {children.map(|children| children())}
            </div>
        </div>
    }
}
