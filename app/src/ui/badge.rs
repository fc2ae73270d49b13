//! A few words in a frame, beside a title or a value.

use leptos::prelude::*;

/// What a badge says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BadgeKind {
    /// A fact.
    #[default]
    Info,
    /// Something that was handed on.
    Inherited,
    /// Something to mind.
    Warning,
    /// Something that recedes.
    Quiet,
}

/// A badge.
#[component]
pub fn Badge(
    /// What it says.
    #[prop(optional)]
    kind: BadgeKind,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let class = match kind {
        BadgeKind::Info => "badge",
        BadgeKind::Inherited => "badge badge-inherited",
        BadgeKind::Warning => "badge badge-warning",
        BadgeKind::Quiet => "badge badge-quiet",
    };
    view! { <span class=class>{children()}</span> }
}
