//! What a model predicts.

use std::path::Path;

use crate::{
    container::Container,
    data::{Dataset, batch::Batch},
    error::TrainingError,
    hyperparameters::Hyperparameters,
    learner::Learner,
    model_channel,
    networks::{architecture::Architecture, residual_v2::classifier},
    numerics::loss::{Loss, multi_label::Weights},
    objective::{
        Objective,
        classes::{self, Classes},
    },
};

/// The probabilities of the classes, for each image of the channel `validation` in order, by the model in the channel `model`.
/// Configuration and channels are those of a job in `root`; nothing is written.
///
/// # Errors
/// As a job that starts from this model.
pub fn predict(root: &Path) -> Result<Vec<Vec<f32>>, TrainingError> {
    let container = Container::new(root);
    let hyperparameters = Hyperparameters::parse(&container.hyperparameters()?)?;
    let channels = container.channels()?;
    let architecture = Architecture::new(hyperparameters.num_layers, hyperparameters.num_classes, hyperparameters.image_shape)?;
    let network = classifier(&architecture, hyperparameters.multi_label);
    let model = model_channel::load(&container, &network, &architecture)?;
    let validation = Dataset::open(&container, &channels, "validation", &hyperparameters)?;
    let places: Vec<usize> = (0..validation.len()).collect();
    let size = hyperparameters.mini_batch_size;
    let loss = if hyperparameters.multi_label { Loss::MultiLabel(Weights::default()) } else { Loss::SingleLabel };
    let mut learner = Learner::new(network, model.parameters, size, Classes { loss, top: 1 });
    let mut predictions = Vec::with_capacity(places.len());
    for images in places.chunks(size) {
        let batch = Batch { dataset: &validation, hyperparameters: &hyperparameters, images, variation: None };
        predictions.extend(learner.evaluate(&batch, images.len(), |objective, heads, image, target| {
            objective.score(heads, image, target, &mut ());
            classes::classes(heads, image).to_vec()
        })?);
    }
    Ok(predictions)
}
