//! A dialog over the page: the platform's own.

pub mod confirm;

use leptos::{html, prelude::*};

use super::{Icon, IconName};
use crate::browser;

/// A modal dialog that follows a signal. `shown` is whether the server renders it open, for pages that ask a question
/// without scripts; `Escape` and the close button set the signal to false.
#[component]
pub fn Dialog(
    /// Id; the heading gets `<id>-title`.
    id: &'static str,
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Whether it is as wide as a page's part.
    #[prop(optional)]
    wide: bool,
    /// The content.
    children: Children,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    // The server's page may show the dialog open; the attribute must be the same while the page becomes live.
    let rendered_open = open.get_untracked();
    Effect::new(move |_| {
        let Some(dialog) = element.get() else { return };
        if open.get() {
            browser::show_modal(&dialog);
        } else if dialog.open() {
            dialog.close();
        }
    });
    let title_id = format!("{id}-title");
    view! {
        <dialog
            node_ref=element
            id=id
            class="dialog"
            class:dialog-wide=wide
            open=rendered_open
            aria-labelledby=title_id.clone()
            on:close=move |_| open.set(false)
        >
            <header class="dialog-head">
                <h2 id=title_id.clone()>{move || title.get()}</h2>
                <form method="dialog">
                    <button type="submit" class="icon-button" aria-label="Close">
                        <Icon name=IconName::Close />
                    </button>
                </form>
            </header>
            {children()}
        </dialog>
    }
}

/// What a dialog shows below its title, and the buttons at its end.
#[component]
pub fn DialogContent(
    /// The buttons, the one that closes the dialog first. A dialog may have none.
    #[prop(optional, into)]
    foot: Option<ViewFnOnce>,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="dialog-body">{children()}</div>
        {foot.map(|foot| view! { <footer class="dialog-foot">{foot.run()}</footer> })}
    }
}

/// The open state of a dialog that asks about `subject`. The dialog opens when there is a subject and clears it when it is
/// closed; `on_close` is called then.
pub fn open_while<T: Send + Sync + 'static>(subject: RwSignal<Option<T>>, on_close: impl Fn() + 'static) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(subject.with(Option::is_some)));
    Effect::new(move |_| {
        // Setting it again would wake the effect above for ever.
        if !open.get() && subject.with_untracked(Option::is_some) {
            subject.set(None);
            on_close();
        }
    });
    open
}
