//! The channels with images and their masks.
//!
//! * [`masks`] – from PNG files to numbers
//! * [`mod@label_map`] – from numbers to classes
//! * [`augment`] – crops of images and masks

mod augment;
mod label_map;
mod masks;

use std::path::{Path, PathBuf};

use image::GrayImage;
use rayon::prelude::*;

use super::hyperparameters::Hyperparameters;
use crate::{
    container::files_below,
    data::{
        ChannelFiles, Format, IMAGE_ENDS, ImageSet, by_stem,
        decode::{self, Header},
        relative,
    },
    error::TrainingError,
    log::Log,
    objective::pixels::IGNORED,
    random::Random,
    task::{Channels, Data, evaluation::Origin},
};
use augment::{Pair, edges_of_middle};
use label_map::LabelMap;
use masks::Mask;

/// The end of the name of the channel with masks.
const ANNOTATION_CHANNEL: &str = "_annotation";
const LABEL_MAP_CHANNEL: &str = "label_map";

/// All images of one channel: where they are and their masks. Every mask was decoded when the channel was opened.
#[derive(Debug)]
pub(crate) struct Dataset {
    images: ImageSet,
    masks: Masks,
    /// Width and height of each image.
    sizes: Vec<(u32, u32)>,
    crop: u32,
    base_size: usize,
}

/// The masks of a channel.
#[derive(Debug)]
struct Masks {
    channel: String,
    folder: PathBuf,
    files: Vec<PathBuf>,
    map: LabelMap,
    num_classes: usize,
}

/// An image file with its mask's, before they were looked into.
struct Candidate {
    name: String,
    image: PathBuf,
    mask: PathBuf,
}

impl Data for Dataset {
    fn len(&self) -> usize {
        self.images.len()
    }
}

impl Masks {
    /// The class of each pixel of a mask.
    fn read(&self, path: &Path) -> Result<Mask, TrainingError> {
        let place = format!("mask {} of the channel {}", relative(&self.folder, path), self.channel);
        let bytes = std::fs::read(path).map_err(|error| TrainingError::file("Reading", path, &error))?;
        let mut mask = Mask::decode(&bytes, &place)?;
        for value in &mut mask.values {
            *value = self.map.class(*value).filter(|class| self.is_class(*class)).ok_or_else(|| self.refuse(*value, &place))?;
        }
        Ok(mask)
    }

    fn is_class(&self, class: u8) -> bool {
        class == IGNORED || usize::from(class) < self.num_classes
    }

    fn refuse(&self, value: u8, place: &str) -> TrainingError {
        let last = self.num_classes - 1;
        TrainingError::client(match self.map.class(value) {
            Some(class) if class == value => format!(
                "The {place} has a pixel of the class {value}: with num_classes {} the classes are 0 to {last}, and {IGNORED} for pixels \
                 that are ignored. Raise num_classes, correct the mask, or add a label map.",
                self.num_classes
            ),
            Some(class) => format!(
                "The {place} has a pixel {value}, which the label map makes class {class}: with num_classes {} the classes are 0 to \
                 {last}. Raise num_classes, or correct the label map.",
                self.num_classes
            ),
            None => format!("The {place} has a pixel {value}, which the label map does not name. Add it to the label map."),
        })
    }
}

impl Dataset {
    /// Finds the images of the channel `name` and their masks, and decodes every mask.
    ///
    /// # Errors
    /// [`TrainingError::Client`] that says which file is wrong, and what to do.
    pub(super) fn open(
        channels: &Channels<'_>,
        name: &str,
        hyperparameters: &Hyperparameters,
        log: &mut Log<'_>,
    ) -> Result<Self, TrainingError> {
        let map = label_map(channels, name, log)?;
        let files = ChannelFiles::list(channels, name, ANNOTATION_CHANNEL, "Semantic segmentation")?;
        let channel = format!("{name}{ANNOTATION_CHANNEL}");
        if files.format == Format::RecordIo || !channels.configuration.contains_key(&channel) {
            return Err(TrainingError::client(format!(
                "The channel {channel} is missing. Semantic segmentation needs a channel {channel} with a PNG mask for each image of the \
                 channel {name}, of the same name: the mask of a/b.jpg in a/b.png."
            )));
        }
        let folder = channels.container.channel(&channel);
        let form = hyperparameters.form;
        let mut masks = Masks { channel, folder, files: Vec::new(), map, num_classes: form.num_classes };
        let candidates = candidates(name, &files, &masks)?;
        let checked: Vec<Option<(u32, u32)>> =
            candidates.par_iter().map(|candidate| check(candidate, &masks)).collect::<Result<_, _>>()?;
        let (mut images, mut sizes) = (ImageSet::new(name), Vec::new());
        for (candidate, size) in candidates.into_iter().zip(checked) {
            let Some(size) = size else {
                log.warning(format_args!("{} is not a readable image file", candidate.image.display()));
                continue;
            };
            images.add_image(candidate.name, candidate.image);
            masks.files.push(candidate.mask);
            sizes.push(size);
        }
        images.check_not_empty()?;
        let crop = u32::try_from(form.height).unwrap_or(u32::MAX);
        Ok(Self { images, masks, sizes, crop, base_size: hyperparameters.base_size })
    }

    /// Writes the pixels of a crop, `[side, side, 3]`, and returns the class of each.
    pub(super) fn load(&self, index: usize, variation: Option<&mut Random>, pixels: &mut [u8]) -> Result<Vec<u8>, TrainingError> {
        let pair = self.pair(index)?;
        let Pair { image, mask } = match variation {
            Some(random) => pair.vary(self.base_size, self.crop, random),
            None => pair.middle(self.crop),
        };
        copy(&image, pixels)?;
        Ok(mask.into_raw())
    }

    /// Width and height of an image.
    pub(super) fn size(&self, index: usize) -> (u32, u32) {
        self.sizes.get(index).copied().unwrap_or_default()
    }

    /// Left, upper, right and lower edge of what [`Self::load`] cuts out of an image that is not varied, as shares of its sides.
    pub(super) fn edges(&self, index: usize) -> [f32; 4] {
        edges_of_middle(self.size(index), self.crop)
    }

    /// Where an image came from.
    ///
    /// # Errors
    /// When it cannot be read any more.
    pub(super) fn origin(&self, index: usize) -> Result<Origin, TrainingError> {
        self.images.origin(index)
    }

    /// Writes the pixels of a whole image, and returns the class of each.
    pub(super) fn load_whole(&self, index: usize, pixels: &mut [u8]) -> Result<Vec<u8>, TrainingError> {
        let Pair { image, mask } = self.pair(index)?;
        copy(&image, pixels)?;
        Ok(mask.into_raw())
    }

    fn pair(&self, index: usize) -> Result<Pair, TrainingError> {
        let (file, place) = self.images.read(index)?;
        let image = decode::decode(file.as_bytes(), &place)?.into_rgb8();
        let missing = || TrainingError::Algorithm(format!("the {place} has another size than its mask"));
        let mask = self.masks.read(self.masks.files.get(index).ok_or_else(missing)?)?;
        let mask = GrayImage::from_raw(mask.width, mask.height, mask.values).ok_or_else(missing)?;
        if mask.dimensions() == image.dimensions() { Ok(Pair { image, mask }) } else { Err(missing()) }
    }
}

fn copy(image: &[u8], pixels: &mut [u8]) -> Result<(), TrainingError> {
    if image.len() != pixels.len() {
        return Err(TrainingError::Algorithm("an image has another size than the network takes".to_owned()));
    }
    pixels.copy_from_slice(image);
    Ok(())
}

/// The label map of a channel, and what the algorithm says of it.
fn label_map(channels: &Channels<'_>, name: &str, log: &mut Log<'_>) -> Result<LabelMap, TrainingError> {
    let file = format!("{name}_label_map.json");
    let path = channels.container.channel(LABEL_MAP_CHANNEL).join(&file);
    let map = if channels.configuration.contains_key(LABEL_MAP_CHANNEL) && path.exists() {
        LabelMap::read(&path, &file)?
    } else {
        if name == "train" {
            log.warning("label maps not provided, using defaults.");
        }
        LabelMap::default()
    };
    log.info(format_args!("#label_map {name} :{map}"));
    Ok(map)
}

/// Every image with its mask.
fn candidates(name: &str, files: &ChannelFiles, masks: &Masks) -> Result<Vec<Candidate>, TrainingError> {
    let channel = &masks.channel;
    // JPEG files are taken in, to be refused with the reason.
    let mut found = by_stem(&masks.folder, &files_below(&masks.folder)?, &IMAGE_ENDS)?;
    let mut candidates = Vec::new();
    for (stem, image) in by_stem(&files.folder, &files.files, &IMAGE_ENDS)? {
        let name_of_image = relative(&files.folder, &image);
        let Some(mask) = found.remove(&stem) else {
            return Err(TrainingError::client(format!(
                "The image {name_of_image} of the channel {name} has no mask: the channel {channel} holds no file {stem}.png. Add it, or \
                 remove the image."
            )));
        };
        candidates.push(Candidate { name: name_of_image, image, mask });
    }
    match found.first_key_value() {
        Some((stem, mask)) => Err(TrainingError::client(format!(
            "The mask {} of the channel {channel} has no image: the channel {name} holds no {stem}.jpg, {stem}.jpeg or {stem}.png. Add \
             the image, or remove the mask.",
            relative(&masks.folder, mask)
        ))),
        None => Ok(candidates),
    }
}

/// The size of an image whose mask fits; none when it is no image.
fn check(candidate: &Candidate, masks: &Masks) -> Result<Option<(u32, u32)>, TrainingError> {
    let Candidate { name, image, mask } = candidate;
    let bytes = std::fs::read(image).map_err(|error| TrainingError::file("Reading", image, &error))?;
    let Ok(Header { width, height, .. }) = Header::read(&bytes, name) else { return Ok(None) };
    let found = masks.read(mask)?;
    if (found.width, found.height) != (width, height) {
        return Err(TrainingError::client(format!(
            "The mask {} of the channel {} has {}x{} pixels, but its image {name} has {width}x{height}. Make both of one size.",
            relative(&masks.folder, mask),
            masks.channel,
            found.width,
            found.height
        )));
    }
    Ok(Some((width, height)))
}
