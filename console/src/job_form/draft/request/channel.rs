//! From a card to a channel.

use domain::{
    rules::number,
    wire::{Channel, DataSource, FileSystemDataSource, S3DataSource, ShuffleConfig},
};

use super::text;
use crate::job_form::draft::{ChannelDraft, unknown_members};

/// The channel that a card describes.
pub(super) fn of(draft: &ChannelDraft) -> Channel {
    let source = if draft.is_file_system() {
        DataSource { file_system_data_source: Some(file_system(draft)), ..DataSource::default() }
    } else {
        DataSource { s3_data_source: Some(s3(draft)), ..DataSource::default() }
    };
    let mut channel = Channel {
        channel_name: text(&draft.name),
        data_source: Some(source),
        content_type: text(&draft.content_type),
        compression_type: text(&draft.compression),
        record_wrapper_type: text(&draft.record_wrapper),
        input_mode: text(&draft.input_mode),
        // The index only names a field in a message, and none is wanted here.
        shuffle_config: number::shuffle_seed(0, &draft.shuffle_seed)
            .ok()
            .flatten()
            .map(|seed| ShuffleConfig { seed: Some(seed), ..ShuffleConfig::default() }),
        ..Channel::default()
    };
    unknown_members::put_back_channel(&mut channel, &draft.other);
    channel
}

fn s3(draft: &ChannelDraft) -> S3DataSource {
    let attributes: Vec<String> = match draft.attributes.trim() {
        "" => Vec::new(),
        names => names.split(',').map(|name| name.trim().to_owned()).collect(),
    };
    S3DataSource {
        s3_data_type: text(&draft.data_type),
        s3_uri: text(&draft.uri),
        s3_data_distribution_type: text(&draft.distribution),
        attribute_names: (!attributes.is_empty()).then_some(attributes),
        ..S3DataSource::default()
    }
}

fn file_system(draft: &ChannelDraft) -> FileSystemDataSource {
    FileSystemDataSource {
        file_system_id: text(&draft.fs_id),
        file_system_access_mode: text(&draft.fs_access),
        file_system_type: text(&draft.fs_type),
        directory_path: text(&draft.fs_directory),
        ..FileSystemDataSource::default()
    }
}
