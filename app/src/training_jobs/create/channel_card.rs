//! The card of one data channel, which folds to one line.

use domain::{
    ChannelField, Field, Severity,
    algorithm::image_classification,
    incremental::MODEL_CHANNEL,
    mode::{Compression, InputMode, RecordWrapper, S3DataDistribution, S3DataType},
};
use leptos::prelude::*;

use super::{
    binding::Binding,
    control::{LocationField, SelectField, TextField, words},
    draft::{ChannelDraft, List},
    form::{Form, use_form},
};
use crate::ui::{Badge, BadgeKind, TextKind};

/// One channel.
#[component]
pub fn ChannelCard(
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
    let done = move |_| {
        for part in PARTS {
            form.leave(&Field::Channel(index, part));
        }
        if !has_errors.get_untracked() {
            fold(true);
            form.announcement.set(format!("Channel {} is done.", title.get_untracked()));
        }
    };
    let remove = move |_| form.remove(List::Channels, index, &format!("Channel {}", title.get_untracked()));
    view! {
        <div class="container channel" role="group" aria-label=title>
            <header class="container-head">
                <h2>{title}</h2>
                <span class="muted channel-summary" hidden=move || !folded.get()>
                    {move || summary(form, &channel.read())}
                </span>
                {move || (folded.get() && has_errors.get() && form.speaks(&Field::Channel(index, ChannelField::S3Uri)))
                    .then(|| view! { <Badge kind=BadgeKind::Warning>"needs attention"</Badge> })}
                <div class="container-end live-only">
                    <button type="button" class="button button-plain" aria-label=move || format!("Remove {}", title.get()) on:click=remove>
                        "Remove"
                    </button>
                    <button
                        type="button"
                        class="button"
                        hidden=move || folded.get()
                        aria-label=move || format!("Done with {}", title.get())
                        on:click=done
                    >
                        "Done"
                    </button>
                    <button
                        type="button"
                        class="button"
                        hidden=move || !folded.get()
                        aria-label=move || format!("Edit {}", title.get())
                        on:click=move |_| form.focus(&Field::Channel(index, ChannelField::S3Uri))
                    >
                        "Edit"
                    </button>
                </div>
            </header>
            <div class="container-body" class:away=folded>
                <input type="hidden" name=format!("draft[channels][{index}][is_folded]") prop:value=move || folded.get().to_string() value=folded.get_untracked().to_string() />
                <div class="form">
                    <Fields index=index channel=channel />
                </div>
            </div>
        </div>
    }
}

#[component]
fn Fields(
    /// The channel's place.
    index: u32,
    /// The channel.
    channel: Memo<ChannelDraft>,
) -> impl IntoView {
    let form = use_form();
    let bind = move |part| Binding::new(form, Field::Channel(index, part));
    let algorithm = &image_classification::ALGORITHM;
    let documented = algorithm.channels.iter().filter(|rule| rule.name != MODEL_CHANNEL);
    let names = documented.map(|rule| (rule.name.to_owned(), rule.purpose.to_owned())).collect();
    let mut content_types: Vec<&str> = algorithm.channels.iter().flat_map(|rule| rule.content_types).copied().collect();
    content_types.sort_unstable();
    content_types.dedup();
    let mut modes = words(InputMode::ALL.iter().map(|mode| mode.as_str()));
    modes.push((String::new(), "The job's".to_owned()));
    let is_augmented =
        Memo::new(move |_| channel.with(|channel| channel.data_type == S3DataType::AugmentedManifestFile.as_str()));
    let type_help = move || match channel.with(|channel| S3DataType::parse(&channel.data_type)) {
        Some(S3DataType::ManifestFile) => "A JSON list that names every object.",
        Some(S3DataType::AugmentedManifestFile) => "JSON lines with the attributes to read; Pipe mode only.",
        _ => "Every object whose key starts with the location: one file, or a folder that ends with a slash.",
    };
    view! {
        <TextField
            binding=bind(ChannelField::Name)
            label="Channel name"
            suggestions=names
            help="The algorithm reads fixed names: train, validation, train_lst, validation_lst."
        />
        <SelectField binding=bind(ChannelField::InputMode) label="Input mode" options=modes help="File downloads before training, Pipe streams." />
        <SelectField
            binding=bind(ChannelField::S3DataDistribution)
            label="S3 data distribution type"
            options=words(S3DataDistribution::ALL.iter().map(|value| value.as_str()))
            help="FullyReplicated gives all data to every instance."
        />
        <SelectField
            binding=bind(ChannelField::Compression)
            label="Compression type"
            options=words(Compression::ALL.iter().map(|value| value.as_str()))
            help="Gzip is decompressed in Pipe mode only."
        />
        <TextField
            binding=bind(ChannelField::ContentType)
            label="Content type"
            kind=TextKind::Code
            suggestions=words(content_types)
            help="application/x-recordio for RecordIO files, application/x-image for image files with a list."
        />
        <SelectField
            binding=bind(ChannelField::RecordWrapper)
            label="Record wrapper"
            options=words(RecordWrapper::ALL.iter().map(|value| value.as_str()))
            help="Files that already are RecordIO need None."
        />
        <SelectField
            binding=bind(ChannelField::S3DataType)
            label="S3 data type"
            options=words(S3DataType::ALL.iter().map(|value| value.as_str()))
            help=Signal::derive(move || type_help().to_owned())
        />
        <TextField
            binding=bind(ChannelField::ShuffleSeed)
            label="Shuffle seed"
            optional=true
            kind=TextKind::WholeNumber
            placeholder="No shuffling"
            help="Shuffles the objects' order anew each epoch."
        />
        <div class="field-wide" class:away=move || !is_augmented.get()>
            <TextField
                binding=bind(ChannelField::AttributeNames)
                label="AugmentedManifestFile attribute names"
                kind=TextKind::Code
                help="Separated by commas, data first and label second, such as source-ref, class."
            />
        </div>
        <LocationField field=Field::Channel(index, ChannelField::S3Uri) label="S3 location" help="In the Region of the job." />
    }
}

const PARTS: [ChannelField; 10] = [
    ChannelField::Name,
    ChannelField::InputMode,
    ChannelField::S3DataDistribution,
    ChannelField::Compression,
    ChannelField::ContentType,
    ChannelField::RecordWrapper,
    ChannelField::S3DataType,
    ChannelField::ShuffleSeed,
    ChannelField::AttributeNames,
    ChannelField::S3Uri,
];

fn has_errors(form: Form, index: u32) -> bool {
    form.violations.with(|violations| {
        let is_here = |field: &Field| matches!(field, Field::Channel(own, _) if *own == index);
        violations.0.iter().any(|violation| violation.severity == Severity::Error && is_here(&violation.field))
    })
}

/// A folded card's line: mode, distribution, content type, where the data is, and what was found there.
fn summary(form: Form, channel: &ChannelDraft) -> String {
    let mode = if channel.input_mode.is_empty() { "The job's mode" } else { &channel.input_mode };
    let found = form.findings.with(|findings| findings.location(&channel.uri).and_then(super::finding::words));
    let parts =
        [mode, &channel.distribution, channel.content_type.trim(), channel.uri.trim(), found.as_deref().unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
