//! Where the images of a channel are, and how an image becomes pixels. What the images show, each algorithm keeps beside.
//!
//! * [`records`] – images in RecordIO files
//! * [`decode`] – from bytes to pixels

pub(crate) mod decode;
pub(crate) mod records;

use std::{
    collections::BTreeMap,
    fs::File,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

use mxnet_formats::record_io::ReadAt;

use crate::{
    container::{ChannelConfiguration, files_below},
    error::TrainingError,
    task::{Channels, evaluation::Origin},
};

/// Ends of the names of images, in lower case. Others are left out, since folders hold all kinds of files.
pub(crate) const IMAGE_ENDS: [&str; 3] = ["jpg", "jpeg", "png"];

/// The images of one channel.
#[derive(Debug)]
pub(crate) struct ImageSet {
    channel: String,
    files: Vec<Source>,
    images: Vec<Entry>,
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
pub(crate) struct ImageFile {
    bytes: Vec<u8>,
    start: usize,
}

impl ImageFile {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }
}

/// The form of a channel's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    RecordIo,
    Images,
}

/// The files of a channel, and the form of its data.
pub(crate) struct ChannelFiles {
    pub(crate) folder: PathBuf,
    pub(crate) files: Vec<PathBuf>,
    pub(crate) format: Format,
}

impl ChannelFiles {
    /// Lists the channel `name`. `labels` is the end of the name of the channel with the labels of separate images.
    ///
    /// # Errors
    /// [`TrainingError::Client`] when there is no such channel, no file in it, or no image that the algorithm reads.
    pub(crate) fn list(channels: &Channels<'_>, name: &str, labels: &str, algorithm: &str) -> Result<Self, TrainingError> {
        let Some(channel) = channels.configuration.get(name) else {
            return Err(TrainingError::client(format!("The channel {name} is missing. Add a channel {name} with images.")));
        };
        let folder = channels.container.channel(name);
        let files = files_below(&folder)?;
        if files.is_empty() {
            return Err(TrainingError::client(format!("The channel {name} holds no file. Check its S3 location.")));
        }
        let format = format(channel, &format!("{name}{labels}"), channels.configuration).map_err(|other| {
            TrainingError::client(format!(
                "The channel {name} has the content type {other}. {algorithm} reads application/x-recordio, and application/x-image \
                 with a channel {name}{labels}."
            ))
        })?;
        Ok(Self { folder, files, format })
    }
}

/// The form that a content type names, or the content type when it names none.
fn format<'a>(
    channel: &'a ChannelConfiguration,
    labels: &str,
    channels: &BTreeMap<String, ChannelConfiguration>,
) -> Result<Format, &'a str> {
    let content_type = channel.content_type.as_deref().unwrap_or_default();
    match content_type.split(';').next().unwrap_or_default().trim() {
        "application/x-recordio" => Ok(Format::RecordIo),
        "application/x-image" | "image/jpeg" | "image/png" => Ok(Format::Images),
        "" if channels.contains_key(labels) => Ok(Format::Images),
        "" => Ok(Format::RecordIo),
        other => Err(other),
    }
}

impl ImageSet {
    pub(crate) fn new(channel: &str) -> Self {
        Self { channel: channel.to_owned(), files: Vec::new(), images: Vec::new() }
    }

    /// Adds a file with one image, which messages call `name`.
    pub(crate) fn add_image(&mut self, name: String, path: PathBuf) {
        self.images.push(Entry { file: self.files.len(), offset: 0 });
        self.files.push(Source::Image(name, path));
    }

    /// How many images there are.
    pub(crate) fn len(&self) -> usize {
        self.images.len()
    }

    /// # Errors
    /// [`TrainingError::Client`] when there is no image.
    pub(crate) fn check_not_empty(&self) -> Result<(), TrainingError> {
        if self.images.is_empty() {
            return Err(TrainingError::client(format!("The channel {} holds no image.", self.channel)));
        }
        Ok(())
    }

    /// Where an image came from.
    ///
    /// # Errors
    /// When it cannot be read any more.
    pub(crate) fn origin(&self, index: usize) -> Result<Origin, TrainingError> {
        let size = self.read(index)?.0.as_bytes().len() as u64;
        let entry = self.images.get(index);
        let (file, offset) = match entry.and_then(|entry| self.files.get(entry.file)) {
            Some(Source::Records(name, _)) => (name.clone(), entry.map(|entry| entry.offset)),
            Some(Source::Image(name, _)) => (name.clone(), None),
            None => (String::new(), None),
        };
        Ok(Origin { file, offset, size })
    }

    /// An image's file, and what to call it in a message.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn read(&self, index: usize) -> Result<(ImageFile, String), TrainingError> {
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

/// A path as the user knows it: relative to the channel.
pub(crate) fn relative(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).display().to_string()
}

/// Files with these ends by their paths below the folder without the ends.
///
/// # Errors
/// [`TrainingError::Client`] when two differ in their ends only.
pub(crate) fn by_stem(folder: &Path, files: &[PathBuf], ends: &[&str]) -> Result<BTreeMap<String, PathBuf>, TrainingError> {
    let mut found: BTreeMap<String, PathBuf> = BTreeMap::new();
    for path in files {
        let end = path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
        if !ends.contains(&end.as_str()) {
            continue;
        }
        if let Some(other) = found.insert(relative(folder, &path.with_extension("")), path.clone()) {
            return Err(TrainingError::client(format!(
                "{} and {} would have the same annotation. Rename one of them, and its annotation.",
                relative(folder, &other),
                relative(folder, path)
            )));
        }
    }
    Ok(found)
}
