//! Keyboard shortcuts of all pages, and the dialog that lists them.

use std::time::Duration;

use console::paths;
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_navigate;

use super::overlays::{Overlay, Overlays};
use crate::{
    browser,
    ui::{Dialog, DialogContent},
};

/// How long `g` waits for the second key.
const SECOND_KEY: Duration = Duration::from_millis(1500);

/// Keys and what they do.
const KEYS: [(&str, &str); 10] = [
    ("Ctrl K or ⌘ K", "Go to a page, an action or a job"),
    ("c", "Create training job"),
    ("/", "Filter or search on this page"),
    ("g then j", "Training jobs"),
    ("g then m", "Models"),
    ("g then s", "S3 browser"),
    ("g then d", "Drafts"),
    ("g then ,", "Settings"),
    ("?", "This list"),
    ("Esc", "Close a dialog or a list"),
];

/// Listens to the keys of all pages while nobody types.
#[component]
pub fn Keys() -> impl IntoView {
    let overlays = expect_context::<Overlays>();
    let navigate = use_navigate();
    let after_g = StoredValue::new(false);
    Effect::new(move |_| {
        let navigate = navigate.clone();
        let handle = window_event_listener(ev::keydown, move |event| {
            let key = event.key();
            if (event.ctrl_key() || event.meta_key()) && !event.alt_key() && key.eq_ignore_ascii_case("k") {
                event.prevent_default();
                overlays.toggle_palette();
                return;
            }
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            if overlays.keep_key(&key) {
                event.prevent_default();
                return;
            }
            if browser::is_typing() {
                return;
            }
            let is_second = after_g.try_update_value(std::mem::take).unwrap_or_default();
            if let Some(target) = target_of(&key, is_second) {
                event.prevent_default();
                navigate(&target, Default::default());
                return;
            }
            match key.as_str() {
                "?" => overlays.open(Overlay::Keys),
                "g" => {
                    after_g.set_value(true);
                    set_timeout(
                        move || {
                            // The pages may be gone meanwhile.
                            let _ = after_g.try_set_value(false);
                        },
                        SECOND_KEY,
                    );
                }
                "/" if browser::focus_filter() => event.prevent_default(),
                _ => {}
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// The list of the keys.
#[component]
pub fn KeysDialog() -> impl IntoView {
    let overlays = expect_context::<Overlays>();
    let rows = KEYS.map(|(keys, what)| {
        view! {
            <div>
                <dt>
                    <kbd>{keys}</kbd>
                </dt>
                <dd>{what}</dd>
            </div>
        }
    });
    view! {
        <Dialog id="keys" title="Keyboard shortcuts" open=overlays.keys>
            <DialogContent>
                <dl class="keys">{rows.collect_view()}</dl>
                <p class="muted">"Shortcuts work while the focus is outside a text field."</p>
            </DialogContent>
        </Dialog>
    }
}

/// The page that a key leads to; `is_second` is whether `g` was pressed before it.
fn target_of(key: &str, is_second: bool) -> Option<String> {
    Some(match (is_second, key) {
        (true, "j") => paths::training_jobs(),
        (true, "m") => paths::models(),
        (true, "s") => paths::s3(),
        (true, "d") => paths::drafts(),
        (true, ",") => paths::settings(),
        (_, "c") => paths::create(),
        _ => return None,
    })
}
