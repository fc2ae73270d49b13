//! The files of a trained model.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use algorithms::{
    archive::{self, FileName, MODEL_SHAPES},
    image_classification::{FILE_PREFIX, SYMBOL},
};
use mxnet_formats::{
    model_shapes::write_model_shapes,
    ndarray_list::{NamedArray, write_float32},
};

use crate::{
    error::TrainingError,
    networks::Network,
    parameters::{Parameters, from_layout},
};

/// The file of the parameters after an epoch, counted from 1.
pub(crate) fn parameters_name(epoch: usize) -> String {
    archive::numbered(FILE_PREFIX, epoch)
}

/// The epoch in the name of a parameters file.
pub(crate) fn epoch_of(name: &str) -> Option<usize> {
    FileName::Numbered(FILE_PREFIX).number(name).and_then(|epoch| usize::try_from(epoch).ok())
}

/// Writes the network and the shape of its input: channels, height and width.
///
/// # Errors
/// When the folder cannot be written.
pub(crate) fn write_network(folder: &Path, network: &Network, image_shape: [usize; 3]) -> Result<(), TrainingError> {
    std::fs::create_dir_all(folder).map_err(|error| TrainingError::file("Creating", folder, &error))?;
    write(&folder.join(SYMBOL), |file| file.write_all(network.symbol.text().as_bytes()))?;
    write(&folder.join(MODEL_SHAPES), |file| file.write_all(write_model_shapes(image_shape).as_bytes()))
}

/// Writes the parameters after an epoch, counted from 1, and gives the file's path.
///
/// # Errors
/// When the folder cannot be written.
pub(crate) fn write_parameters(
    folder: &Path,
    network: &Network,
    parameters: &Parameters,
    epoch: usize,
) -> Result<PathBuf, TrainingError> {
    let arguments = network.arguments.iter().zip(&parameters.arguments).map(|pair| ("arg", pair));
    let auxiliary = network.auxiliary.iter().zip(&parameters.auxiliary).map(|pair| ("aux", pair));
    let arrays: Vec<NamedArray> = arguments
        .chain(auxiliary)
        .map(|(kind, (specification, values))| NamedArray {
            name: format!("{kind}:{}", specification.name),
            shape: specification.shape.clone(),
            values: from_layout(specification, values),
        })
        .collect();
    let path = folder.join(parameters_name(epoch));
    write(&path, |file| write_float32(&arrays, file))?;
    Ok(path)
}

/// Writes beside the file first, so that a job that is killed leaves no half file under the file's name.
///
/// # Errors
/// When the folder cannot be written.
pub(crate) fn write(path: &Path, fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), TrainingError> {
    // The whole name, since a checkpoint has files that differ in their extension only.
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let written = File::create(&partial).and_then(|file| {
        let mut file = BufWriter::new(file);
        fill(&mut file)?;
        file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        std::fs::rename(&partial, path)
    });
    written.map_err(|error| TrainingError::file("Writing", path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_the_epoch() {
        assert_eq!(parameters_name(7), "image-classification-0007.params");
        assert_eq!(epoch_of("image-classification-0007.params"), Some(7));
        assert_eq!(epoch_of("image-classification-12345.params"), Some(12345));
        for name in [
            "image-classification-symbol.json",
            "image-classification-+7.params",
            "image-classification-.params",
            "x-0001.params",
        ] {
            assert_eq!(epoch_of(name), None, "{name}");
        }
    }
}
