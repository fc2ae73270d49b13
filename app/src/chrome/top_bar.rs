//! The bar at the top: product, target, theme, help.

use console::paths;
use leptos::prelude::*;

use super::{NAV_MENU, NavMenu, PaletteButton, ThemeMenu};
use crate::ui::{Button, ButtonKind, Icon, IconName, TargetPill};

/// The first stop of the Tab key: past everything that all pages share.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! {
        <a class="skip-link" href="#content" rel="external">
            "Skip to the content"
        </a>
    }
}

/// The bar. On narrow screens it holds the button that opens the navigation.
#[component]
pub fn TopBar() -> impl IntoView {
    view! {
        <header class="top-bar">
            <Button kind=ButtonKind::Bare class="top-bar-button nav-toggle" attr:popovertarget=NAV_MENU>
                <Icon name=IconName::Menu />
                <span class="visually-hidden">"Menu"</span>
            </Button>
            <NavMenu />
            <a class="product" href=paths::training_jobs()>
                <Icon name=IconName::Baton />
                <span class="top-bar-word">"Baton"</span>
            </a>
            <PaletteButton />
            <TargetPill />
            <ThemeMenu />
            <a class="top-bar-button" href=paths::help()>
                <Icon name=IconName::Help />
                <span class="top-bar-word">"Help"</span>
            </a>
        </header>
    }
}
