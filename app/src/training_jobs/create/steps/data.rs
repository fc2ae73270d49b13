//! *Input data*: the channel `model` first, then one card per data channel.

use console::job_form::draft::List;
use domain::Field;
use leptos::prelude::*;

use crate::training_jobs::create::{
    channel::{card::ChannelCard, model_card::ModelCard},
    control::AddButton,
    form::use_form,
    list_messages::ListMessages,
};

/// The step.
#[component]
pub fn DataStep() -> impl IntoView {
    let form = use_form();
    let count = form.count(List::Channels);
    let model = Memo::new(move |_| form.shown.with(|draft| draft.model_channel()));
    view! {
        <ListMessages field=Field::Channels />
        {move || model.get().map(|index| view! { <ModelCard index=index /> })}
        <For each=move || 0..count.get() key=|index| *index let(index)>
            <ChannelCard index=index />
        </For>
        <AddButton list=List::Channels words="Add channel" />
    }
}
