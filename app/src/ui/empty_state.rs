//! What a page says when there is nothing to show.

use leptos::prelude::*;

use super::{Icon, IconName};

/// A heading, what to do first, and the action that does it.
#[component]
pub fn EmptyState(
    /// The icon above.
    icon: IconName,
    /// What is not there.
    #[prop(into)]
    title: String,
    /// What to do first.
    #[prop(into)]
    text: String,
    /// The action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            <Icon name=icon />
            <p class="empty-title">{title}</p>
            <p>{text}</p>
            {children.map(|children| view! { <div class="empty-actions">{children()}</div> })}
        </div>
    }
}
