//! How well a network does, epoch by epoch, on several sets of images at once.

use std::{io::Write, path::Path};

use crate::{
    container::Container,
    error::TrainingError,
    log::Log,
    stop::StopFlag,
    task::{Channels, Task, Validation},
    tasks::{
        BuiltInAlgorithm, image_classification::ImageClassification, object_detection::ObjectDetection,
        semantic_segmentation::SemanticSegmentation,
    },
    training::prepare,
};

/// Trains in `root` as [`run`](crate::run), and gives for each epoch its scores on `channels`, in their order. They are channels of the
/// container beside its `validation`.
///
/// # Errors
/// As [`run`](crate::run).
pub fn learning_curve(
    algorithm: BuiltInAlgorithm,
    root: &Path,
    seed: u64,
    channels: &[&str],
    output: &mut dyn Write,
) -> Result<Vec<Vec<f64>>, TrainingError> {
    match algorithm {
        BuiltInAlgorithm::ImageClassification => curve::<ImageClassification>(root, seed, channels, output),
        BuiltInAlgorithm::ObjectDetection => curve::<ObjectDetection>(root, seed, channels, output),
        BuiltInAlgorithm::SemanticSegmentation => curve::<SemanticSegmentation>(root, seed, channels, output),
    }
}

fn curve<T: Task>(root: &Path, seed: u64, names: &[&str], output: &mut dyn Write) -> Result<Vec<Vec<f64>>, TrainingError> {
    let (mut log, stop) = (Log::new(output), StopFlag::new());
    let container = Container::new(root);
    let task = T::new(&container.hyperparameters()?, &container.host()?)?;
    let configuration = container.channels()?;
    let channels = Channels { container: &container, configuration: &configuration };
    let sets = names.iter().map(|name| task.open(&channels, name, &mut log)).collect::<Result<Vec<_>, _>>()?;
    let mut curve = Vec::new();
    let session = prepare(&container, &task, seed, &mut log)?;
    session.run_observed(&stop, &mut log, &mut |learner| {
        let score = |set| Ok(task.validate(learner, set, &stop)?.map_or(f64::NAN, |validation| validation.score()));
        curve.push(sets.iter().map(score).collect::<Result<Vec<f64>, TrainingError>>()?);
        Ok(())
    })?;
    Ok(curve)
}
