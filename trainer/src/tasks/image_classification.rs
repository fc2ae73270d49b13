//! Image classification: what an image shows.
//!
//! * [`hyperparameters`] – the job's hyperparameters, typed and checked
//! * [`data`] – the channels with images
//! * [`identity`] – whether a parent's model is of this job's network
//! * [`log`] – log lines in the algorithm's words
//! * [`answers`] – which answers of a model are wrong

mod answers;
mod data;
mod hyperparameters;
mod identity;
mod log;

use std::{collections::BTreeMap, path::Path, time::Duration};

use algorithms::{
    Algorithm,
    archive::{MODEL_SHAPES, numbered},
    image_classification::{ALGORITHM, FILE_PREFIX, SYMBOL},
};
use mxnet_formats::{model_shapes::write_model_shapes, ndarray_list::NamedArray};

use crate::{
    artifact,
    error::TrainingError,
    learner::Learner,
    log::Log,
    networks::{Network, architecture::Architecture, residual_v2::classifier},
    numerics::loss::{Loss, Score, multi_label::Weights},
    objective::{
        Score as _,
        classes::{self, Classes, Target},
    },
    operations::Image,
    program::Head,
    random::Random,
    stop::StopFlag,
    task::{Channels, Data, Settings, Step, Task, batch::Batch},
};
use data::Dataset;
use hyperparameters::Hyperparameters;

/// Image classification with a job's hyperparameters.
pub(crate) struct ImageClassification {
    hyperparameters: Hyperparameters,
}

impl ImageClassification {
    fn architecture(&self) -> Result<Architecture, TrainingError> {
        let Hyperparameters { num_layers, num_classes, image_shape, .. } = self.hyperparameters;
        Architecture::new(num_layers, num_classes, image_shape)
    }
}

impl Task for ImageClassification {
    type Objective = Classes;
    type Data = Dataset;
    type Progress = log::Progress;
    type Validation = Score;

    const ALGORITHM: &'static Algorithm = &ALGORITHM;
    const SCORE: &'static str = "validation accuracy";
    const SMALLER_NETWORK: &'static str = "choose fewer num_layers";

    fn announce(_: &BTreeMap<String, String>, log: &mut Log<'_>) {
        log.info("Reading provided configuration from input/config");
    }

    fn new(given: &BTreeMap<String, String>, _: &str) -> Result<Self, TrainingError> {
        Ok(Self { hyperparameters: Hyperparameters::parse(given)? })
    }

    fn log_configuration(&self, log: &mut Log<'_>) {
        let configuration = serde_json::to_string(&self.hyperparameters.configuration).unwrap_or_default();
        log.info(format_args!("Final configuration: {configuration}"));
        for note in &self.hyperparameters.notes {
            log.info(note);
        }
    }

    fn settings(&self) -> Settings {
        let Hyperparameters { epochs, mini_batch_size, num_training_samples, rule, early_stopping, checkpoint_frequency, .. } =
            self.hyperparameters;
        Settings {
            epochs,
            mini_batch_size,
            largest_batch: mini_batch_size,
            num_training_samples,
            rule,
            early_stopping,
            checkpoint_frequency,
        }
    }

    fn check_start(&self, has_model: bool, log: &mut Log<'_>) -> Result<(), TrainingError> {
        match (self.hyperparameters.use_pretrained_model, has_model) {
            (true, false) => Err(TrainingError::client(
                "use_pretrained_model is 1, but this engine has no pretrained weights. Set it to 0, or add a model channel with the \
                 model.tar.gz of an earlier job.",
            )),
            (true, true) => {
                log.info("use_pretrained_model is ignored because there is a model channel.");
                Ok(())
            }
            (false, _) => Ok(()),
        }
    }

    fn network(&self) -> Result<Network, TrainingError> {
        Ok(classifier(&self.architecture()?, self.hyperparameters.multi_label))
    }

    fn network_name(&self) -> String {
        format!("ResNet with {} layers", self.hyperparameters.num_layers)
    }

    fn open(&self, channels: &Channels<'_>, name: &str, _: &mut Log<'_>) -> Result<Dataset, TrainingError> {
        Dataset::open(channels, name, &self.hyperparameters)
    }

    fn load(
        &self,
        data: &Dataset,
        index: usize,
        variation: Option<&mut Random>,
        pixels: &mut [u8],
    ) -> Result<Target, TrainingError> {
        data.load(index, &self.hyperparameters, variation, pixels)
    }

    fn objective(&self, train: &Dataset) -> Classes {
        let Hyperparameters { multi_label, use_weighted_loss, num_classes, top_k, .. } = self.hyperparameters;
        let loss = match (multi_label, use_weighted_loss) {
            (false, _) => Loss::SingleLabel,
            (true, false) => Loss::MultiLabel(Weights::default()),
            (true, true) => Loss::MultiLabel(Weights::balanced(train.targets(), num_classes)),
        };
        Classes { loss, top: top_k.unwrap_or(1) }
    }

    fn rate(&self, step: Step) -> f32 {
        self.hyperparameters.schedule.rate(step.epoch)
    }

    fn progress(&self, start: Step, batches: usize) -> log::Progress {
        log::Progress::new(start.epoch, batches, self.hyperparameters.top_k)
    }

    fn validate(&self, learner: &mut Learner<Classes>, data: &Dataset, stop: &StopFlag) -> Result<Option<Score>, TrainingError> {
        let places: Vec<usize> = (0..data.len()).collect();
        let mut total = Score::default();
        for images in places.chunks(self.hyperparameters.mini_batch_size) {
            if stop.is_requested() {
                return Ok(None);
            }
            let batch = Batch { task: self, data, images, variation: None };
            total.add(&learner.score(&batch, images.len())?);
        }
        Ok(Some(total))
    }

    fn log_loaded(&self, validation: &Score, log: &mut Log<'_>) {
        log::loaded(validation, log);
    }

    fn log_validation(&self, epoch: usize, time: Duration, validation: &Score, log: &mut Log<'_>) {
        log::validation(epoch, time, validation, self.hyperparameters.top_k, log);
    }

    fn best_line(&self, score: f64) -> Option<String> {
        Some(format!("Storing the best model with validation accuracy: {score:.6}"))
    }

    fn file_name(&self, epoch: usize) -> String {
        numbered(FILE_PREFIX, epoch)
    }

    fn checkpoint_prefix(&self) -> &'static str {
        FILE_PREFIX
    }

    fn write_description(&self, network: &Network, folder: &Path) -> Result<(), TrainingError> {
        std::fs::create_dir_all(folder).map_err(|error| TrainingError::file("Creating", folder, &error))?;
        artifact::write(&folder.join(SYMBOL), |file| file.write_all(network.symbol.text().as_bytes()))?;
        let shapes = write_model_shapes(self.hyperparameters.image_shape);
        artifact::write(&folder.join(MODEL_SHAPES), |file| file.write_all(shapes.as_bytes()))
    }

    fn compare(&self, description: &[u8], arrays: &[NamedArray]) -> Result<(), TrainingError> {
        identity::compare(description, arrays, &self.architecture()?)
    }

    fn answer(&self, objective: &Classes, heads: &[Head], image: &mut Image, target: &Target) -> Vec<u8> {
        use crate::objective::Objective as _;
        objective.score(heads, image, target, &mut ());
        serde_json::to_vec(classes::classes(heads, image)).unwrap_or_default()
    }
}
