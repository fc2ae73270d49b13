//! The dialogs that every page has, whose code comes when one of them is asked for.

use leptos::prelude::*;

use super::entries;
use crate::{
    chrome::Overlays,
    flash::{Flash, FlashKind, use_flashes},
};

/// Nothing until the palette or the list of keys is asked for; the server renders neither, since both need scripts.
#[component]
pub fn LazyOverlays() -> impl IntoView {
    let overlays = expect_context::<Overlays>();
    let flashes = use_flashes();
    let dialogs = move || {
        Suspend::new(async move {
            match entries::overlays().await {
                Ok(dialogs) => Some(dialogs),
                Err(_) => {
                    overlays.give_up();
                    flashes.push(Flash::new(
                        FlashKind::Error,
                        "This part of the page could not be loaded: the console did not answer, or it was replaced by another \
                         version. Try again, or reload the page.",
                    ));
                    None
                }
            }
        })
    };
    move || overlays.is_needed.get().then(dialogs)
}
