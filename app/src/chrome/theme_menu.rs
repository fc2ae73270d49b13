//! The switch between light and dark.

use leptos::prelude::*;

use crate::{
    browser,
    theme::{SetTheme, Theme},
    ui::{Icon, IconName},
};

const MENU: &str = "theme-menu";

/// A button that opens the choices. With scripts a choice takes effect at once; without, the form is posted and the
/// page comes back in the chosen theme.
#[component]
pub fn ThemeMenu() -> impl IntoView {
    let action = ServerAction::<SetTheme>::new();
    let (chosen, set_chosen) = signal(Theme::of_page());
    view! {
        <button type="button" class="top-bar-button" popovertarget=MENU>
            <Icon name=IconName::Theme />
            <span class="top-bar-word">"Theme"</span>
        </button>
        <div id=MENU class="menu theme-menu" popover="auto" role="group" aria-label="Theme">
            <ActionForm action=action>
                {Theme::ALL
                    .map(|theme| {
                        view! {
                            <button
                                type="submit"
                                name="theme"
                                value=theme.word()
                                aria-pressed=move || (chosen.get() == theme).to_string()
                                on:click=move |event| {
                                    event.prevent_default();
                                    theme.apply();
                                    set_chosen.set(theme);
                                    browser::hide_popover(MENU);
                                }
                            >
                                {theme.label()}
                            </button>
                        }
                    })
                    .collect_view()}
            </ActionForm>
        </div>
    }
}
