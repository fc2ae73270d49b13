//! The data of one channel.

use std::fs;

use domain::{
    S3Uri, TrainingJobRequest,
    algorithm::Algorithm,
    mode::{Compression, InputMode, RecordWrapper, S3DataType},
    rules::s3_source,
    wire::{Channel, S3DataSource},
};

use super::{
    augmented::{self, Line},
    labels::LabelForm,
    manifest, masks,
    objects::{Form, Objects},
    path,
};
use crate::{
    blocking::blocking,
    jobs::{attempt::Attempt, failure::JobError},
    process::spec::Pipe,
};

/// How a channel's data reaches the trainer.
pub(super) fn mode(request: &TrainingJobRequest, channel: &Channel) -> InputMode {
    let of_job = request.algorithm_specification.as_ref().and_then(|spec| spec.training_input_mode.as_deref());
    channel.input_mode.as_deref().or(of_job).and_then(InputMode::parse).unwrap_or_default()
}

/// The form of a channel's objects. The built-in trainer reads files only.
pub(super) fn form(request: &TrainingJobRequest, channel: &Channel, is_program: bool) -> Form {
    let is_gzip = channel.compression_type.as_deref() == Some(Compression::Gzip.as_str());
    match mode(request, channel) {
        InputMode::Pipe if is_program => Form::Streamed,
        _ if is_gzip => Form::Decompressed,
        InputMode::FastFile if source(channel).is_some_and(|source| data_type(source) == S3DataType::S3Prefix) => Form::Linked,
        _ => Form::Copied,
    }
}

/// Prepares a channel's data: a pipe for a channel that is streamed, else files. The volume has `room` bytes for the files.
pub(super) async fn stage(
    attempt: &Attempt,
    request: &TrainingJobRequest,
    channel: &Channel,
    is_program: bool,
    room: &mut u64,
) -> Result<Option<Pipe>, JobError> {
    let name = channel.channel_name.as_deref().unwrap_or_default();
    let source = source(channel).ok_or_else(|| JobError::download(format!("channel {name} has no S3 data source")))?;
    let uri = source.s3_uri.as_deref().unwrap_or_default();
    let uri = S3Uri::parse(uri).map_err(|error| JobError::download(format!("{uri}: {error}")))?;
    let form = form(request, channel, is_program);
    let is_piped = form == Form::Streamed;
    let mode = mode(request, channel);
    if matches!(form, Form::Copied | Form::Decompressed) && mode != InputMode::File {
        let mode = mode.as_str();
        attempt.note(format!("Channel {name}: the input mode {mode} is served as files, copied before the training.")).await?;
    }
    if form == Form::Decompressed {
        attempt.note(format!("Channel {name}: Gzip objects were decompressed into files.")).await?;
    }

    // `CreateTrainingJob` refuses names like `..`. They are checked again, because a folder gets this name.
    let folder = path::join(&attempt.folder.channel(""), name, name)?;
    let folder = if is_piped { attempt.folder.streams(name) } else { folder };
    let create = folder.clone();
    blocking(move || fs::create_dir_all(create)).await?;
    let mut objects = Objects { attempt, folder, form, items: Vec::new() };
    let mut group = 1;
    match data_type(source) {
        S3DataType::ManifestFile => {
            for entry in manifest::read(attempt.jobs.store(), &uri).await? {
                objects.take(&entry, room).await?;
            }
        }
        S3DataType::AugmentedManifestFile => {
            let names = source.attribute_names.as_deref().unwrap_or_default();
            group = names.len();
            if !is_program {
                check_names(request, name, names)?;
            }
            let lines = augmented::read(attempt.jobs.store(), &uri, names).await?;
            match (is_piped, is_program) {
                (true, _) => objects.take_lines(lines, room).await?,
                (false, true) => {
                    return Err(JobError::download(format!("channel {name}: an augmented manifest is read in Pipe mode only")));
                }
                (false, false) => take_built_in(&objects, request, channel, lines, room).await?,
            }
        }
        _ => objects.take_prefix(&uri, room).await?,
    }
    if objects.items.is_empty() && (is_program || !is_augmented(channel)) {
        return Err(nothing_found(&uri));
    }
    let wrapper = channel.record_wrapper_type.as_deref();
    Ok(is_piped.then(|| Pipe {
        channel: name.to_owned(),
        items: objects.items,
        is_gzip: channel.compression_type.as_deref() == Some(Compression::Gzip.as_str()),
        is_record_io: wrapper == Some(RecordWrapper::RecordIo.as_str()),
        group,
        seed: channel.shuffle_config.as_ref().and_then(|shuffle| shuffle.seed),
    }))
}

/// The failure of a channel without an object.
pub(super) fn nothing_found(uri: &S3Uri) -> JobError {
    JobError::download(format!("No S3 objects found under S3 URL \"{uri}\""))
}

/// Checks what the built-in trainer is to read of each line.
fn check_names(request: &TrainingJobRequest, channel: &str, names: &[String]) -> Result<(), JobError> {
    let labels = Algorithm::of_image(request.training_image().unwrap_or_default()).and_then(|algorithm| algorithm.labels);
    if s3_source::is_image_and_label(names, labels) {
        return Ok(());
    }
    Err(JobError::Client(format!(
        "Got empty batch from pipe. AttributeNames of the channel {channel} are {}: name the image first, with an attribute that ends in \
         -ref, and second {}.",
        names.join(", "),
        s3_source::label_attribute(labels)
    )))
}

/// The lines of an augmented manifest, in the form in which the built-in trainer reads images and what they show.
async fn take_built_in(
    objects: &Objects<'_>,
    request: &TrainingJobRequest,
    channel: &Channel,
    lines: Vec<Line>,
    room: &mut u64,
) -> Result<(), JobError> {
    let name = channel.channel_name.as_deref().unwrap_or_default();
    match masks::channel_of(request, channel) {
        Some(masks) => {
            let folder = path::join(&objects.attempt.folder.channel(""), &masks, &masks)?;
            objects.take_masked(lines, name, folder, room).await
        }
        None => objects.take_labelled(lines, name, LabelForm::of(request, channel), room).await,
    }
}

fn source(channel: &Channel) -> Option<&S3DataSource> {
    channel.data_source.as_ref()?.s3_data_source.as_ref()
}

/// Whether a channel is an augmented manifest.
pub(super) fn is_augmented(channel: &Channel) -> bool {
    source(channel).is_some_and(|source| data_type(source) == S3DataType::AugmentedManifestFile)
}

fn data_type(source: &S3DataSource) -> S3DataType {
    source.s3_data_type.as_deref().and_then(S3DataType::parse).unwrap_or_default()
}
