//! The question before the form is left with unsaved changes. The browser asks when the page is closed, the page itself
//! when a link is followed.

use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    browser,
    create_training_job::state::{
        autosave::{Autosave, SaveState},
        use_form,
    },
    ui::{Button, ButtonKind, Dialog, DialogContent},
};

/// The guard with its question.
#[component]
pub fn UnloadGuard() -> impl IntoView {
    let autosave = use_form().autosave;
    let open = RwSignal::new(false);
    let target = RwSignal::new(String::new());
    ask_before_leaving(autosave, open, target);
    let navigate = use_navigate();
    let leave = Callback::new(move |()| {
        open.set(false);
        navigate(&target.get_untracked(), NavigateOptions::default());
    });
    // The page is left when the saving has succeeded.
    let leaving = RwSignal::new(false);
    Effect::new(move |_| {
        let is_saved = autosave.state.with(|state| matches!(state, SaveState::Saved));
        if is_saved && leaving.get() {
            leave.run(());
        }
    });
    let save = move |()| {
        leaving.set(true);
        autosave.save();
    };
    let give_up = move |()| {
        autosave.mark_clean();
        leave.run(());
    };
    let reason = move || autosave.state.with(reason_to_ask);
    let can_save = move || autosave.state.with(|state| !matches!(state, SaveState::Conflict(_) | SaveState::Gone));
    let foot = move || {
        view! {
            <Button kind=ButtonKind::Plain on_press=move |()| open.set(false)>
                "Stay"
            </Button>
            <Button on_press=give_up>"Leave without saving"</Button>
            {move || can_save().then(|| view! {
                <Button kind=ButtonKind::Primary on_press=save>
                    "Save and leave"
                </Button>
            })}
        }
    };
    view! {
        <Dialog id="leave" title="Leave the form?" open=open>
            <DialogContent foot=foot>
                <p>{reason}</p>
            </DialogContent>
        </Dialog>
    }
}

/// Lets the browser ask when the page is closed, and opens the dialog when a link is followed; `target` is the link's address.
fn ask_before_leaving(autosave: Autosave, open: RwSignal<bool>, target: RwSignal<String>) {
    Effect::new(move |_| {
        let closing = window_event_listener(ev::beforeunload, move |event| {
            if autosave.is_at_risk() {
                event.prevent_default();
                // Older browsers ask only when this is set.
                event.set_return_value("not saved");
            }
        });
        on_cleanup(move || closing.remove());
        browser::on_link(move |address| {
            let is_asked = autosave.is_at_risk();
            if is_asked {
                target.set(address);
                open.set(true);
            }
            is_asked
        });
    });
}

fn reason_to_ask(state: &SaveState) -> &'static str {
    match state {
        SaveState::Conflict(_) => "Another tab changed this draft, so your changes here are not saved.",
        SaveState::Gone => "The draft was deleted elsewhere, so your changes here are not saved.",
        SaveState::Failed(_) => "The draft could not be saved.",
        _ => "Your last changes are not saved yet.",
    }
}
