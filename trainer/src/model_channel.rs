//! The model channel: the model of a parent job, read as the archive of a stranger.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use algorithms::{archive::MODEL_SHAPES, channel::MODEL_CHANNEL, image_classification::SYMBOL};
use flate2::bufread::GzDecoder;
use mxnet_formats::{
    model_shapes::read_model_shapes,
    ndarray_list::{NamedArray, read_float32},
};

use crate::{
    artifact::epoch_of,
    container::{Container, files_below},
    error::TrainingError,
    network::{
        parameters::{Parameters, to_layout},
        plan::Plan,
    },
    parameter::Specification,
};

mod hashing_reader;
mod identity;

use hashing_reader::HashingReader;

/// Entries of an archive; a model with a checkpoint for each epoch has fewer.
const MAX_ENTRIES: usize = 10_000;
/// Bytes of the shapes file.
const MAX_SHAPES: u64 = 64 * 1024;
/// Bytes that an archive may unpack to: a thousand checkpoints of the largest network.
const MAX_UNPACKED: u64 = 256 * 1024 * 1024 * 1024;

/// What the model channel gave.
#[derive(Debug)]
pub(crate) struct LoadedModel {
    pub(crate) parameters: Parameters,
    pub(crate) file: LoadedFile,
}

/// The file that the parameters were read from.
#[derive(Debug)]
pub(crate) struct LoadedFile {
    /// The epoch in its name.
    pub(crate) epoch: usize,
    /// Its name in the archive.
    pub(crate) name: String,
    /// SHA-256 of the archive in hexadecimal digits.
    pub(crate) digest: String,
}

/// What was found in an archive.
#[derive(Default)]
struct Contents {
    parameters: Option<(usize, Vec<NamedArray>)>,
    shapes: Option<[usize; 3]>,
    symbol: bool,
    digest: String,
}

/// Loads the parameters for the network `plan` from the model channel.
///
/// # Errors
/// [`TrainingError::Client`] when the archive is no model of this algorithm, or of another network.
pub(crate) fn load(container: &Container, plan: &Plan) -> Result<LoadedModel, TrainingError> {
    let path = find(&container.channel(MODEL_CHANNEL))?;
    let contents = read(&path, plan)?;
    let Some((epoch, arrays)) = contents.parameters else {
        return Err(foreign("it holds no file image-classification-NNNN.params"));
    };
    if !contents.symbol {
        return Err(foreign(&format!("it holds no file {SYMBOL}")));
    }
    let Some(image_shape) = contents.shapes else {
        return Err(foreign(&format!("it holds no file {MODEL_SHAPES} with the shape of the input data")));
    };
    identity::compare(&arrays, image_shape, &plan.architecture)?;
    let file = LoadedFile { epoch, name: crate::artifact::parameters_name(epoch), digest: contents.digest };
    Ok(LoadedModel { parameters: arrange(plan, &arrays)?, file })
}

fn find(folder: &Path) -> Result<PathBuf, TrainingError> {
    let files = files_below(folder)?;
    let mut archives: Vec<&PathBuf> = files.iter().filter(|path| path.to_string_lossy().ends_with(".tar.gz")).collect();
    match (archives.pop(), archives.len()) {
        (Some(archive), 0) => Ok(archive.clone()),
        (None, _) => Err(TrainingError::client(
            "The model channel holds no .tar.gz file. Point it at the model.tar.gz of an earlier image classification job.",
        )),
        (_, more) => Err(TrainingError::client(format!(
            "The model channel holds {} .tar.gz files. Point it at the key of one model.tar.gz.",
            more + 1
        ))),
    }
}

fn read(path: &Path, plan: &Plan) -> Result<Contents, TrainingError> {
    let file = File::open(path).map_err(|error| TrainingError::file("Reading", path, &error))?;
    let length = file.metadata().map_err(|error| TrainingError::file("Reading", path, &error))?.len();
    if length == 0 {
        return Err(foreign("it is an empty file"));
    }
    let decoder = GzDecoder::new(BufReader::new(HashingReader::new(file)));
    if decoder.header().is_none() {
        return Err(foreign("it is not compressed with gzip"));
    }
    let damaged = |error: std::io::Error| foreign(&format!("it is damaged or cut: {error}"));
    let mut archive = tar::Archive::new(decoder.take(MAX_UNPACKED));
    let mut contents = Contents::default();
    for (count, entry) in archive.entries().map_err(damaged)?.enumerate() {
        if count >= MAX_ENTRIES {
            return Err(foreign(&format!("it holds more than {MAX_ENTRIES} files")));
        }
        let mut entry = entry.map_err(damaged)?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let entry_path = entry.path().map_err(damaged)?;
        let name = entry_path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        drop(entry_path);
        match epoch_of(&name) {
            // Of several checkpoints the last one counts, as in MXNet.
            Some(epoch) if contents.parameters.as_ref().is_none_or(|(known, _)| epoch > *known) => {
                let arrays = read_float32(&mut entry, max_elements(plan))
                    .map_err(|reason| foreign(&format!("its file {name} cannot be used: {reason}")))?;
                contents.parameters = Some((epoch, arrays));
            }
            Some(_) => {}
            None if name == SYMBOL => contents.symbol = true,
            None if name == MODEL_SHAPES => {
                let mut text = Vec::new();
                entry.by_ref().take(MAX_SHAPES).read_to_end(&mut text).map_err(damaged)?;
                contents.shapes = read_model_shapes(&text);
            }
            None => {}
        }
    }
    // The checksum at the end is compared only when everything was read.
    let mut rest = archive.into_inner();
    std::io::copy(&mut rest, &mut std::io::sink()).map_err(damaged)?;
    let mut file = rest.into_inner().into_inner();
    std::io::copy(&mut file, &mut std::io::sink()).map_err(damaged)?;
    contents.digest = file.into_inner().digest();
    Ok(contents)
}

/// Elements that a parameters file may hold. A network with more layers or classes than this job's is to be named as such,
/// not as too large, so this is the largest of the networks with as many classes as anybody has.
fn max_elements(plan: &Plan) -> u64 {
    const MAX_FOREIGN_ELEMENTS: u64 = 100_000_000;
    let own: usize = plan.arguments.iter().chain(&plan.auxiliary).map(Specification::length).sum();
    MAX_FOREIGN_ELEMENTS + 2 * own as u64
}

/// The values of arrays for the network `plan`.
///
/// # Errors
/// [`TrainingError::Client`] when they are not of this network.
pub(crate) fn arrange(plan: &Plan, arrays: &[NamedArray]) -> Result<Parameters, TrainingError> {
    let count = plan.arguments.len() + plan.auxiliary.len();
    if arrays.len() != count {
        return Err(foreign(&format!("it holds {} arrays where the network has {count}", arrays.len())));
    }
    let find = |kind: &str, specification: &Specification| {
        let name = format!("{kind}:{}", specification.name);
        let Some(array) = arrays.iter().find(|array| array.name == name) else {
            return Err(foreign(&format!("the array {name} is missing")));
        };
        if array.shape != specification.shape {
            return Err(foreign(&format!(
                "the array {name} has the shape {:?} instead of {:?}",
                array.shape, specification.shape
            )));
        }
        if array.values.iter().any(|value| !value.is_finite()) {
            return Err(foreign(&format!("the array {name} holds values that are not numbers")));
        }
        Ok(to_layout(specification, &array.values))
    };
    Ok(Parameters {
        arguments: plan.arguments.iter().map(|specification| find("arg", specification)).collect::<Result<_, _>>()?,
        auxiliary: plan.auxiliary.iter().map(|specification| find("aux", specification)).collect::<Result<_, _>>()?,
    })
}

fn foreign(reason: &str) -> TrainingError {
    TrainingError::client(format!(
        "The model channel is not a model of image classification: {reason}. Point it at the model.tar.gz that a job of this algorithm \
         has made."
    ))
}
