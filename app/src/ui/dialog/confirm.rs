//! A question with two answers.

use leptos::prelude::*;

use super::{Dialog, DialogContent};
use crate::ui::{Button, ButtonKind, LinkButton};

/// A dialog that asks before something happens that cannot be undone. It stays open after *confirm*, so that an error has
/// a place; the page sets `open` to false.
///
/// A question that is answered by a posted form is a [`Dialog`] with the form and [`ConfirmContent`] in it.
#[component]
pub fn ConfirmDialog(
    /// Id of the dialog.
    id: &'static str,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Words of the button that closes it.
    cancel: &'static str,
    /// Words of the button that does it.
    #[prop(into)]
    confirm: Signal<&'static str>,
    /// Whether it is being done.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// Does it.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// What is done, in sentences.
    children: Children,
) -> impl IntoView {
    view! {
        <Dialog id=id title=title open=open>
            <ConfirmContent open=open cancel=cancel confirm=confirm pending=pending on_confirm=on_confirm>
                {children()}
            </ConfirmContent>
        </Dialog>
    }
}

/// The sentences of a question and its two buttons.
#[component]
pub fn ConfirmContent(
    /// Whether the dialog is open.
    open: RwSignal<bool>,
    /// Words of the button that closes it.
    cancel: &'static str,
    /// The page without the question, for dialogs that the server renders open; *cancel* leads there without scripts.
    #[prop(optional, into)]
    cancel_href: Option<Signal<String>>,
    /// Words of the button that does it.
    #[prop(into)]
    confirm: Signal<&'static str>,
    /// How much that button stands out.
    #[prop(default = ButtonKind::Primary)]
    kind: ButtonKind,
    /// Whether it is being done.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// Does it; without one the button submits the form around it.
    #[prop(optional, into)]
    on_confirm: Option<Callback<()>>,
    /// What is done, in sentences.
    children: Children,
) -> impl IntoView {
    let close = Callback::new(move |()| open.set(false));
    let confirmed = Callback::new(move |()| {
        if let Some(on_confirm) = on_confirm {
            on_confirm.run(());
        }
    });
    let foot = move || {
        let cancel = match cancel_href {
            Some(href) => view! {
                <LinkButton href=href kind=ButtonKind::Plain on_press=close>
                    {cancel}
                </LinkButton>
            }
            .into_any(),
            None => view! {
                <Button kind=ButtonKind::Plain on_press=close>
                    {cancel}
                </Button>
            }
            .into_any(),
        };
        view! {
            {cancel}
            <Button submit=on_confirm.is_none() kind=kind pending=pending on_press=confirmed>
                {move || confirm.get()}
            </Button>
        }
    };
    view! { <DialogContent foot=foot>{children()}</DialogContent> }
}
