//! Channels of image files, listed in a `.lst` file in a channel of its own.

use std::path::Path;

use mxnet_formats::{
    image_list::{ListedImage, read_image_list},
    text_encoding::plain_text,
};

use super::{super::hyperparameters::Hyperparameters, LIST_CHANNEL, Labels, sized};
use crate::{
    container::{Container, files_below},
    data::ImageSet,
    error::TrainingError,
};

/// A list of ten million images is still smaller.
const MAX_LIST: u64 = 1024 * 1024 * 1024;

/// Reads the list and looks at every image in it.
pub(super) fn open(
    container: &Container,
    channel: &str,
    folder: &Path,
    hyperparameters: &Hyperparameters,
    shown: &mut Labels,
) -> Result<ImageSet, TrainingError> {
    if hyperparameters.resize.is_none() {
        return Err(TrainingError::client(format!(
            "The hyperparameter resize is required when the channel {channel} holds separate images. Set it to the pixels of the \
             shortest side, at least those of image_shape."
        )));
    }
    let list_channel = format!("{channel}{LIST_CHANNEL}");
    let lists: Vec<_> = files_below(&container.channel(&list_channel))?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "lst"))
        .collect();
    let [list] = &lists[..] else {
        return Err(TrainingError::client(format!(
            "Invalid lst file in the {channel} channel. The channel {list_channel} holds {} .lst files, but must hold one.",
            lists.len()
        )));
    };
    let invalid = |reason: &dyn std::fmt::Display| {
        TrainingError::client(format!(
            "Invalid lst file in the {channel} channel. In the channel {list_channel}, {reason}. Every line holds a unique index, the \
             class from 0 (with multi_label a 0 or 1 for each class), and the path of the image below the channel {channel}, \
             separated by tabs."
        ))
    };
    let failed = |error: std::io::Error| TrainingError::file("Reading", list, &error);
    if std::fs::metadata(list).map_err(failed)?.len() > MAX_LIST {
        return Err(invalid(&"the list is larger than 1 GiB"));
    }
    let bytes = std::fs::read(list).map_err(failed)?;
    let name = list.file_name().unwrap_or_default().to_string_lossy();
    let text = plain_text(&bytes).map_err(|error| invalid(&format_args!("the file {name} cannot be read: {error}")))?;
    let mut images = ImageSet::new(channel);
    for ListedImage { labels, path } in read_image_list(text).map_err(|error| invalid(&error))? {
        let (name, path) = (path.display().to_string(), folder.join(&path));
        if !std::fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file()) {
            return Err(invalid(&format_args!("the image {name} is listed, but the channel {channel} has no such file")));
        }
        let place = format!("image {name} (channel {channel})");
        let bytes = std::fs::read(&path).map_err(|error| TrainingError::file("Reading", &path, &error))?;
        sized::check(&bytes, &place, hyperparameters)?;
        shown.add(&labels, &place, hyperparameters)?;
        images.add_image(name, path);
    }
    Ok(images)
}
