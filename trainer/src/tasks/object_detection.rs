//! Object detection: where objects are in an image.
//!
//! * [`hyperparameters`] – the job's hyperparameters, typed and checked
//! * [`data`] – the channels with images and boxes
//! * [`identity`] – whether a parent's model is of this job's network
//! * [`average_precision`] – how good detections are
//! * [`log`] – log lines in the algorithm's words
//! * [`findings`] – what of an evaluated model's detections is wrong

mod average_precision;
mod data;
mod findings;
mod hyperparameters;
mod identity;
mod log;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use algorithms::{
    Algorithm,
    archive::{HYPERPARAMETERS, numbered},
    object_detection::{ALGORITHM, FILE_PREFIX, SYMBOL},
};
use mxnet_formats::ndarray_list::NamedArray;

use crate::{
    artifact,
    boxes::matching::Object,
    error::TrainingError,
    hyperparameters::pretrained::Pretrained,
    learner::Learner,
    log::Log,
    networks::{Network, detector::Detector},
    objective::boxes::Boxes,
    operations::Image,
    optimizer::Rule,
    program::Head,
    random::Random,
    stop::StopFlag,
    task::{self, Channels, Data, Settings, Step, Task, batch::Batch},
    tasks::python,
};
use average_precision::Judged;
use data::Dataset;
use hyperparameters::{Hyperparameters, ORDER};

/// Where a container finds its own defaults, and those of the job. Source: the same log.
const DEFAULTS: &str = "/opt/amazon/lib/python2.7/site-packages/algorithm/default-input.json";
const PROVIDED: &str = "/opt/ml/input/config/hyperparameters.json";

/// The warning when `use_pretrained_model` is left out.
const LEFT_OUT: &str = "use_pretrained_model is left out, so the job starts from random weights: the guide's default is 1, but containers \
                        began with 0. Choose 0 or 1.";

/// Object detection with a job's hyperparameters.
pub(crate) struct ObjectDetection {
    hyperparameters: Hyperparameters,
    detector: Detector,
    /// Whether a pattern of frozen layers was given that no parameter matches.
    freezes_nothing: bool,
    host: String,
}

/// What the validation channel says of a detector.
pub(crate) struct Validation {
    mean_average_precision: f64,
    is_finite: bool,
}

impl task::Validation for Validation {
    fn score(&self) -> f64 {
        self.mean_average_precision
    }

    fn is_finite(&self) -> bool {
        self.is_finite
    }
}

impl Task for ObjectDetection {
    type Objective = Boxes;
    type Data = Dataset;
    type Progress = log::Progress;
    type Validation = Validation;

    const ALGORITHM: &'static Algorithm = &ALGORITHM;
    const SCORE: &'static str = "validation mAP";
    const SMALLER_NETWORK: &'static str = "choose a smaller image_shape, or base_network resnet-50";

    fn announce(given: &BTreeMap<String, String>, log: &mut Log<'_>) {
        let defaults = python::dictionary(ORDER, &hyperparameters::defaults());
        log.info(format_args!("Reading default configuration from {DEFAULTS}: {defaults}"));
        log.info(format_args!("Merging with provided configuration from {PROVIDED}: {}", python::dictionary(ORDER, given)));
    }

    fn new(given: &BTreeMap<String, String>, host: &str) -> Result<Self, TrainingError> {
        let hyperparameters = Hyperparameters::parse(given)?;
        let mut detector = Detector::new(hyperparameters.form);
        let mut freezes_nothing = false;
        if let Some(pattern) = &hyperparameters.frozen {
            let arguments = detector.network.arguments.iter_mut().filter(|argument| pattern.is_match(&argument.name));
            freezes_nothing = arguments.map(|argument| argument.learned = false).count() == 0;
        }
        Ok(Self { hyperparameters, detector, freezes_nothing, host: host.to_owned() })
    }

    fn log_configuration(&self, log: &mut Log<'_>) {
        log.info(format_args!("Final configuration: {}", python::dictionary(ORDER, &self.hyperparameters.configuration)));
        for note in &self.hyperparameters.notes {
            log.info(note);
        }
        if self.freezes_nothing {
            log.warning(
                "freeze_layer_pattern matches the beginning of no parameter's name, so all layers are trained. Names are like \
                 stage1_unit1_conv1_weight (resnet-50) and conv1_1_weight (vgg-16).",
            );
        }
        log.info("Using [cpu(0)] as training context.");
    }

    fn settings(&self) -> Settings {
        let Hyperparameters { epochs, mini_batch_size, num_training_samples, rule, early_stopping, .. } = self.hyperparameters;
        Settings {
            epochs,
            mini_batch_size,
            largest_batch: mini_batch_size,
            num_training_samples,
            rule,
            early_stopping,
            checkpoint_frequency: None,
        }
    }

    fn pretrained_name(&self) -> Option<&'static str> {
        let base = self.hyperparameters.form.base;
        (self.hyperparameters.pretrained == Pretrained::Wanted).then(|| identity::name_of(base))
    }

    fn check_start(&self, has_model: bool, log: &mut Log<'_>) -> Result<(), TrainingError> {
        self.hyperparameters.pretrained.check_start(
            has_model,
            identity::name_of(self.hyperparameters.form.base),
            Self::ALGORITHM,
            LEFT_OUT,
            log,
        )
    }

    fn network(&self) -> Result<Network, TrainingError> {
        Ok(self.detector.network.clone())
    }

    fn network_name(&self) -> String {
        let form = self.hyperparameters.form;
        format!("Single-shot detector on {} for {} pixels", identity::name_of(form.base), form.side)
    }

    fn open(&self, channels: &Channels<'_>, name: &str, log: &mut Log<'_>) -> Result<Dataset, TrainingError> {
        Dataset::open(channels, name, &self.hyperparameters, log)
    }

    fn load(
        &self,
        data: &Dataset,
        index: usize,
        variation: Option<&mut Random>,
        pixels: &mut [u8],
    ) -> Result<Vec<Object>, TrainingError> {
        data.load(index, self.hyperparameters.form.side, variation, pixels)
    }

    fn objective(&self, _: &Dataset) -> Boxes {
        let form = self.hyperparameters.form;
        Boxes::new(self.detector.features.clone(), form.num_classes, form.nms_threshold)
    }

    fn rate(&self, step: Step) -> f32 {
        self.hyperparameters.schedule.rate(step.epoch)
    }

    fn cure_of_divergence(&self, rate: f32) -> String {
        match self.hyperparameters.rule {
            Rule::Adadelta { .. } => "Choose another optimizer, and a small learning_rate.".to_owned(),
            _ => format!("Choose a learning_rate below {rate}."),
        }
    }

    fn progress(&self, start: Step, batches: usize) -> log::Progress {
        log::Progress::new(self.host.clone(), start.epoch, batches)
    }

    fn validate(
        &self,
        learner: &mut Learner<Boxes>,
        data: &Dataset,
        stop: &StopFlag,
    ) -> Result<Option<Validation>, TrainingError> {
        let places: Vec<usize> = (0..data.len()).collect();
        let threshold = self.hyperparameters.overlap_threshold;
        let (mut judged, mut is_finite): (Vec<Judged>, bool) = (Vec::with_capacity(places.len()), true);
        for images in places.chunks(self.hyperparameters.mini_batch_size) {
            if stop.is_requested() {
                return Ok(None);
            }
            let batch = Batch { task: self, data, images, variation: None };
            let found = learner.evaluate(&batch, images.len(), |boxes, heads, image, objects| {
                let detections = boxes.detections(heads, image);
                (average_precision::judge(&detections, objects, threshold), are_finite(heads, image))
            })?;
            for (image, has_numbers) in found {
                judged.push(image);
                is_finite &= has_numbers;
            }
        }
        let mean_average_precision = average_precision::mean(&judged, self.hyperparameters.form.num_classes);
        Ok(Some(Validation { mean_average_precision, is_finite }))
    }

    fn log_loaded(&self, validation: &Validation, log: &mut Log<'_>) {
        log.info(format_args!("Validation mAP of the loaded model={}", python::number(validation.mean_average_precision)));
    }

    fn log_validation(&self, epoch: usize, _: Duration, validation: &Validation, log: &mut Log<'_>) {
        log::validation(&self.host, epoch, validation.mean_average_precision, log);
    }

    fn log_end_of_epoch(&self, epoch: usize, log: &mut Log<'_>) {
        log::progress(&self.host, epoch, self.hyperparameters.epochs, log);
    }

    fn best_line(&self, score: f64) -> Option<String> {
        Some(format!("Updating the best model with validation-mAP={}", python::number(score)))
    }

    /// One name for all epochs: the file holds the best one's.
    fn file_name(&self, _: usize) -> String {
        numbered(FILE_PREFIX, 0)
    }

    fn checkpoint_prefix(&self) -> &'static str {
        FILE_PREFIX
    }

    fn write_description(&self, network: &Network, folder: &Path) -> Result<(), TrainingError> {
        std::fs::create_dir_all(folder).map_err(|error| TrainingError::file("Creating", folder, &error))?;
        artifact::write(&folder.join(SYMBOL), |file| file.write_all(network.symbol.text().as_bytes()))?;
        let text = python::json(ORDER, &self.hyperparameters.configuration);
        artifact::write(&folder.join(HYPERPARAMETERS), |file| file.write_all(text.as_bytes()))
    }

    fn finish(&self, files: &[PathBuf], log: &mut Log<'_>) -> Result<(), TrainingError> {
        for path in files {
            log.info(self.saved_line(path));
        }
        log.info("Test data is not provided.");
        Ok(())
    }

    fn compare(&self, description: &[u8], arrays: &[NamedArray]) -> Result<(), TrainingError> {
        identity::compare(description, arrays, self.hyperparameters.form)
    }

    fn answer(&self, objective: &Boxes, heads: &[Head], image: &mut Image, _: &Vec<Object>) -> Vec<u8> {
        let rows: Vec<[f64; 6]> = objective.detections(heads, image).iter().map(|detection| detection.row()).collect();
        serde_json::to_vec(&serde_json::json!({ "prediction": rows })).unwrap_or_default()
    }
}

/// Whether all that the network says of an image are numbers.
fn are_finite(heads: &[Head], image: &Image) -> bool {
    heads.iter().all(|head| image.values[head.tensor.0].iter().all(|value| value.is_finite()))
}
