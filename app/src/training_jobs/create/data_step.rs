//! *Input data*: the channel `model` first, then one card per data channel.

use domain::{ChannelField, Field};
use leptos::prelude::*;

use super::{
    channel_card::ChannelCard,
    form::{note_of, use_form},
    model_card::ModelCard,
};
use crate::ui::{NoteKind, NoteLine};

/// The step.
#[component]
pub fn DataStep() -> impl IntoView {
    let form = use_form();
    let count = Memo::new(move |_| form.draft.with(|draft| u32::try_from(draft.channels.len()).unwrap_or(u32::MAX)));
    let model = Memo::new(move |_| form.shown.with(|draft| draft.model_channel()));
    let add = move |_| {
        let index = count.get_untracked();
        form.draft.update(|draft| {
            for channel in &mut draft.channels {
                channel.is_folded = channel.is_folded && !channel.uri.trim().is_empty();
            }
            draft.add_channel();
        });
        form.announcement.set("Channel added.".to_owned());
        form.focus(&Field::Channel(index, ChannelField::Name));
    };
    view! {
        <div id=Field::Channels.id() tabindex="-1">
            <ListMessages />
        </div>
        {move || model.get().map(|index| view! { <ModelCard index=index /> })}
        <For each=move || 0..count.get() key=|index| *index let(index)>
            <ChannelCard index=index />
        </For>
        <button type="button" class="button live-only" on:click=add>
            "Add channel"
        </button>
    }
}

/// Messages about the list as a whole, such as a channel that is missing.
#[component]
fn ListMessages() -> impl IntoView {
    let form = use_form();
    let messages = Memo::new(move |_| {
        let speaks = form.speaks(&Field::Channels);
        let notes = form.violations.with(|violations| {
            violations
                .at(&Field::Channels)
                .into_iter()
                .map(|violation| note_of(violation, &form.shown.read()))
                .collect::<Vec<_>>()
        });
        notes.into_iter().filter(|note| speaks || note.kind == NoteKind::Information).collect::<Vec<_>>()
    });
    move || {
        messages
            .get()
            .into_iter()
            .map(|note| view! { <p class="list-message"><NoteLine note=note on_cure=None /></p> })
            .collect_view()
    }
}
