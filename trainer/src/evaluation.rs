//! What the model in the channel `model` makes of the images of the channel `validation`: `output/evaluation.json`, and of a
//! segmenter masks in `output/masks`.
//!
//! Only what was looked at is kept in memory, so a bound on the images bounds the file. A program that reads the progress and
//! goes away ends the evaluation: the next line cannot be written.

use std::{io::Write, path::Path, process::ExitCode};

use domain::evaluation::{EvaluationOutput, ImagesDone, MAX_EVALUATED_IMAGES};

use crate::{
    artifact,
    container::Container,
    error::TrainingError,
    learner::Learner,
    log::Log,
    memory, model_channel,
    networks::Network,
    process,
    program::Program,
    task::{
        Channels, Data,
        evaluation::{Answers, Evaluated, EvaluatedTask, NamedFiles},
    },
    tasks::{
        BuiltInAlgorithm, image_classification::ImageClassification, object_detection::ObjectDetection,
        semantic_segmentation::SemanticSegmentation,
    },
};

/// Images that are computed at once. More would not be faster, and the progress is told after each batch.
const MAX_BATCH: usize = 16;

/// Evaluates in `root` and prints the progress to standard output. A failure goes to `output/failure` below `root`.
pub fn main(algorithm: BuiltInAlgorithm, root: &Path) -> ExitCode {
    let failure = Container::new(root).failure();
    process::end_on_panic(failure.clone());
    match evaluate(algorithm, root, &mut std::io::stdout()) {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => process::fail(&failure, &error),
    }
}

/// Evaluates the first [`MAX_EVALUATED_IMAGES`] images of the channel `validation` by the model in the channel `model`, and writes
/// `output/evaluation.json` and masks beside it. Configuration and channels are those of a job in `root`. A line of [`ImagesDone`] goes to `progress`
/// after each batch.
///
/// # Errors
/// As a job that starts from this model; also when `progress` cannot be written.
pub fn evaluate(algorithm: BuiltInAlgorithm, root: &Path, progress: &mut dyn Write) -> Result<EvaluationOutput, TrainingError> {
    match algorithm {
        BuiltInAlgorithm::ImageClassification => evaluate_task::<ImageClassification>(root, progress),
        BuiltInAlgorithm::ObjectDetection => evaluate_task::<ObjectDetection>(root, progress),
        BuiltInAlgorithm::SemanticSegmentation => evaluate_task::<SemanticSegmentation>(root, progress),
    }
}

fn evaluate_task<T: EvaluatedTask>(root: &Path, progress: &mut dyn Write) -> Result<EvaluationOutput, TrainingError> {
    let container = Container::new(root);
    let task = T::new(&container.hyperparameters()?, &container.host()?)?;
    let configuration = container.channels()?;
    let network = task.network()?;
    let model = model_channel::load(&container, &task, &network)?;
    let channels = Channels { container: &container, configuration: &configuration };
    let data = task.open(&channels, "validation", &mut Log::new(&mut std::io::sink()))?;
    let batch = batch_size(&network)?.min(task.largest_batch());
    let mut learner = Learner::new(network, model.parameters, batch, task.objective(&data));
    let limit = usize::try_from(MAX_EVALUATED_IMAGES).unwrap_or(usize::MAX);
    let places: Vec<usize> = (0..data.len().min(limit)).collect();
    let (mut answers, mut files) = (task.answers(), NamedFiles::default());
    let mut done = ImagesDone { done: 0, images: places.len() as u64 };
    report(progress, done)?;
    for images in places.chunks(batch) {
        let seen = task.look(&mut learner, &data, images, &mut answers)?;
        for (image, seen) in images.iter().zip(seen) {
            if let Some(found) = answers.take(seen)? {
                answers.keep(found, files.place(task.origin(&data, *image)?))?;
            }
        }
        done.done += images.len() as u64;
        report(progress, done)?;
    }
    let Evaluated { findings, masks } = answers.into_evaluated();
    let output = EvaluationOutput {
        parameters: model.file.name,
        epoch: u32::try_from(model.file.epoch).unwrap_or(u32::MAX),
        images: done.images,
        available: data.len() as u64,
        files: files.into_paths(),
        findings,
    };
    write_masks(&container.masks(), &masks)?;
    write(&container, &output)?;
    Ok(output)
}

fn report(progress: &mut dyn Write, done: ImagesDone) -> Result<(), TrainingError> {
    let line = serde_json::to_string(&done).unwrap_or_default();
    let written = writeln!(progress, "{line}").and_then(|()| progress.flush());
    written.map_err(|error| TrainingError::Algorithm(format!("nobody reads the progress any more: {error}")))
}

fn write(container: &Container, output: &EvaluationOutput) -> Result<(), TrainingError> {
    let path = container.evaluation();
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| TrainingError::file("Creating", folder, &error))?;
    }
    artifact::write(&path, |file| Ok(serde_json::to_writer(file, output)?))
}

/// Writes masks as files that are named by their numbers. Those of an earlier evaluation go.
fn write_masks(folder: &Path, masks: &[Vec<u8>]) -> Result<(), TrainingError> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|error| TrainingError::file("Removing", folder, &error))?;
    }
    if masks.is_empty() {
        return Ok(());
    }
    std::fs::create_dir_all(folder).map_err(|error| TrainingError::file("Creating", folder, &error))?;
    for (number, mask) in masks.iter().enumerate() {
        let path = folder.join(format!("{number}.png"));
        std::fs::write(&path, mask).map_err(|error| TrainingError::file("Writing", &path, &error))?;
    }
    Ok(())
}

/// How many images are computed at once: as many as half of the memory takes, since others use the machine as well.
fn batch_size(network: &Network) -> Result<usize, TrainingError> {
    let program = Program::new(network);
    let Some(available) = memory::available() else { return Ok(MAX_BATCH) };
    let (fixed, image) = (program.bytes() as u64, program.bytes_per_image() as u64);
    if fixed + image > available {
        let gib = |bytes: u64| bytes as f64 / f64::from(1 << 30);
        return Err(TrainingError::Algorithm(format!(
            "the network needs {:.1} GiB of memory, but {:.1} GiB are available. Evaluate it when the machine has less to do.",
            gib(fixed + image),
            gib(available)
        )));
    }
    let room = (available / 2).saturating_sub(fixed) / image.max(1);
    Ok(usize::try_from(room).unwrap_or(MAX_BATCH).clamp(1, MAX_BATCH))
}
