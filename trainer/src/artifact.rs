//! Files of parameters.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use mxnet_formats::ndarray_list::{NamedArray, write_float32};

use crate::{
    error::TrainingError,
    networks::Network,
    parameter::Specification,
    parameters::{Parameters, from_layout},
};

/// Writes parameters, each under the name that `name` gives it.
///
/// # Errors
/// When the folder cannot be written.
pub(crate) fn write_parameters(
    path: &Path,
    network: &Network,
    parameters: &Parameters,
    name: impl Fn(&Specification) -> String,
) -> Result<(), TrainingError> {
    let named = |(specification, values): (&Specification, &[f32])| NamedArray {
        name: name(specification),
        shape: specification.shape.clone(),
        values: from_layout(specification, values),
    };
    let arrays: Vec<NamedArray> = parameters.in_file_order(network).into_iter().map(named).collect();
    write(path, |file| write_float32(&arrays, file))
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
