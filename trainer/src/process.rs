//! The trainer as a program.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use algorithms::RANDOM_SEED_VARIABLE;
use nix::sys::signal::{SigSet, Signal};

use crate::{
    container::Container,
    error::TrainingError,
    log::Log,
    seed,
    stop::StopFlag,
    task::Task,
    tasks::{
        BuiltInAlgorithm, image_classification::ImageClassification, object_detection::ObjectDetection,
        semantic_segmentation::SemanticSegmentation,
    },
    training::{Report, prepare},
};

/// Characters of the failure file that the service shows.
const MAX_FAILURE: usize = 1024;

/// Trains an algorithm in `root`, prints the log to standard output, and ends early on SIGTERM or SIGINT with the model as it is.
/// A failure goes to `output/failure` below `root`. The variable [`RANDOM_SEED_VARIABLE`] gives the seed.
///
/// It must be called before the process starts other threads: signals are blocked in the threads that come later only.
pub fn main(algorithm: BuiltInAlgorithm, root: &Path) -> ExitCode {
    let stop = StopFlag::new();
    let failure = Container::new(root).failure();
    if let Err(error) = request_on_signal(&stop) {
        return fail(&failure, &TrainingError::Algorithm(format!("signals cannot be awaited: {error}")));
    }
    end_on_panic(failure.clone());
    let given = std::env::var(RANDOM_SEED_VARIABLE).ok();
    match seed::choose(given.as_deref()).and_then(|seed| run(algorithm, root, seed, &stop, &mut std::io::stdout())) {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => fail(&failure, &error),
    }
}

/// Trains an algorithm in `root` until it is done or `stop` is raised, and writes the log to `output`. All random numbers follow from
/// `seed`: first weights, order and variations of the images.
///
/// # Errors
/// What [`TrainingError`] tells; nothing is written to `output/failure`.
pub fn run(
    algorithm: BuiltInAlgorithm,
    root: &Path,
    seed: u64,
    stop: &StopFlag,
    output: &mut dyn Write,
) -> Result<Report, TrainingError> {
    match algorithm {
        BuiltInAlgorithm::ImageClassification => train::<ImageClassification>(root, seed, stop, output),
        BuiltInAlgorithm::ObjectDetection => train::<ObjectDetection>(root, seed, stop, output),
        BuiltInAlgorithm::SemanticSegmentation => train::<SemanticSegmentation>(root, seed, stop, output),
    }
}

fn train<T: Task>(root: &Path, seed: u64, stop: &StopFlag, output: &mut dyn Write) -> Result<Report, TrainingError> {
    let mut log = Log::new(output);
    let container = Container::new(root);
    let given = container.hyperparameters()?;
    T::announce(&given, &mut log);
    let task = T::new(&given, &container.host()?)?;
    task.log_configuration(&mut log);
    let report = prepare(&container, &task, seed, &mut log)?.run(stop, &mut log)?;
    log.info(if report.stopped { "Training has been stopped" } else { "Training has finished" });
    Ok(report)
}

/// Blocks the two signals and lets a thread wait for them.
fn request_on_signal(stop: &StopFlag) -> nix::Result<()> {
    let mut signals = SigSet::empty();
    signals.add(Signal::SIGTERM);
    signals.add(Signal::SIGINT);
    signals.thread_block()?;
    let stop = stop.clone();
    std::thread::spawn(move || {
        while signals.wait().is_ok() {
            stop.request();
        }
    });
    Ok(())
}

/// A thread that panics would leave the others waiting for its sums for ever.
pub(crate) fn end_on_panic(failure: PathBuf) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        before(panic);
        fail(&failure, &TrainingError::Algorithm(format!("an error in the algorithm itself: {panic}")));
        std::process::exit(1);
    }));
}

/// Logs a failure, and writes it to its file.
pub(crate) fn fail(path: &Path, error: &TrainingError) -> ExitCode {
    let text: String = error.to_string().chars().take(MAX_FAILURE).collect();
    let mut output = std::io::stdout();
    let mut log = Log::new(&mut output);
    log.error(&text);
    let written = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(path, &text));
    if let Err(error) = written {
        log.error(format_args!("The reason cannot be written to {}: {error}", path.display()));
    }
    ExitCode::FAILURE
}
