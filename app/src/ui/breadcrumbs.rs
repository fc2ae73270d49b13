//! Where the page stands.

use leptos::prelude::*;

use crate::ui::{Icon, IconName};

/// One step of the way to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// Its words.
    pub words: String,
    /// Its address; the page itself has none.
    pub href: Option<String>,
}

impl Crumb {
    /// A step that can be gone back to.
    pub fn link(words: impl Into<String>, href: impl Into<String>) -> Self {
        Self { words: words.into(), href: Some(href.into()) }
    }

    /// The page itself.
    pub fn here(words: impl Into<String>) -> Self {
        Self { words: words.into(), href: None }
    }
}

/// The way from the section's first page to this one.
#[component]
pub fn Breadcrumbs(
    /// The steps, the page itself last.
    #[prop(into)]
    crumbs: Signal<Vec<Crumb>>,
) -> impl IntoView {
    let step = |(index, crumb): (usize, Crumb)| {
        let arrow = (index > 0).then(|| view! { <Icon name=IconName::ChevronRight /> });
        let words = match crumb.href {
            Some(href) => view! { <a href=href>{crumb.words}</a> }.into_any(),
            None => view! { <span aria-current="page">{crumb.words}</span> }.into_any(),
        };
        view! { <li>{arrow} {words}</li> }
    };
    view! {
        <nav class="breadcrumbs" aria-label="Breadcrumbs">
            <ol>{move || crumbs.get().into_iter().enumerate().map(step).collect_view()}</ol>
        </nav>
    }
}
