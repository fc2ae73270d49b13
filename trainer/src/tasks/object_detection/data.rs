//! The channels with images, and the objects in them.
//!
//! * [`packed`] – labels of RecordIO files
//! * [`annotated`] – channels of image files with annotations
//! * [`objects`] – the checks of every object
//! * [`augment`] – the random variations during training

mod annotated;
mod augment;
mod objects;
mod packed;

use image::{DynamicImage, RgbImage, imageops::FilterType};

use super::hyperparameters::Hyperparameters;
use crate::{
    boxes::matching::Object,
    data::{
        ChannelFiles, Format, ImageSet,
        decode::{self, Header},
    },
    error::TrainingError,
    log::Log,
    random::Random,
    task::{Channels, Data, evaluation::Origin},
};
use objects::RawObject;

/// The end of the name of the channel with annotations.
const ANNOTATION_CHANNEL: &str = "_annotation";
/// Numbers in the label of an image besides those of its objects, and for each object.
const LABEL_HEADER: usize = 2;
const LABEL_OBJECT: usize = 5;

/// All images of one channel: where they are and what they show. Every header and every box was checked when it was opened.
#[derive(Debug)]
pub(crate) struct Dataset {
    images: ImageSet,
    /// Of each image.
    objects: Vec<Vec<Object>>,
}

/// The image that objects are checked against.
#[derive(Clone, Copy, Debug)]
struct Subject<'a> {
    /// What it is called in messages.
    place: &'a str,
    width: u32,
    height: u32,
    num_classes: usize,
}

/// Takes what the images of a channel show, one after the other.
struct Collector<'a> {
    hyperparameters: &'a Hyperparameters,
    objects: Vec<Vec<Object>>,
    /// The longest label so far, and whose it is.
    longest: (usize, String),
    grey: usize,
}

impl Collector<'_> {
    fn subject<'b>(&self, place: &'b str, header: Header) -> Subject<'b> {
        Subject { place, width: header.width, height: header.height, num_classes: self.hyperparameters.form.num_classes }
    }

    fn add(&mut self, raw: &[RawObject], subject: Subject<'_>, header: Header) -> Result<(), TrainingError> {
        self.objects.push(objects::check(raw, subject)?);
        self.take_width(LABEL_HEADER + LABEL_OBJECT * raw.len(), subject.place);
        self.grey += usize::from(header.is_grey);
        Ok(())
    }

    fn take_width(&mut self, width: usize, place: &str) {
        if width > self.longest.0 {
            self.longest = (width, place.to_owned());
        }
    }

    /// Refuses labels that are longer than `label_width`. Source of the first sentence: a log of the service.
    fn check_width(&self) -> Result<(), TrainingError> {
        let (allowed, (longest, place)) = (self.hyperparameters.label_width, &self.longest);
        if *longest <= allowed {
            return Ok(());
        }
        Err(TrainingError::client(format!(
            "label_pad_width: {allowed} smaller than estimated width: {longest}. The {place} has a label of {longest} numbers, the longest \
             of its channel: set label_width to {longest} or more."
        )))
    }
}

impl Data for Dataset {
    fn len(&self) -> usize {
        self.images.len()
    }
}

impl Dataset {
    /// Finds the images of the channel `name` and checks every image's header and every box.
    ///
    /// # Errors
    /// [`TrainingError::Client`] that says which file or record is wrong, and what to do.
    pub(super) fn open(
        channels: &Channels<'_>,
        name: &str,
        hyperparameters: &Hyperparameters,
        log: &mut Log<'_>,
    ) -> Result<Self, TrainingError> {
        let files = ChannelFiles::list(channels, name, ANNOTATION_CHANNEL, "Object detection")?;
        let mut collector = Collector { hyperparameters, objects: Vec::new(), longest: (0, String::new()), grey: 0 };
        let images = match files.format {
            Format::RecordIo => ImageSet::of_records(name, &files, ANNOTATION_CHANNEL, |record, place| {
                let (labels, header) = (record.labels(), Header::read(record.image, place)?);
                let subject = collector.subject(place, header);
                collector.add(&packed::objects(&labels, subject)?, subject, header)?;
                collector.take_width(labels.len(), place);
                Ok(())
            })?,
            Format::Images => annotated::open(channels, name, &files, &mut collector, log)?,
        };
        images.check_not_empty()?;
        collector.check_width()?;
        if collector.grey > 0 {
            let grey = collector.grey;
            log.info(format_args!("{grey} images of the channel {name} are grey; they are trained on as RGB."));
        }
        if collector.objects.iter().all(Vec::is_empty) {
            log.warning(format_args!(
                "No image of the channel {name} shows an object, so nothing can be learned or judged by it."
            ));
        }
        Ok(Self { images, objects: collector.objects })
    }

    /// Where an image came from.
    ///
    /// # Errors
    /// When it cannot be read any more.
    pub(super) fn origin(&self, index: usize) -> Result<Origin, TrainingError> {
        self.images.origin(index)
    }

    /// Writes the pixels of an image, `[side, side, 3]`, and returns its objects.
    pub(super) fn load(
        &self,
        index: usize,
        side: usize,
        variation: Option<&mut Random>,
        pixels: &mut [u8],
    ) -> Result<Vec<Object>, TrainingError> {
        let (file, place) = self.images.read(index)?;
        let image = decode::decode(file.as_bytes(), &place)?.into_rgb8();
        let objects = self.objects.get(index).cloned().unwrap_or_default();
        let (image, objects) = match variation {
            Some(random) => augment::vary(&image, &objects, side, random),
            None => (scaled(image, side), objects),
        };
        if pixels.len() != image.len() {
            return Err(TrainingError::Algorithm(format!("the {place} has another size than the network takes")));
        }
        pixels.copy_from_slice(&image);
        Ok(objects)
    }
}

/// The image as a square, whatever its sides are.
fn scaled(image: RgbImage, side: usize) -> RgbImage {
    let side = u32::try_from(side).unwrap_or(u32::MAX);
    if image.dimensions() == (side, side) {
        return image;
    }
    DynamicImage::ImageRgb8(image).resize_exact(side, side, FilterType::Triangle).into_rgb8()
}
