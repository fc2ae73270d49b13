//! *Input data*: the channel `model` first, then one card per data channel.

pub mod channel_fields;
pub mod model_card;

use console::job_form::{
    draft::{ChannelDraft, Draft, List},
    observations,
    step::Step,
};
use domain::{ChannelField, Field, S3Uri, Severity, algorithm::Algorithm, incremental::MODEL_CHANNEL};
use leptos::prelude::*;

use self::{channel_fields::ChannelFields, model_card::ModelCard};
use crate::{
    create_training_job::{
        fields::{AddButton, ListMessages, RemoveButton},
        state::{FormState, edit_button_id, use_form},
    },
    ui::{Alert, AlertKind, Badge, BadgeKind, Button, HiddenInput},
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

/// One channel.
#[component]
fn ChannelCard(
    /// Its place.
    index: u32,
) -> impl IntoView {
    let form = use_form();
    let place = usize::try_from(index).unwrap_or(usize::MAX);
    let channel = Memo::new(move |_| form.shown.with(|draft| draft.channels.get(place).cloned().unwrap_or_default()));
    let folded = Memo::new(move |_| channel.with(|channel| channel.is_folded));
    let title = Memo::new(move |_| match channel.with(|channel| channel.name.trim().to_owned()) {
        name if name.is_empty() => "New channel".to_owned(),
        name => name,
    });
    let has_errors = Memo::new(move |_| has_errors(form, index));
    let fold = move |is_folded: bool| {
        form.draft.update(|draft| {
            if let Some(channel) = draft.channels.get_mut(place) {
                channel.is_folded = is_folded;
            }
        });
    };
    let done = move |()| {
        for part in ChannelField::ALL {
            form.leave(&Field::Channel(index, *part));
        }
        let wrong = form.violations.with_untracked(|violations| {
            let is_here = |field: &Field| matches!(field, Field::Channel(own, _) if *own == index);
            violations.errors().map(|violation| violation.field.clone()).find(is_here)
        });
        match wrong {
            Some(field) => {
                form.announcement.set(format!("Channel {} needs attention.", title.get_untracked()));
                form.focus(&field);
            }
            None => {
                fold(true);
                form.announcement.set(format!("Channel {} is done.", title.get_untracked()));
                crate::browser::focus_when_shown(edit_button_id(index));
            }
        }
    };
    view! {
        <div class="container channel" role="group" aria-label=title>
            <header class="container-head">
                <h2>{title}</h2>
                <span class="muted channel-summary" hidden=move || !folded.get()>
                    {move || folded.get().then(|| summary(form, &channel.read()))}
                </span>
                {move || (folded.get() && has_errors.get() && form.shows_messages(&Field::Channel(index, ChannelField::S3Uri)))
                    .then(|| view! { <Badge kind=BadgeKind::Warning>"needs attention"</Badge> })}
                <div class="container-end">
                    <ChannelButtons index=index title=title folded=folded />
                </div>
            </header>
            <div class="container-body" class:away=folded>
                <HiddenInput name=format!("draft[channels][{index}][is_folded]") value=Signal::derive(move || folded.get().to_string()) />
                <ModelChannelOffer index=index channel=channel />
                <ChannelFields index=index channel=channel />
                <Button class="live-only" attr:aria-label=move || format!("Done with {}", title.get()) on_press=done>
                    "Done"
                </Button>
            </div>
        </div>
    }
}

/// What a channel named `model` is for, where nobody chose a model yet: the card of the model has its presets and its picker.
#[component]
fn ModelChannelOffer(
    /// The channel's place.
    index: u32,
    /// The channel.
    channel: Memo<ChannelDraft>,
) -> impl IntoView {
    let form = use_form();
    let is_offered = Memo::new(move |_| {
        let is_named = channel.with(|channel| channel.name.trim() == MODEL_CHANNEL);
        let reads_models = |draft: &Draft| draft.known_algorithm().is_some_and(Algorithm::is_incremental);
        is_named && form.shown.with(|draft| reads_models(draft) && draft.source.trim().is_empty())
    });
    let location = Memo::new(move |_| channel.with(|channel| channel.uri.trim().to_owned()));
    let take = move |()| {
        let uri = location.get_untracked();
        form.draft.update(|draft| {
            // The card of the model takes the place of the channel, with its location.
            drop(draft.remove(List::Channels, index));
            draft.source = uri;
        });
        form.look_up_all_locations();
        form.look_up(&Field::Channel(index, ChannelField::Name));
        form.announcement.set("The model's channel is filled in.".to_owned());
    };
    let choose = move |()| {
        // The row can be brought back, as after Remove.
        let removed = form.draft.try_update(|draft| draft.remove(List::Channels, index)).flatten();
        form.removed.set(removed.map(|removed| ("Removed the channel model.".to_owned(), removed)));
        form.announcement.set("Choose the model of an earlier job.".to_owned());
        form.go(Step::StartFrom);
    };
    move || {
        is_offered.get().then(|| {
            let has_location = location.with(|uri| S3Uri::parse(uri).is_ok_and(|uri| uri.is_tar_gz()));
            view! {
                <Alert kind=AlertKind::Info title="The channel model carries the model that the job starts from.">
                    <p>"Baton fills in its settings and compares the values that must match."</p>
                    <p class="button-row live-only">
                        {has_location.then(|| view! { <Button on_press=take>"Start from the model at this location"</Button> })}
                        <Button on_press=choose>"Choose an earlier job's model"</Button>
                    </p>
                </Alert>
            }
        })
    }
}

#[component]
fn ChannelButtons(
    /// The channel's place.
    index: u32,
    /// The channel's name.
    title: Memo<String>,
    /// Whether the card is folded.
    folded: Memo<bool>,
) -> impl IntoView {
    let form = use_form();
    view! {
        <RemoveButton list=List::Channels row=index what=title />
        <Button
            id=edit_button_id(index)
            class="live-only"
            attr:hidden=move || !folded.get()
            attr:aria-label=move || format!("Edit {}", title.get())
            on_press=move |()| form.focus(&Field::Channel(index, ChannelField::Name))
        >
            "Edit"
        </Button>
    }
}

fn has_errors(form: FormState, index: u32) -> bool {
    form.violations.with(|violations| {
        let is_here = |field: &Field| matches!(field, Field::Channel(own, _) if *own == index);
        violations.0.iter().any(|violation| violation.severity == Severity::Error && is_here(&violation.field))
    })
}

/// A folded card's line: mode, distribution, content type, where the data is, and what was found there.
fn summary(form: FormState, channel: &ChannelDraft) -> String {
    let mode = if channel.input_mode.is_empty() { "Job default" } else { &channel.input_mode };
    let found = form.observations.with(|observations| observations.location(&channel.uri).and_then(observations::words));
    let files = [mode, channel.fs_type.trim(), channel.fs_id.trim(), channel.fs_directory.trim(), ""];
    let objects =
        [mode, &channel.distribution, channel.content_type.trim(), channel.uri.trim(), found.as_deref().unwrap_or_default()];
    let parts = if channel.is_file_system() { files } else { objects };
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
