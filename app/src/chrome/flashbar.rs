//! Results of actions.

use leptos::prelude::*;

use crate::{
    flash::{Flash, FlashKind, use_flashes},
    ui::{Button, ButtonKind, Icon, IconName},
};

/// The bar above the page. A screen reader announces each result.
#[component]
pub fn Flashbar() -> impl IntoView {
    let flashes = use_flashes();
    view! {
        <div class="flashbar" role="status" aria-live="polite">
            <For
                each=move || flashes.all()
                key=|(number, _)| *number
                children=move |(number, flash)| {
                    view! { <FlashView flash=flash on_dismiss=move |()| flashes.dismiss(number) /> }
                }
            />
        </div>
    }
}

#[component]
fn FlashView(
    /// The result.
    flash: Flash,
    /// Takes it away.
    #[prop(into)]
    on_dismiss: Callback<()>,
) -> impl IntoView {
    let (class, icon) = match flash.kind {
        FlashKind::Success => ("flash flash-success", IconName::Success),
        FlashKind::Info => ("flash flash-info", IconName::Info),
        FlashKind::Error => ("flash flash-error", IconName::Failed),
    };
    view! {
        <div class=class>
            <Icon name=icon />
            <p>{flash.text} {flash.link.map(|(href, words)| view! { " " <a href=href>{words}</a> })}</p>
            <Button kind=ButtonKind::Icon attr:aria-label="Dismiss" on_press=on_dismiss>
                <Icon name=IconName::Close />
            </Button>
        </div>
    }
}
