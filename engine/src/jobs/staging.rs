//! A job's input: its channels as files, and its configuration, as a container finds them below `/opt/ml/input`.
//!
//! - [`channel`] — the data of one channel
//! - [`objects`] — its objects, as files, links or items of a pipe
//! - [`manifest`], [`augmented`] — the objects that a manifest names
//! - [`records`], [`masks`] — the forms that the built-in trainer gets of an augmented one; [`labels`], [`boxes`] — its labels
//! - [`path`] — from an object's key to a path that cannot leave the channel

mod augmented;
mod boxes;
mod channel;
mod labels;
mod manifest;
mod masks;
mod objects;
pub(in crate::jobs) mod path;
mod records;

use std::collections::BTreeMap;

use domain::{
    TrainingJobRequest,
    mode::{InputMode, RecordWrapper, S3DataDistribution},
    wire::Channel,
};
use serde_json::{Map, Value, json};

use self::objects::Form;
pub(super) use self::objects::read_object;
use super::{attempt::Attempt, failure::JobError};
use crate::{atomic_write, blocking::blocking, process::spec::Pipe};

/// The group of a job whose request names none. Source: developer guide, "How Amazon SageMaker Provides Training Information".
const GROUP: &str = "homogeneousCluster";

/// The content type of RecordIO files.
const RECORDS: &str = "application/x-recordio";
/// The content type of images in files of their own.
const IMAGES: &str = "application/x-image";

/// Writes a job's input and returns the channels that are streamed.
pub(super) async fn stage(attempt: &Attempt, request: &TrainingJobRequest, is_program: bool) -> Result<Vec<Pipe>, JobError> {
    let channels = request.input_data_config.as_deref().unwrap_or_default();
    write_configuration(attempt, request, channels, is_program).await?;
    let mut room = volume(request).unwrap_or(u64::MAX);
    let mut pipes = Vec::new();
    let of_manifests = if is_program { Vec::new() } else { masks_of_manifests(request, channels) };
    for channel in channels {
        let name = channel.channel_name.as_deref().unwrap_or_default();
        if of_manifests.iter().any(|masks| masks == name) {
            attempt.note(format!("Channel {name}: it is not read, since the augmented manifest names the masks.")).await?;
            continue;
        }
        pipes.extend(channel::stage(attempt, request, channel, is_program, &mut room).await?);
    }
    Ok(pipes)
}

/// The channels with the masks that augmented manifests in other channels name.
fn masks_of_manifests(request: &TrainingJobRequest, channels: &[Channel]) -> Vec<String> {
    channels.iter().filter_map(|channel| masks::channel_of(request, channel)).collect()
}

/// Whether anything is copied before the training starts.
pub(super) fn downloads(request: &TrainingJobRequest) -> bool {
    let mut channels = request.input_data_config.iter().flatten().peekable();
    channels.peek().is_none() || channels.any(|channel| channel::mode(request, channel) == InputMode::File)
}

/// The names of the channels whose files no program may change: they are read-only, or belong to the object store.
pub(super) fn linked(request: &TrainingJobRequest, is_program: bool) -> Vec<String> {
    let channels = request.input_data_config.iter().flatten();
    let linked = channels.filter(|channel| channel::form(request, channel, is_program) == Form::Linked);
    linked.filter_map(|channel| channel.channel_name.clone()).collect()
}

/// `VolumeSizeInGB` in bytes.
pub(super) fn volume(request: &TrainingJobRequest) -> Option<u64> {
    let size = request.resource_config.as_ref()?.volume_size_in_gb?;
    u64::try_from(size).ok().filter(|size| *size > 0).map(|size| size.saturating_mul(1024 * 1024 * 1024))
}

/// The failure of a job whose files grew beyond its volume.
pub(super) fn volume_exceeded(request: &TrainingJobRequest) -> JobError {
    let size = volume(request).unwrap_or_default() >> 30;
    JobError::Client(format!(
        "Artifact upload failed:Insufficient disk space. The job's files grew beyond the {size} GB of VolumeSizeInGB while it trained."
    ))
}

/// The three files below `input/config`. Source: developer guide, "How Amazon SageMaker Provides Training Information".
async fn write_configuration(
    attempt: &Attempt,
    request: &TrainingJobRequest,
    channels: &[Channel],
    is_program: bool,
) -> Result<(), JobError> {
    let none = BTreeMap::new();
    let hyperparameters = json!(request.hyper_parameters.as_ref().unwrap_or(&none));
    let mut data: Map<String, Value> = channels.iter().filter_map(|channel| describe(request, channel, is_program)).collect();
    if !is_program {
        let file = json!({ "ContentType": IMAGES, "TrainingInputMode": InputMode::File.as_str() });
        data.extend(masks_of_manifests(request, channels).into_iter().map(|masks| (masks, file.clone())));
    }
    let instance = request.resource_config.as_ref().and_then(|resources| resources.instance_type.as_deref());
    let resources = json!({
        "current_host": "algo-1",
        "hosts": ["algo-1"],
        "current_instance_type": instance,
        "current_group_name": GROUP,
        "instance_groups": [{ "instance_group_name": GROUP, "instance_type": instance, "hosts": ["algo-1"] }],
        "network_interface_name": "lo",
    });
    let files = [
        ("hyperparameters.json", hyperparameters),
        ("inputdataconfig.json", Value::Object(data)),
        ("resourceconfig.json", resources),
    ];
    let folder = attempt.folder.clone();
    blocking(move || {
        files
            .iter()
            .try_for_each(|(name, document)| atomic_write::write(&folder.config(name), document.to_string().as_bytes(), 0o644))
    })
    .await?;
    Ok(())
}

fn describe(request: &TrainingJobRequest, channel: &Channel, is_program: bool) -> Option<(String, Value)> {
    let s3 = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref());
    let distribution = s3.and_then(|s3| s3.s3_data_distribution_type.as_deref());
    let mut description = Map::new();
    // The built-in trainer gets an augmented manifest as records or files, whatever kind of images it names.
    let content_type = match (!is_program && channel::is_augmented(channel), masks::channel_of(request, channel)) {
        (true, Some(_)) => Some(IMAGES),
        (true, None) => Some(RECORDS),
        (false, _) => channel.content_type.as_deref(),
    };
    if let Some(content_type) = content_type {
        description.insert("ContentType".to_owned(), json!(content_type));
    }
    // The built-in trainer reads files only, so the file names the input mode that was really used.
    let mode = if is_program { channel::mode(request, channel) } else { InputMode::File };
    description.insert("TrainingInputMode".to_owned(), json!(mode.as_str()));
    let distribution = distribution.unwrap_or(S3DataDistribution::FullyReplicated.as_str());
    description.insert("S3DistributionType".to_owned(), json!(distribution));
    let wrapper = channel.record_wrapper_type.as_deref().unwrap_or(RecordWrapper::None.as_str());
    description.insert("RecordWrapperType".to_owned(), json!(wrapper));
    Some((channel.channel_name.clone()?, Value::Object(description)))
}
