//! Weights that the owner of the machine keeps, from which jobs may start: MXNet's checkpoints of networks that were trained on large
//! sets of images, each named `NETWORK-NNNN.params`.

use std::{
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
};

use algorithms::{archive::FileName, hyperparameter::Flag};
use mxnet_formats::ndarray_list::read_float32;

use crate::{
    container::files_below,
    error::TrainingError,
    hyperparameters::pretrained::words,
    log::Log,
    networks::Network,
    parameter::Specification,
    parameters::{Parameters, to_layout},
    task::Task,
};

/// The checkpoint of the last epoch of the network `name`; none when the folder or the file is not there.
///
/// # Errors
/// When the folder cannot be listed.
pub(super) fn find(folder: &Path, name: &'static str) -> Result<Option<PathBuf>, TrainingError> {
    let epoch = |path: &PathBuf| FileName::Numbered(name).number(&path.file_name()?.to_string_lossy());
    Ok(files_below(folder)?.into_iter().filter(|path| epoch(path).is_some()).max_by_key(epoch))
}

/// Replaces the first values by those of the checkpoint's arrays with the same names and shapes.
///
/// # Errors
/// [`TrainingError::Algorithm`] when the file cannot be read, or is of another network.
pub(super) fn load<T: Task>(
    task: &T,
    network: &Network,
    path: &Path,
    parameters: &mut Parameters,
    log: &mut Log<'_>,
) -> Result<(), TrainingError> {
    let Flag { no, yes } = words(T::ALGORITHM);
    log.info(format_args!("Start training from pretrained model {yes}."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unusable = |reason: &dyn std::fmt::Display| {
        TrainingError::Algorithm(format!(
            "The pretrained model {name} cannot be used: {reason}. Replace the file, or set use_pretrained_model to {no}."
        ))
    };
    let file = File::open(path).map_err(|error| unusable(&error))?;
    let largest = file.metadata().map(|metadata| metadata.len() / 4).unwrap_or_default();
    let arrays = read_float32(BufReader::new(file), largest).map_err(|reason| unusable(&reason))?;
    let mut taken = 0_usize;
    let mut take = |specification: &Specification, values: &mut Vec<f32>| {
        let name = task.array_name(specification);
        let fitting = arrays.iter().find(|array| array.name == name && array.shape == specification.shape);
        if let Some(array) = fitting.filter(|array| array.values.iter().all(|value| value.is_finite())) {
            *values = to_layout(specification, &array.values);
            taken += 1;
        }
    };
    network.arguments.iter().zip(&mut parameters.arguments).for_each(|(parameter, values)| take(parameter, values));
    network.auxiliary.iter().zip(&mut parameters.auxiliary).for_each(|(parameter, values)| take(parameter, values));
    if taken == 0 {
        return Err(unusable(&"none of its arrays is one of the network"));
    }
    log.info("Loaded pretrained model parameters.");
    let all = network.arguments.len() + network.auxiliary.len();
    log.info(format_args!("{name} has {taken} of the network's {all} arrays; the others begin as without it."));
    Ok(())
}
