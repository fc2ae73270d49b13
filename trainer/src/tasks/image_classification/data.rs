//! The channels with images, and what the images show.
//!
//! * [`listed`] – channels of image files with a list
//! * [`label`] – from labels to classes
//! * [`sized`] – images in the size that the network takes
//! * [`augment`] – the random variations during training

mod augment;
mod label;
mod listed;
mod sized;

use super::hyperparameters::Hyperparameters;
use crate::{
    data::{ChannelFiles, Format, ImageSet},
    error::TrainingError,
    objective::classes::Target,
    random::Random,
    task::{Channels, Data, evaluation::Origin},
};
use augment::{Picture, cut_middle, vary};

/// The end of the name of the channel with a list.
const LIST_CHANNEL: &str = "_lst";

/// All images of one channel: where they are and what they show. Every header was checked when it was opened.
#[derive(Debug)]
pub(crate) struct Dataset {
    images: ImageSet,
    shown: Labels,
}

/// What the images of a channel show.
#[derive(Debug)]
struct Labels {
    /// Of each image; without `multi_label`.
    single: Vec<usize>,
    /// For each class of each image 1 or 0, with `multi_label`; otherwise empty.
    targets: Vec<u8>,
    classes: usize,
}

impl Labels {
    /// Adds what the next image shows.
    fn add(&mut self, labels: &[f32], place: &str, hyperparameters: &Hyperparameters) -> Result<(), TrainingError> {
        if hyperparameters.multi_label {
            self.targets.extend(label::multi(labels, place, hyperparameters)?);
        } else {
            self.single.push(label::single(labels, place, hyperparameters)?);
        }
        Ok(())
    }

    fn target(&self, index: usize) -> Target {
        match self.targets.get(index * self.classes..(index + 1) * self.classes) {
            Some(targets) => Target::Classes(targets.to_vec()),
            None => Target::Class(self.single.get(index).copied().unwrap_or_default()),
        }
    }
}

impl Data for Dataset {
    fn len(&self) -> usize {
        self.images.len()
    }
}

impl Dataset {
    /// Finds the images of the channel `name` and checks every label and every image's size.
    ///
    /// # Errors
    /// [`TrainingError::Client`] that says which file, record or line is wrong, and what to do.
    pub(super) fn open(channels: &Channels<'_>, name: &str, hyperparameters: &Hyperparameters) -> Result<Self, TrainingError> {
        let files = ChannelFiles::list(channels, name, LIST_CHANNEL, "Image classification")?;
        let mut shown = Labels { single: Vec::new(), targets: Vec::new(), classes: hyperparameters.num_classes };
        let images = match files.format {
            Format::RecordIo => ImageSet::of_records(name, &files, LIST_CHANNEL, |record, place| {
                sized::check(record.image, place, hyperparameters)?;
                shown.add(&record.labels(), place, hyperparameters)
            })?,
            Format::Images => listed::open(channels.container, name, &files.folder, hyperparameters, &mut shown)?,
        };
        images.check_not_empty()?;
        Ok(Self { images, shown })
    }

    /// For each class of each image 1 or 0; empty without `multi_label`.
    pub(super) fn targets(&self) -> &[u8] {
        &self.shown.targets
    }

    /// Where an image came from.
    ///
    /// # Errors
    /// When it cannot be read any more.
    pub(super) fn origin(&self, index: usize) -> Result<Origin, TrainingError> {
        self.images.origin(index)
    }

    /// Writes the pixels of an image, `[height, width, channels]`, and returns what it shows.
    pub(super) fn load(
        &self,
        index: usize,
        hyperparameters: &Hyperparameters,
        variation: Option<&mut Random>,
        pixels: &mut [u8],
    ) -> Result<Target, TrainingError> {
        let (file, place) = self.images.read(index)?;
        let image = sized::decode(file.as_bytes(), &place, hyperparameters)?;
        let [channels, height, width] = hyperparameters.image_shape;
        let picture =
            Picture { bytes: image.as_bytes(), height: image.height() as usize, width: image.width() as usize, channels };
        if picture.height < height || picture.width < width || picture.bytes.len() != picture.height * picture.width * channels {
            return Err(TrainingError::Algorithm(format!("the {place} has changed since the job started")));
        }
        match (hyperparameters.augmentation_type, variation) {
            (Some(kind), Some(random)) => vary(kind, picture, height, width, random, pixels),
            _ => cut_middle(picture, height, width, pixels),
        }
        Ok(self.shown.target(index))
    }
}
