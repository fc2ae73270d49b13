//! The fields of one channel.

use console::job_form::draft::{ChannelDraft, FILE_SYSTEM, S3};
use domain::{
    ChannelField, Field,
    algorithm::Algorithm,
    mode::{Compression, InputMode, RecordWrapper, S3DataDistribution, S3DataType},
};
use leptos::prelude::*;

use crate::{
    create_training_job::{
        fields::{Binding, RadioField, SelectField, TextField, location::LocationField, words},
        state::use_form,
    },
    ui::TextKind,
};

/// All fields, in the page's order.
#[component]
pub fn ChannelFields(
    /// The channel's place.
    index: u32,
    /// The channel.
    channel: Memo<ChannelDraft>,
) -> impl IntoView {
    let form = use_form();
    let bind = move |part| Binding::new(form, Field::Channel(index, part));
    let algorithm = Memo::new(move |_| form.shown.with(|draft| draft.known_algorithm()));
    let is_file_system = Memo::new(move |_| channel.with(ChannelDraft::is_file_system));
    let is_s3 = Memo::new(move |_| !is_file_system.get());
    let name_help = move || match algorithm.get().map(names_of) {
        Some(names) if !names.is_empty() => {
            let names: Vec<String> = names.into_iter().map(|(name, _)| name).collect();
            format!("Channels of this algorithm: {}.", names.join(", "))
        }
        _ => "Your container finds the data in a folder of this name.".to_owned(),
    };
    let content_help = move || {
        let own = || "Your container reads it from the settings of its channels.".to_owned();
        algorithm.get().map_or_else(own, Algorithm::content_type_help)
    };
    let modes = with_unset(words(InputMode::ALL.iter().map(|mode| mode.as_str())), "Job default");
    view! {
        <div class="form">
            <TextField
                binding=bind(ChannelField::Name)
                label="Channel name"
                suggestions=Signal::derive(move || algorithm.get().map(names_of).unwrap_or_default())
                help=Signal::derive(name_help)
            />
            <SelectField binding=bind(ChannelField::InputMode) label="Input mode" options=modes help="File downloads before training, Pipe streams." />
            <TextField
                binding=bind(ChannelField::ContentType)
                label="Content type"
                kind=TextKind::Code
                suggestions=Signal::derive(move || algorithm.get().map(content_types_of).unwrap_or_default())
                help=Signal::derive(content_help)
            />
            <ReadingFields index=index />
            <RadioField
                binding=bind(ChannelField::Source)
                label="Data source"
                options=vec![(S3, "S3"), (FILE_SYSTEM, "File system")]
            />
        </div>
        <div class="form form-part" class:away=is_file_system>
            <S3Fields index=index channel=channel />
        </div>
        <div class="form form-part" class:away=is_s3>
            <FileSystemFields index=index />
        </div>
    }
}

/// How the objects are read.
#[component]
fn ReadingFields(
    /// The channel's place.
    index: u32,
) -> impl IntoView {
    let form = use_form();
    let bind = move |part| Binding::new(form, Field::Channel(index, part));
    view! {
        <SelectField
            binding=bind(ChannelField::Compression)
            label="Compression type"
            options=with_unset(words(Compression::ALL.iter().map(|value| value.as_str())), "None (omit from request)")
            help="Gzip is decompressed in Pipe mode only."
        />
        <SelectField
            binding=bind(ChannelField::RecordWrapper)
            label="Record wrapper"
            options=with_unset(words(RecordWrapper::ALL.iter().map(|value| value.as_str())), "None (omit from request)")
            help="Files that already are RecordIO need None."
        />
        <TextField
            binding=bind(ChannelField::ShuffleSeed)
            label="Shuffle seed"
            optional=true
            kind=TextKind::Number
            placeholder="No shuffling"
            help="Shuffles the order of the objects in each epoch."
        />
    }
}

#[component]
fn S3Fields(
    /// The channel's place.
    index: u32,
    /// The channel.
    channel: Memo<ChannelDraft>,
) -> impl IntoView {
    let form = use_form();
    let bind = move |part| Binding::new(form, Field::Channel(index, part));
    let data_type = Memo::new(move |_| channel.with(|channel| S3DataType::parse(&channel.data_type)));
    let has_no_attributes = Memo::new(move |_| {
        // Names that came with a request stay visible, because there is a message about them.
        data_type.get() != Some(S3DataType::AugmentedManifestFile) && channel.with(|channel| channel.attributes.trim().is_empty())
    });
    let type_help = move || match data_type.get() {
        Some(S3DataType::ManifestFile) => "A JSON list that names every object.",
        Some(S3DataType::AugmentedManifestFile) => "JSON lines with the attributes to read; Pipe mode only.",
        _ => "Every object whose key starts with the location: one file, or a folder that ends with a slash.",
    };
    view! {
        <SelectField
            binding=bind(ChannelField::S3DataType)
            label="S3 data type"
            options=words(S3DataType::ALL.iter().map(|value| value.as_str()))
            help=Signal::derive(move || type_help().to_owned())
        />
        <SelectField
            binding=bind(ChannelField::S3DataDistribution)
            label="S3 data distribution type"
            options=with_unset(words(S3DataDistribution::ALL.iter().map(|value| value.as_str())), "FullyReplicated (omit from request)")
            help="FullyReplicated gives all data to every instance."
        />
        <LocationField field=Field::Channel(index, ChannelField::S3Uri) label="S3 location" help="In the Region of the job." />
        <div class="field-wide" class:away=has_no_attributes>
            <TextField
                binding=bind(ChannelField::AttributeNames)
                label="AugmentedManifestFile attribute names"
                kind=TextKind::Code
                help="Separated by commas, data first and label second, such as source-ref, class."
            />
        </div>
    }
}

#[component]
fn FileSystemFields(
    /// The channel's place.
    index: u32,
) -> impl IntoView {
    let form = use_form();
    let bind = move |part| Binding::new(form, Field::Channel(index, part));
    view! {
        <SelectField binding=bind(ChannelField::FileSystemType) label="File system type" options=words(["EFS", "FSxLustre"]) />
        <TextField
            binding=bind(ChannelField::FileSystemId)
            label="File system ID"
            kind=TextKind::Code
            placeholder="fs-0123456789abcdef0"
            help="The job needs a VPC from which the file system can be reached."
        />
        <TextField
            binding=bind(ChannelField::FileSystemDirectory)
            label="Directory path"
            kind=TextKind::Code
            placeholder="/datasets/train"
            help="The directory in the file system; for FSx for Lustre it begins with the mount name."
        />
        <SelectField
            binding=bind(ChannelField::FileSystemAccess)
            label="Access mode"
            options=[("ro", "ro: read only"), ("rw", "rw: read and write")].map(|(value, words)| (value.to_owned(), words.to_owned())).to_vec()
        />
    }
}

/// The channels that the algorithm documents, with what each is for; the model's is made from the chosen source.
fn names_of(algorithm: &'static Algorithm) -> Vec<(String, String)> {
    let documented = algorithm.channels.iter();
    documented.map(|rule| (rule.name.to_owned(), rule.purpose.to_owned())).collect()
}

fn content_types_of(algorithm: &'static Algorithm) -> Vec<(String, String)> {
    let mut all: Vec<&str> = algorithm.channels.iter().flat_map(|rule| rule.content_types).copied().collect();
    all.sort_unstable();
    all.dedup();
    words(all)
}

/// The options with one for a member that is not sent.
fn with_unset(mut options: Vec<(String, String)>, unset: &str) -> Vec<(String, String)> {
    options.push((String::new(), unset.to_owned()));
    options
}
