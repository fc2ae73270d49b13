//! Semantic segmentation: which class each pixel of an image is of.
//!
//! * [`hyperparameters`], [`schedule`] – the job's hyperparameters, typed and checked
//! * [`data`] – the channels with images and masks
//! * [`identity`] – whether a parent's model is of this job's network
//! * [`compared`], [`whole`] – what the network finds in images beside their masks; images that are not cut
//! * [`mean_iou`] – how good the classes of pixels are
//! * [`findings`], [`drawn`] – what an evaluation says of them, and draws
//! * [`log`] – log lines in the algorithm's words

mod compared;
mod data;
mod drawn;
mod findings;
mod hyperparameters;
mod identity;
mod log;
mod mean_iou;
mod schedule;
mod whole;

use std::{
    collections::BTreeMap,
    io::Cursor,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use algorithms::{Algorithm, archive::HYPERPARAMETERS, semantic_segmentation::ALGORITHM};
use image::{GrayImage, ImageFormat};
use mxnet_formats::ndarray_list::NamedArray;

use crate::{
    artifact,
    error::TrainingError,
    hyperparameters::pretrained::Pretrained,
    learner::Learner,
    log::Log,
    networks::{Network, segmenter::segmenter},
    objective::pixels::Pixels,
    operations::Image,
    parameter::Specification,
    program::Head,
    random::Random,
    stop::StopFlag,
    task::{self, Channels, Data, Settings, Step, Task},
    tasks::python,
};
use data::Dataset;
use hyperparameters::{Hyperparameters, ORDER};
use mean_iou::Overlap;
use whole::Whole;

/// Classes that masks can hold beside the number of pixels that are ignored.
const MAX_CLASSES: u8 = 254;
/// The best parameters so far, and the same when the job is over.
const BEST: &str = "model_best.params";
const LAST: &str = "model_algo-1";

/// The warning when `use_pretrained_model` is left out.
const LEFT_OUT: &str = "use_pretrained_model is left out, so the job starts from random weights, although the service's default is True. \
                        Choose True or False.";

/// What to do in a job when a whole image is too large for the memory.
const SMALLER_WHOLE_IMAGES: &str = "Choose a validation_mini_batch_size of 2 or more, which cuts the middle out of each image, or \
                                    smaller images.";

/// Semantic segmentation with a job's hyperparameters.
pub(crate) struct SemanticSegmentation {
    hyperparameters: Hyperparameters,
    host: String,
}

/// What the validation channel says of a network.
pub(crate) struct Validation {
    overlap: Overlap,
    is_finite: bool,
    /// Batches and the speed of the last ones, as the log has them.
    notices: Vec<(usize, String)>,
    images: usize,
    time: Duration,
}

impl task::Validation for Validation {
    fn score(&self) -> f64 {
        self.overlap.mean_iou()
    }

    fn is_finite(&self) -> bool {
        self.is_finite
    }
}

impl Task for SemanticSegmentation {
    type Objective = Pixels;
    type Data = Dataset;
    type Progress = log::Progress;
    type Validation = Validation;

    const ALGORITHM: &'static Algorithm = &ALGORITHM;
    const SCORE: &'static str = "validation mIOU";
    const SMALLER_NETWORK: &'static str = "choose a smaller crop_size, or backbone resnet-50";

    fn announce(_: &BTreeMap<String, String>, _: &mut Log<'_>) {}

    fn new(given: &BTreeMap<String, String>, host: &str) -> Result<Self, TrainingError> {
        Ok(Self { hyperparameters: Hyperparameters::parse(given)?, host: host.to_owned() })
    }

    fn log_configuration(&self, log: &mut Log<'_>) {
        log.info(format_args!("Final configuration: {}", python::dictionary(ORDER, &self.hyperparameters.configuration)));
        for note in &self.hyperparameters.notes {
            log.info(note);
        }
    }

    fn settings(&self) -> Settings {
        let Hyperparameters { epochs, mini_batch_size, num_training_samples, rule, early_stopping, .. } = self.hyperparameters;
        // Batches of validation need not be larger: their images do not depend on each other.
        let largest_batch = mini_batch_size;
        Settings {
            epochs,
            mini_batch_size,
            largest_batch,
            num_training_samples,
            rule,
            early_stopping,
            checkpoint_frequency: None,
        }
    }

    fn pretrained_name(&self) -> Option<&'static str> {
        let backbone = self.hyperparameters.form.backbone;
        (self.hyperparameters.pretrained == Pretrained::Wanted).then(|| identity::toolkit_name(backbone))
    }

    fn check_start(&self, has_model: bool, log: &mut Log<'_>) -> Result<(), TrainingError> {
        let network = identity::toolkit_name(self.hyperparameters.form.backbone);
        self.hyperparameters.pretrained.check_start(has_model, network, Self::ALGORITHM, LEFT_OUT, log)
    }

    fn network(&self) -> Result<Network, TrainingError> {
        Ok(segmenter(self.hyperparameters.form))
    }

    fn network_name(&self) -> String {
        let form = self.hyperparameters.form;
        let (head, backbone) = (identity::head_name(form.head), identity::name_of(form.backbone));
        format!("Segmenter {head} on {backbone} for {} pixels", form.height)
    }

    fn open(&self, channels: &Channels<'_>, name: &str, log: &mut Log<'_>) -> Result<Dataset, TrainingError> {
        let data = Dataset::open(channels, name, &self.hyperparameters, log)?;
        if name == "validation" {
            // The algorithm says so when it has read both channels.
            let (of_epoch, epochs) = (self.hyperparameters.schedule.of_epoch, self.hyperparameters.epochs);
            log.info(format_args!("LRScheduler setup: iters per epoch: {of_epoch}, num_epochs {epochs}"));
        }
        Ok(data)
    }

    fn load(
        &self,
        data: &Dataset,
        index: usize,
        variation: Option<&mut Random>,
        pixels: &mut [u8],
    ) -> Result<Vec<u8>, TrainingError> {
        data.load(index, variation, pixels)
    }

    fn objective(&self, _: &Dataset) -> Pixels {
        let form = self.hyperparameters.form;
        Pixels { num_classes: form.num_classes, height: form.height, width: form.width }
    }

    /// What does not fill a batch is carried into the next epoch.
    fn batches(&self, epoch: usize, order: &dyn Fn(usize) -> Vec<usize>) -> Vec<Vec<usize>> {
        carried_over(epoch, order, self.hyperparameters.mini_batch_size)
    }

    fn rate(&self, step: Step) -> f32 {
        self.hyperparameters.schedule.rate(step)
    }

    fn progress(&self, start: Step, batches: usize) -> log::Progress {
        log::Progress::new(self.host.clone(), self.hyperparameters.schedule.clone(), start, batches)
    }

    fn validate(
        &self,
        learner: &mut Learner<Pixels>,
        data: &Dataset,
        stop: &StopFlag,
    ) -> Result<Option<Validation>, TrainingError> {
        let Hyperparameters { form, mini_batch_size, validation_mini_batch_size, .. } = self.hyperparameters;
        let (places, mut whole) = ((0..data.len()).collect::<Vec<usize>>(), Whole::new(SMALLER_WHOLE_IMAGES, stop.clone()));
        let mut counter = Counter::new(validation_mini_batch_size);
        for images in places.chunks(if self.judges_whole_images() { 1 } else { mini_batch_size }) {
            if stop.is_requested() {
                return Ok(None);
            }
            let found = self.each_compared(learner, (data, images), &mut whole, |compared| {
                (Overlap::of(&compared.classes, compared.truth, form.num_classes), compared.is_finite)
            })?;
            found.iter().for_each(|(overlap, is_finite)| counter.image(overlap, *is_finite));
        }
        Ok(Some(counter.finish()))
    }

    fn log_loaded(&self, validation: &Validation, log: &mut Log<'_>) {
        let overlap = &validation.overlap;
        for (name, value) in [("pixel_accuracy", overlap.pixel_accuracy()), ("mIOU", overlap.mean_iou())] {
            log.info(format_args!("Validation {name} of the loaded model={}", python::number(value)));
        }
    }

    fn log_validation(&self, epoch: usize, _: Duration, validation: &Validation, log: &mut Log<'_>) {
        log::validation(&self.host, epoch, validation, log);
    }

    fn log_end_of_epoch(&self, epoch: usize, log: &mut Log<'_>) {
        log::progress(&self.host, epoch, self.hyperparameters.epochs, log);
    }

    fn best_line(&self, _: f64) -> Option<String> {
        None
    }

    fn saved_line(&self, path: &Path) -> String {
        format!("Serializing model to {}", path.display())
    }

    /// One name for all epochs: the file holds the best one's.
    fn file_name(&self, _: usize) -> String {
        BEST.to_owned()
    }

    fn checkpoint_prefix(&self) -> &'static str {
        LAST
    }

    fn array_name(&self, specification: &Specification) -> String {
        specification.name.clone()
    }

    fn write_description(&self, _: &Network, folder: &Path) -> Result<(), TrainingError> {
        std::fs::create_dir_all(folder).map_err(|error| TrainingError::file("Creating", folder, &error))?;
        let text = python::json(ORDER, &self.hyperparameters.configuration);
        artifact::write(&folder.join(HYPERPARAMETERS), |file| file.write_all(text.as_bytes()))
    }

    /// Which epoch the algorithm's last file holds is not known; here it is the best one, as with the other algorithms.
    fn finish(&self, files: &[PathBuf], log: &mut Log<'_>) -> Result<(), TrainingError> {
        for best in files {
            let last = best.with_file_name(LAST);
            let mut source = std::fs::File::open(best).map_err(|error| TrainingError::file("Reading", best, &error))?;
            artifact::write(&last, |file| std::io::copy(&mut source, file).map(|_| ()))?;
            log.info(self.saved_line(&last));
        }
        log.info("Test data is not provided.");
        Ok(())
    }

    fn compare(&self, description: &[u8], arrays: &[NamedArray]) -> Result<(), TrainingError> {
        identity::compare(description, arrays, self.hyperparameters.form, self.hyperparameters.crop_size)
    }

    /// A PNG file with the class of each pixel of the crop.
    fn answer(&self, objective: &Pixels, heads: &[Head], image: &mut Image, _: &Vec<u8>) -> Vec<u8> {
        let (width, height) = (objective.width as u32, objective.height as u32);
        let mut bytes = Cursor::new(Vec::new());
        if let Some(classes) = GrayImage::from_raw(width, height, objective.classes(heads, image)) {
            // Memory takes everything.
            classes.write_to(&mut bytes, ImageFormat::Png).unwrap_or_default();
        }
        bytes.into_inner()
    }
}

/// Adds up what is found in the images of a channel.
struct Counter {
    validation: Validation,
    /// Images between two notices.
    interval: usize,
    started: Instant,
    noticed: Instant,
}

impl Counter {
    fn new(batch: usize) -> Self {
        let now = Instant::now();
        let (overlap, time) = (Overlap::default(), Duration::ZERO);
        let validation = Validation { overlap, is_finite: true, notices: Vec::new(), images: 0, time };
        Self { validation, interval: batch.saturating_mul(log::FREQUENCY), started: now, noticed: now }
    }

    fn image(&mut self, overlap: &Overlap, is_finite: bool) {
        let Validation { overlap: sum, is_finite: all, notices, images, .. } = &mut self.validation;
        sum.add(overlap);
        *all &= is_finite;
        *images += 1;
        if images.is_multiple_of(self.interval) {
            notices.push((*images / self.interval * log::FREQUENCY, log::speed(self.interval, self.noticed.elapsed())));
            self.noticed = Instant::now();
        }
    }

    fn finish(self) -> Validation {
        Validation { time: self.started.elapsed(), ..self.validation }
    }
}

/// The batches of an epoch, when the orders of all epochs make one row and a batch may begin in one and end in the next.
fn carried_over(epoch: usize, order: &dyn Fn(usize) -> Vec<usize>, size: usize) -> Vec<Vec<usize>> {
    let own = order(epoch);
    let (images, size) = (own.len().max(1), size.max(1));
    let (first, end) = (epoch * images / size, (epoch + 1) * images / size);
    let before = epoch * images - first * size;
    let mut row = Vec::with_capacity(before + images);
    if before > 0 {
        // A batch is not larger than an epoch, so what is left is from the one before.
        let earlier = order(epoch - 1);
        row.extend(earlier.iter().skip(images - before));
    }
    row.extend(own);
    row.chunks_exact(size).take(end - first).map(<[usize]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A published log has 1,464 images in batches of 16, and 91 and 92 batches in turn.
    #[test]
    fn what_does_not_fill_a_batch_is_carried_into_the_next_epoch() {
        let order = |epoch: usize| (0..1464).map(|image| image + 10_000 * epoch).collect::<Vec<usize>>();
        let counts: Vec<usize> = (0..4).map(|epoch| carried_over(epoch, &order, 16).len()).collect();
        assert_eq!(counts, [91, 92, 91, 92]);
        let small = |epoch: usize| vec![10 * epoch, 10 * epoch + 1, 10 * epoch + 2, 10 * epoch + 3, 10 * epoch + 4];
        let row: Vec<Vec<usize>> = (0..4).flat_map(|epoch| carried_over(epoch, &small, 3)).collect();
        let expected: Vec<usize> = (0..4).flat_map(small).take(18).collect();
        assert_eq!(row.concat(), expected);
        assert!(row.iter().all(|batch| batch.len() == 3));
        assert_eq!(carried_over(7, &small, 5), [small(7)]);
    }
}
