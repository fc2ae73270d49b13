//! The switch between light and dark.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    browser,
    theme::{SetTheme, Theme},
    ui::{Button, ButtonKind, Icon, IconName},
};

const MENU: &str = "theme-menu";

/// A button that opens the choices. With scripts a choice takes effect at once; without, the form is posted and the
/// page comes back in the chosen theme.
#[component]
pub fn ThemeMenu() -> impl IntoView {
    let (chosen, set_chosen) = signal(Theme::of_page());
    view! {
        <Button kind=ButtonKind::Bare class="top-bar-button" attr:popovertarget=MENU>
            <Icon name=IconName::Theme />
            <span class="top-bar-word">"Theme"</span>
        </Button>
        <div id=MENU class="menu theme-menu" popover="auto" role="group" aria-label="Theme">
            <form action=SetTheme::url() method="post">
                {Theme::ALL
                    .map(|theme| {
                        view! {
                            <Button
                                kind=ButtonKind::Bare
                                submit=true
                                attr:name="theme"
                                attr:value=theme.word()
                                attr:aria-pressed=move || (chosen.get() == theme).to_string()
                                on:click=move |event: web_sys::MouseEvent| {
                                    event.prevent_default();
                                    theme.apply();
                                    set_chosen.set(theme);
                                    browser::hide_popover(MENU);
                                }
                            >
                                {theme.label()}
                            </Button>
                        }
                    })
                    .collect_view()}
            </form>
        </div>
    }
}
