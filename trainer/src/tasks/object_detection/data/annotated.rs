//! Channels of image files with a JSON file for each: `a/b.json` of the channel `train_annotation` has the boxes of `a/b.jpg` of the
//! channel `train`. Source: developer guide, "Object Detection - MXNet", "Train with the Image Format".

use std::path::Path;

use serde::Deserialize;

use super::{ANNOTATION_CHANNEL, Collector, Subject, objects::RawObject};
use crate::{
    container::files_below,
    data::{ChannelFiles, IMAGE_ENDS, ImageSet, by_stem, decode::Header, relative},
    error::TrainingError,
    log::Log,
    task::Channels,
};

/// Bytes of one annotation: a hundred thousand objects are still fewer.
const MAX_ANNOTATION: u64 = 16 * 1024 * 1024;

#[derive(Deserialize)]
struct Annotation {
    #[serde(default)]
    image_size: Vec<Size>,
    annotations: Vec<Place>,
}

#[derive(Deserialize)]
struct Size {
    width: f64,
    height: f64,
}

/// In pixels.
#[derive(Deserialize)]
struct Place {
    class_id: f64,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// Finds the images of a channel and their annotations.
///
/// # Errors
/// [`TrainingError::Client`] that names the image without annotation, the annotation without image, or the one that is wrong.
pub(super) fn open(
    channels: &Channels<'_>,
    channel: &str,
    files: &ChannelFiles,
    collector: &mut Collector<'_>,
    log: &mut Log<'_>,
) -> Result<ImageSet, TrainingError> {
    let annotation_channel = format!("{channel}{ANNOTATION_CHANNEL}");
    let folder = channels.container.channel(&annotation_channel);
    let mut annotations = by_stem(&folder, &files_below(&folder)?, &["json"])?;
    if !channels.configuration.contains_key(&annotation_channel) || annotations.is_empty() {
        return Err(TrainingError::client(format!(
            "The channel {annotation_channel} is missing or holds no JSON file. Separate images need a channel {annotation_channel} with \
             a JSON file for each, of the same name: boxes of a/b.jpg in a/b.json."
        )));
    }
    let mut set = ImageSet::new(channel);
    let mut resized: Option<(String, usize)> = None;
    for (stem, path) in by_stem(&files.folder, &files.files, &IMAGE_ENDS)? {
        let name = relative(&files.folder, &path);
        let Some(annotation) = annotations.remove(&stem) else {
            return Err(TrainingError::client(format!(
                "The image {name} of the channel {channel} has no annotation: the channel {annotation_channel} holds no file \
                 {stem}.json. Add it (with an empty list of annotations when the image shows no object), or remove the image."
            )));
        };
        let place = format!("image {name} (channel {channel})");
        let bytes = std::fs::read(&path).map_err(|error| TrainingError::file("Reading", &path, &error))?;
        let header = Header::read(&bytes, &place)?;
        let (objects, fits) = read(&annotation, &annotation_channel, &folder, header)?;
        if !fits {
            resized.get_or_insert((name.clone(), 0)).1 += 1;
        }
        let of_annotation = format!("file {stem}.json (channel {annotation_channel})");
        let subject = Subject { place: &of_annotation, ..collector.subject(&place, header) };
        collector.add(&objects, subject, header)?;
        set.add_image(name, path);
    }
    if let Some((stem, _)) = annotations.first_key_value() {
        return Err(TrainingError::client(format!(
            "The annotation {stem}.json of the channel {annotation_channel} has no image: the channel {channel} holds no {stem}.jpg, \
             {stem}.jpeg or {stem}.png. Add the image, or remove the annotation."
        )));
    }
    if let Some((name, count)) = resized {
        log.warning(format_args!(
            "The image_size of {count} annotations of the channel {annotation_channel} is not the size of the image (the first is that of \
             {name}); their boxes are taken as shares of image_size."
        ));
    }
    Ok(set)
}

/// The objects of an annotation, and whether its image has the size that it says.
fn read(path: &Path, channel: &str, folder: &Path, header: Header) -> Result<(Vec<RawObject>, bool), TrainingError> {
    let wrong = |reason: &dyn std::fmt::Display| {
        TrainingError::client(format!(
            "The file {} of the channel {channel} is not an annotation: {reason}. It must be a JSON object with image_size \
             [{{width, height, depth}}] and annotations [{{class_id, left, top, width, height}}], in pixels.",
            relative(folder, path)
        ))
    };
    let failed = |error: std::io::Error| TrainingError::file("Reading", path, &error);
    let length = std::fs::metadata(path).map_err(failed)?.len();
    if length > MAX_ANNOTATION {
        return Err(wrong(&format_args!("it has {length} bytes")));
    }
    let annotation = std::fs::read(path).map_err(failed)?;
    let annotation: Annotation = serde_json::from_slice(&annotation).map_err(|error| wrong(&error))?;
    let real = (f64::from(header.width), f64::from(header.height));
    let (width, height) = annotation.image_size.first().map_or(real, |size| (size.width, size.height));
    if !(width >= 1.0 && height >= 1.0) {
        return Err(wrong(&format_args!("its image_size is {width}x{height}")));
    }
    let object = |place: &Place| {
        let (right, bottom) = (place.left + place.width, place.top + place.height);
        let edges = [place.left / width, place.top / height, right / width, bottom / height];
        RawObject { class: place.class_id, edges, is_difficult: false }
    };
    Ok((annotation.annotations.iter().map(object).collect(), (width, height) == real))
}
