//! From the container's files to a session that can train.

use algorithms::{RANDOM_SEED_VARIABLE, channel::MODEL_CHANNEL};

use super::{Session, resume::Resume};
use crate::{
    artifact,
    container::{Container, shadow_files_below},
    data::Dataset,
    error::TrainingError,
    hyperparameters::Hyperparameters,
    learner::Learner,
    log::Log,
    memory, model_channel,
    networks::{architecture::Architecture, residual_v2::classifier},
    numerics::loss::{Loss, multi_label::Weights},
    objective::classes::Classes,
    optimizer::Optimizer,
    parameters::Parameters,
    program::Program,
    random::Random,
};

/// Reads the channels, finds the network and writes the files that describe it.
///
/// # Errors
/// [`TrainingError::Client`] when hyperparameters, data or model do not fit together.
pub(crate) fn prepare<'a>(
    container: &Container,
    hyperparameters: &'a Hyperparameters,
    seed: u64,
    log: &mut Log<'_>,
) -> Result<Session<'a>, TrainingError> {
    let hosts = container.host_count()?;
    if hosts > 1 {
        return Err(TrainingError::client(format!(
            "The job has {hosts} instances. This engine trains on one: set InstanceCount to 1."
        )));
    }
    let channels = container.channels()?;
    for channel in channels.keys() {
        warn_of_shadow_files(container, channel, log)?;
    }
    let with_model = channels.contains_key(MODEL_CHANNEL);
    if hyperparameters.use_pretrained_model && !with_model {
        return Err(TrainingError::client(
            "use_pretrained_model is 1, but this engine has no pretrained weights. Set it to 0, or add a model channel with the \
             model.tar.gz of an earlier job.",
        ));
    }
    if hyperparameters.use_pretrained_model {
        log.info("use_pretrained_model is ignored because there is a model channel.");
    }
    let architecture = Architecture::new(hyperparameters.num_layers, hyperparameters.num_classes, hyperparameters.image_shape)?;
    let network = classifier(&architecture, hyperparameters.multi_label);
    let resume = Resume::new(container.checkpoints());
    let resumed = resume.as_ref().map(|resume| resume.load(&network, &container.model())).transpose()?.flatten();
    // An attempt that resumes goes on with the random numbers of the first one.
    let seed = resumed.as_ref().and_then(|resumed| resumed.state.seed).unwrap_or(seed);
    log.info(format_args!("Random seed={seed}; {RANDOM_SEED_VARIABLE}={seed} in Environment repeats this run"));
    // An attempt that goes on has the model channel behind it.
    let loaded =
        (with_model && resumed.is_none()).then(|| model_channel::load(container, &network, &architecture)).transpose()?;
    let train = Dataset::open(container, &channels, "train", hyperparameters)?;
    let validation = Dataset::open(container, &channels, "validation", hyperparameters)?;
    let batch = hyperparameters.mini_batch_size;
    log.info(format_args!("{} training images, {} validation images", train.len(), validation.len()));
    if train.len() < batch {
        return Err(TrainingError::client(format!(
            "The number of input images must be bigger or equal to the mini_batch_size. The channel train holds {} images, \
             mini_batch_size is {batch}: choose a mini_batch_size of {} or less.",
            train.len(),
            train.len()
        )));
    }
    if train.len() != hyperparameters.num_training_samples {
        log.warning(format_args!(
            "num_training_samples is {}, but the channel train holds {} images; an epoch goes through all of them.",
            hyperparameters.num_training_samples,
            train.len()
        ));
    }
    check_memory(&Program::new(&network), batch)?;
    let threads = rayon::current_num_threads();
    let elements: usize = network.arguments.iter().map(|argument| argument.shape.iter().product::<usize>()).sum();
    log.info(format_args!("ResNet with {} layers and {elements} parameters, on {threads} threads", architecture.num_layers));
    let mut optimizer = Optimizer::new(hyperparameters.rule, &network.arguments);
    let folder = container.model();
    artifact::write_network(&folder, &network, architecture.image_shape)?;
    let mut state = None;
    let (parameters, loaded) = match (resumed, loaded) {
        (Some(resumed), _) => {
            log.info(format_args!("Resuming after epoch {} from the checkpoint in /opt/ml/checkpoints", resumed.state.epochs));
            if !optimizer.resume(resumed.memory, &network.arguments) {
                log.warning("The checkpoint was written with another optimizer, whose state is not taken over.");
            }
            state = Some(resumed.state);
            (resumed.parameters, None)
        }
        (None, Some(model)) => (model.parameters, Some(model.file)),
        (None, None) => (Parameters::initial(&network, &mut Random::new(seed)), None),
    };
    let top = hyperparameters.top_k.unwrap_or(1);
    let loss = loss(hyperparameters, &train);
    let learner = Learner::new(network, parameters, batch, Classes { loss, top });
    Ok(Session { hyperparameters, train, validation, learner, optimizer, folder, seed, loaded, resume, resumed: state })
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

fn loss(hyperparameters: &Hyperparameters, train: &Dataset) -> Loss {
    match (hyperparameters.multi_label, hyperparameters.use_weighted_loss) {
        (false, _) => Loss::SingleLabel,
        (true, false) => Loss::MultiLabel(Weights::default()),
        (true, true) => Loss::MultiLabel(Weights::balanced(train.targets(), hyperparameters.num_classes)),
    }
}

/// Refuses a batch that the machine has, or that the job was given, no memory for, instead of being killed for it.
fn check_memory(program: &Program, batch: usize) -> Result<(), TrainingError> {
    let Some(available) = memory::available() else { return Ok(()) };
    let (network, image) = (program.bytes() as u64, program.bytes_per_image() as u64);
    let needed = network + image * batch as u64;
    if needed <= available {
        return Ok(());
    }
    let gib = |bytes: u64| bytes as f64 / f64::from(1 << 30);
    let cure = match available.saturating_sub(network) / image.max(1) {
        0 => "Give the job more memory, or choose fewer num_layers.".to_owned(),
        most => format!("Choose a mini_batch_size of {most} or less."),
    };
    Err(TrainingError::client(format!(
        "A batch of {batch} images needs {:.1} GiB of memory with this network, but {:.1} GiB are available. {cure}",
        gib(needed),
        gib(available)
    )))
}
