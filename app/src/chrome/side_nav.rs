//! The navigation: beside the page on wide screens, behind the menu button on narrow ones.

use console::paths;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::browser;

/// Id of the menu that the button in the top bar opens.
pub const NAV_MENU: &str = "nav-menu";

/// The navigation beside the page.
#[component]
pub fn SideNav() -> impl IntoView {
    view! {
        <nav class="side-nav" aria-label="Main">
            <NavLinks />
        </nav>
    }
}

/// The same navigation as a menu; the platform's popover opens and closes it, without scripts too.
#[component]
pub fn NavMenu() -> impl IntoView {
    let path = use_location().pathname;
    Effect::new(move |_| {
        path.track();
        browser::hide_popover(NAV_MENU);
    });
    view! {
        <nav id=NAV_MENU class="nav-menu" popover="auto" aria-label="Main">
            <NavLinks />
        </nav>
    }
}

#[component]
fn NavLinks() -> impl IntoView {
    view! {
        <p class="nav-group">"Training"</p>
        <ul>
            <NavLink href=paths::training_jobs() words="Training jobs" />
            <NavLink href=paths::drafts() words="Drafts" />
        </ul>
        <p class="nav-group">"Inference"</p>
        <ul>
            <NavLink href=paths::models() words="Models" />
        </ul>
        <p class="nav-group">"Data"</p>
        <ul>
            <NavLink href=paths::s3() words="S3 browser" />
        </ul>
        <p class="nav-group">"Console"</p>
        <ul>
            <NavLink href=paths::settings() words="Settings" />
        </ul>
    }
}

#[component]
fn NavLink(
    /// Address of the page; all pages below it count as this one.
    href: String,
    /// The link's words.
    words: &'static str,
) -> impl IntoView {
    let path = use_location().pathname;
    let section = href.clone();
    let current = move || {
        let path = path.get();
        let below = path.strip_prefix(section.as_str())?;
        match below {
            "" => Some("page"),
            _ if below.starts_with('/') => Some("true"),
            _ => None,
        }
    };
    view! {
        <li>
            <a href=href aria-current=current>
                {words}
            </a>
        </li>
    }
}
