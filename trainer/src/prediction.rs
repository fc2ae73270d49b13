//! What a model predicts.

use std::path::Path;

use crate::{
    container::Container,
    error::TrainingError,
    learner::Learner,
    log::Log,
    model_channel,
    task::{Channels, Data, Task, batch::Batch},
    tasks::{
        BuiltInAlgorithm, image_classification::ImageClassification, object_detection::ObjectDetection,
        semantic_segmentation::SemanticSegmentation,
    },
};

/// What an endpoint would answer for each image of the channel `validation` in order, by the model in the channel `model`.
/// Configuration and channels are those of a job in `root`; nothing is written.
///
/// # Errors
/// As a job that starts from this model.
pub fn predict(algorithm: BuiltInAlgorithm, root: &Path) -> Result<Vec<Vec<u8>>, TrainingError> {
    match algorithm {
        BuiltInAlgorithm::ImageClassification => answers::<ImageClassification>(root),
        BuiltInAlgorithm::ObjectDetection => answers::<ObjectDetection>(root),
        BuiltInAlgorithm::SemanticSegmentation => answers::<SemanticSegmentation>(root),
    }
}

fn answers<T: Task>(root: &Path) -> Result<Vec<Vec<u8>>, TrainingError> {
    let container = Container::new(root);
    let task = T::new(&container.hyperparameters()?, &container.host()?)?;
    let configuration = container.channels()?;
    let network = task.network()?;
    let model = model_channel::load(&container, &task, &network)?;
    let channels = Channels { container: &container, configuration: &configuration };
    let data = task.open(&channels, "validation", &mut Log::new(&mut std::io::sink()))?;
    let places: Vec<usize> = (0..data.len()).collect();
    let size = task.settings().largest_batch;
    let mut learner = Learner::new(network, model.parameters, size, task.objective(&data));
    let mut answers = Vec::with_capacity(places.len());
    for images in places.chunks(size) {
        let batch = Batch { task: &task, data: &data, images, variation: None };
        answers
            .extend(learner.evaluate(&batch, images.len(), |objective, heads, image, target| {
                task.answer(objective, heads, image, target)
            })?);
    }
    Ok(answers)
}
