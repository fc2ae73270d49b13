//! From the container's files to a session that can train.

use std::path::Path;

use algorithms::{RANDOM_SEED_VARIABLE, channel::MODEL_CHANNEL};

use super::{Session, pretrained, resume::Resume};
use crate::{
    container::{Container, shadow_files_below},
    error::TrainingError,
    learner::Learner,
    log::Log,
    memory, model_channel,
    networks::Network,
    optimizer::Optimizer,
    parameters::Parameters,
    program::Program,
    random::Random,
    task::{Channels, Data, Settings, Task},
};

/// Reads the channels, finds the network and writes the files that describe it.
///
/// # Errors
/// [`TrainingError::Client`] when hyperparameters, data or model do not fit together.
pub(crate) fn prepare<'a, T: Task>(
    container: &Container,
    task: &'a T,
    seed: u64,
    log: &mut Log<'_>,
) -> Result<Session<'a, T>, TrainingError> {
    check_hosts(container)?;
    let configuration = container.channels()?;
    for channel in configuration.keys() {
        warn_of_shadow_files(container, channel, log)?;
    }
    let with_model = configuration.contains_key(MODEL_CHANNEL);
    let pretrained = match task.pretrained_name().filter(|_| !with_model) {
        Some(name) => pretrained::find(&container.pretrained(), name)?,
        None => None,
    };
    if pretrained.is_none() {
        task.check_start(with_model, log)?;
    }
    let (settings, network, folder) = (task.settings(), task.network()?, container.model());
    let resume = Resume::new(container.checkpoints());
    let resumed = resume.as_ref().map(|resume| resume.load(task, &network, &folder)).transpose()?.flatten();
    // An attempt that resumes goes on with the random numbers of the first one.
    let seed = resumed.as_ref().and_then(|resumed| resumed.state.seed).unwrap_or(seed);
    log.info(format_args!("Random seed={seed}; {RANDOM_SEED_VARIABLE}={seed} in Environment repeats this run"));
    // An attempt that goes on has the model channel behind it.
    let loaded = (with_model && resumed.is_none()).then(|| model_channel::load(container, task, &network)).transpose()?;
    let channels = Channels { container, configuration: &configuration };
    let train = task.open(&channels, "train", log)?;
    let validation = task.open(&channels, "validation", log)?;
    log.info(format_args!("{} training images, {} validation images", train.len(), validation.len()));
    check_size(&settings, train.len(), log)?;
    check_memory::<T>(&network, settings.largest_batch)?;
    let elements: usize = network.arguments.iter().map(|argument| argument.shape.iter().product::<usize>()).sum();
    let (name, threads) = (task.network_name(), rayon::current_num_threads());
    log.info(format_args!("{name} and {elements} parameters, on {threads} threads"));
    let mut optimizer = Optimizer::new(settings.rule, &network.arguments);
    task.write_description(&network, &folder)?;
    let mut state = None;
    let (parameters, loaded) = match (resumed, loaded) {
        (Some(resumed), _) => {
            log.info(format_args!("Resuming after epoch {} from the checkpoint in /opt/ml/checkpoints", resumed.state.epochs));
            if !optimizer.resume(resumed.memory) {
                log.warning("The checkpoint was written with another optimizer, whose state is not taken over.");
            }
            state = Some(resumed.state);
            (resumed.parameters, None)
        }
        (None, Some(model)) => (model.parameters, Some(model.file)),
        (None, None) => (first_weights(task, &network, seed, pretrained.as_deref(), log)?, None),
    };
    let mut learner = Learner::new(network, parameters, settings.largest_batch, task.objective(&train));
    learner.seed = seed;
    Ok(Session { task, settings, train, validation, learner, optimizer, folder, seed, loaded, resume, resumed: state })
}

fn check_hosts(container: &Container) -> Result<(), TrainingError> {
    match container.host_count()? {
        1 => Ok(()),
        hosts => Err(TrainingError::client(format!(
            "The job has {hosts} instances. This engine trains on one: set InstanceCount to 1."
        ))),
    }
}

/// Random numbers, and over them what a pretrained model has.
fn first_weights<T: Task>(
    task: &T,
    network: &Network,
    seed: u64,
    pretrained: Option<&Path>,
    log: &mut Log<'_>,
) -> Result<Parameters, TrainingError> {
    let mut parameters = Parameters::initial(network, &mut Random::new(seed));
    if let Some(path) = pretrained {
        pretrained::load(task, network, path, &mut parameters, log)?;
    }
    Ok(parameters)
}

/// Compares the size of the training channel with the hyperparameters.
fn check_size(settings: &Settings, images: usize, log: &mut Log<'_>) -> Result<(), TrainingError> {
    let (batch, samples) = (settings.mini_batch_size, settings.num_training_samples);
    if images < batch {
        return Err(TrainingError::client(format!(
            "The number of input images must be bigger or equal to the mini_batch_size. The channel train holds {images} images, \
             mini_batch_size is {batch}: choose a mini_batch_size of {images} or less."
        )));
    }
    if images != samples {
        log.warning(format_args!(
            "num_training_samples is {samples}, but the channel train holds {images} images; an epoch goes through all of them."
        ));
    }
    Ok(())
}

/// What is left out here may be read elsewhere.
fn warn_of_shadow_files(container: &Container, channel: &str, log: &mut Log<'_>) -> Result<(), TrainingError> {
    let files = shadow_files_below(&container.channel(channel))?;
    let Some(first) = files.first().and_then(|path| path.file_name()) else { return Ok(()) };
    let more = if files.len() == 1 { String::new() } else { format!(" and {} files like it", files.len() - 1) };
    log.warning(format_args!(
        "The channel {channel} holds {}{more}, in which macOS keeps attributes. They are left out; delete them in S3, since other \
         programs may take them for data.",
        first.to_string_lossy()
    ));
    Ok(())
}

/// Refuses a batch that the machine has, or that the job was given, no memory for, instead of being killed for it.
fn check_memory<T: Task>(network: &Network, batch: usize) -> Result<(), TrainingError> {
    let Some(available) = memory::available() else { return Ok(()) };
    let program = Program::new(network);
    let (network, image) = (program.bytes() as u64, program.bytes_per_image() as u64);
    let needed = network + image * batch as u64;
    if needed <= available {
        return Ok(());
    }
    let gib = |bytes: u64| bytes as f64 / f64::from(1 << 30);
    let cure = match available.saturating_sub(network) / image.max(1) {
        0 => format!("Give the job more memory, or {}.", T::SMALLER_NETWORK),
        most => format!("Choose a mini_batch_size of {most} or less."),
    };
    Err(TrainingError::client(format!(
        "A batch of {batch} images needs {:.1} GiB of memory with this network, but {:.1} GiB are available. {cure}",
        gib(needed),
        gib(available)
    )))
}
