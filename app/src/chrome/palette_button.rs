//! The button that opens the command palette.

use leptos::prelude::*;

use super::overlays::{Overlay, Overlays};
use crate::{
    browser,
    ui::{Button, ButtonKind, Icon, IconName, use_live},
};

/// The button in the top bar that opens the palette; it does nothing without scripts, and is then not shown.
#[component]
pub fn PaletteButton() -> impl IntoView {
    let overlays = expect_context::<Overlays>();
    let live = use_live();
    view! {
        <Button
            kind=ButtonKind::Bare
            class="top-bar-button palette-button"
            attr:hidden=move || !live.get()
            on_press=move |()| overlays.open(Overlay::Palette)
        >
            <Icon name=IconName::Search />
            <span class="palette-word">"Search"</span>
            <kbd>{move || if live.get() && browser::is_apple() { "⌘ K" } else { "Ctrl K" }}</kbd>
        </Button>
    }
}
