//! The channels with images, and how an image becomes pixels.
//!
//! * [`records`] – channels of RecordIO files
//! * [`listed`] – channels of image files with a list
//! * [`label`] – from labels to classes
//! * [`decode`] – from bytes to pixels of the right size
//! * [`augment`] – the random variations during training
//! * [`batch`] – the images of one batch, loaded by the threads that train

pub(crate) mod augment;
pub(crate) mod batch;
pub(crate) mod decode;
mod label;
mod listed;
mod records;

use std::{
    collections::BTreeMap,
    fs::File,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

use mxnet_formats::record_io::ReadAt;

use crate::{
    container::{ChannelConfiguration, Container, files_below},
    error::TrainingError,
    hyperparameters::Hyperparameters,
    objective::classes::Target,
};

/// All images of one channel: where they are and what they show. Every header was checked when it was opened.
#[derive(Debug)]
pub(crate) struct Dataset {
    channel: String,
    files: Vec<Source>,
    images: Vec<Entry>,
    /// For each class of each image 1 or 0, with `multi_label`; otherwise empty.
    targets: Vec<u8>,
    classes: usize,
}

#[derive(Debug)]
enum Source {
    /// A file with many images, kept open.
    Records(String, OpenFile),
    /// A file with one image.
    Image(String, PathBuf),
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    file: usize,
    offset: u64,
    /// Without `multi_label`.
    class: usize,
}

#[derive(Debug)]
struct OpenFile {
    file: File,
    length: u64,
}

impl ReadAt for OpenFile {
    fn length(&self) -> u64 {
        self.length
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> std::io::Result<()> {
        self.file.read_exact_at(buffer, offset)
    }
}

/// An image's JPEG or PNG file in memory, behind the header and the labels of its record: leaving them there saves a copy.
struct ImageFile {
    bytes: Vec<u8>,
    start: usize,
}

impl ImageFile {
    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }
}

/// The form of a channel's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    RecordIo,
    Images,
}

impl Dataset {
    /// Finds the images of the channel `name` and checks every label and every image's size.
    ///
    /// # Errors
    /// [`TrainingError::Client`] that says which file, record or line is wrong, and what to do.
    pub(crate) fn open(
        container: &Container,
        channels: &BTreeMap<String, ChannelConfiguration>,
        name: &str,
        hyperparameters: &Hyperparameters,
    ) -> Result<Self, TrainingError> {
        let Some(channel) = channels.get(name) else {
            return Err(TrainingError::client(format!("The channel {name} is missing. Add a channel {name} with images.")));
        };
        let folder = container.channel(name);
        let files = files_below(&folder)?;
        if files.is_empty() {
            return Err(TrainingError::client(format!("The channel {name} holds no file. Check its S3 location.")));
        }
        let dataset = match format(name, channel, channels)? {
            Format::RecordIo => records::open(name, &folder, &files, hyperparameters)?,
            Format::Images => listed::open(container, name, &folder, hyperparameters)?,
        };
        if dataset.images.is_empty() {
            return Err(TrainingError::client(format!("The channel {name} holds no image.")));
        }
        Ok(dataset)
    }

    fn new(channel: &str, hyperparameters: &Hyperparameters) -> Self {
        let (files, images, targets) = (Vec::new(), Vec::new(), Vec::new());
        Self { channel: channel.to_owned(), files, images, targets, classes: hyperparameters.num_classes }
    }

    /// Adds an image of the file that is added next.
    fn add(&mut self, offset: u64, labels: &[f32], place: &str, hyperparameters: &Hyperparameters) -> Result<(), TrainingError> {
        let class = if hyperparameters.multi_label {
            self.targets.extend(label::multi(labels, place, hyperparameters)?);
            0
        } else {
            label::single(labels, place, hyperparameters)?
        };
        self.images.push(Entry { file: self.files.len(), offset, class });
        Ok(())
    }

    /// For each class of each image 1 or 0; empty without `multi_label`.
    pub(crate) fn targets(&self) -> &[u8] {
        &self.targets
    }

    /// What an image shows.
    fn target(&self, index: usize) -> Target {
        match self.targets.get(index * self.classes..(index + 1) * self.classes) {
            Some(targets) => Target::Classes(targets.to_vec()),
            None => Target::Class(self.images.get(index).map_or(0, |entry| entry.class)),
        }
    }

    /// How many images there are.
    pub(crate) fn len(&self) -> usize {
        self.images.len()
    }

    /// An image's file, and what to call it in a message.
    fn read(&self, index: usize) -> Result<(ImageFile, String), TrainingError> {
        let missing = || TrainingError::Algorithm(format!("image {index} of the channel {} does not exist", self.channel));
        let entry = self.images.get(index).ok_or_else(missing)?;
        match self.files.get(entry.file).ok_or_else(missing)? {
            Source::Records(name, file) => {
                let image = records::read(&self.channel, name, file, entry.offset)?;
                Ok((image, records::place(&self.channel, name, entry.offset)))
            }
            Source::Image(name, path) => {
                let bytes = std::fs::read(path).map_err(|error| TrainingError::file("Reading", path, &error))?;
                Ok((ImageFile { bytes, start: 0 }, format!("file {name} of the channel {}", self.channel)))
            }
        }
    }
}

fn format(
    name: &str,
    channel: &ChannelConfiguration,
    channels: &BTreeMap<String, ChannelConfiguration>,
) -> Result<Format, TrainingError> {
    let content_type = channel.content_type.as_deref().unwrap_or_default();
    match content_type.split(';').next().unwrap_or_default().trim() {
        "application/x-recordio" => Ok(Format::RecordIo),
        "application/x-image" | "image/jpeg" | "image/png" => Ok(Format::Images),
        "" if channels.contains_key(&format!("{name}_lst")) => Ok(Format::Images),
        "" => Ok(Format::RecordIo),
        other => Err(TrainingError::client(format!(
            "The channel {name} has the content type {other}. Image classification reads application/x-recordio, and \
             application/x-image with a channel {name}_lst."
        ))),
    }
}

/// A path as the user knows it: relative to the channel.
fn relative(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).display().to_string()
}
