//! The dialog that picks an S3 location for the field that asked for it.

use leptos::prelude::*;

use super::form::{Pick, use_form};
use crate::s3_picker::S3Picker;

/// One dialog for all fields.
#[component]
pub fn Picker() -> impl IntoView {
    let form = use_form();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if form.picking.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        // The dialog closes itself, by Escape or after a choice.
        if !open.get() && form.picking.with_untracked(Option::is_some) {
            form.picking.set(None);
        }
    });
    let start = Signal::derive(move || {
        form.picking
            .with(|pick| match pick.as_ref()? {
                Pick::Field(field) => form.draft.with_untracked(|draft| draft.value(field).map(|value| value.trim().to_owned())),
                Pick::Artifact => Some(form.artifact.get_untracked().trim().to_owned()),
            })
            .unwrap_or_default()
    });
    let on_choose = Callback::new(move |uri: String| match form.picking.get_untracked() {
        Some(Pick::Field(field)) => {
            form.type_into(&field, uri);
            form.leave(&field);
            form.focus(&field);
        }
        Some(Pick::Artifact) => {
            form.artifact.set(uri);
            crate::browser::focus_when_shown("artifact".to_owned());
        }
        None => {}
    });
    view! { <S3Picker open=open start=start on_choose=on_choose /> }
}
