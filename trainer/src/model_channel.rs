//! The model channel: the model of a parent job, read as the archive of a stranger.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use algorithms::{archive::MODEL_SHAPES, channel::MODEL_CHANNEL, image_classification::SYMBOL};
use mxnet_formats::{
    model_archive::{ArchiveReader, Broken, HashingReader, Kind, Oddities, shown},
    model_shapes::read_model_shapes,
    ndarray_list::{NamedArray, read_float32},
};

use crate::{
    artifact::epoch_of,
    container::{Container, files_below},
    error::TrainingError,
    networks::{Network, architecture::Architecture},
    parameter::Specification,
    parameters::{Parameters, to_layout},
};

mod identity;

/// Bytes of the shapes file.
const MAX_SHAPES: u64 = 64 * 1024;

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
    /// The last epoch, and its arrays or why they cannot be read.
    parameters: Option<(usize, Result<Vec<NamedArray>, TrainingError>)>,
    shapes: Option<[usize; 3]>,
    symbol: bool,
    digest: String,
    oddities: Oddities,
}

impl Contents {
    /// The refusal of an archive that lacks a file, with the likely cause.
    fn without(&self, file: &str) -> TrainingError {
        let hint = self.oddities.hint().map(|hint| format!(", and {hint}")).unwrap_or_default();
        foreign(&format!("it holds no file {file}{hint}"))
    }
}

/// Loads the parameters for the `network` from the model channel.
///
/// # Errors
/// [`TrainingError::Client`] when the archive is no model of this algorithm, or of another network.
pub(crate) fn load(container: &Container, network: &Network, architecture: &Architecture) -> Result<LoadedModel, TrainingError> {
    let path = find(&container.channel(MODEL_CHANNEL))?;
    let mut contents = read(&path, network)?;
    let Some((epoch, arrays)) = contents.parameters.take() else {
        return Err(contents.without("image-classification-NNNN.params"));
    };
    let arrays = arrays?;
    if !contents.symbol {
        return Err(contents.without(SYMBOL));
    }
    let Some(image_shape) = contents.shapes else {
        return Err(contents.without(&format!("{MODEL_SHAPES} with the shape of the input data")));
    };
    identity::compare(&arrays, image_shape, architecture)?;
    let file = LoadedFile { epoch, name: crate::artifact::parameters_name(epoch), digest: contents.digest };
    Ok(LoadedModel { parameters: arrange(network, &arrays)?, file })
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

fn read(path: &Path, network: &Network) -> Result<Contents, TrainingError> {
    let file = File::open(path).map_err(|error| TrainingError::file("Reading", path, &error))?;
    let length = file.metadata().map_err(|error| TrainingError::file("Reading", path, &error))?.len();
    let mut input = BufReader::with_capacity(64 * 1024, HashingReader::new(file));
    let broken = |reason: Broken| foreign(&reason.to_string());
    let mut archive = ArchiveReader::open(&mut input, length).map_err(broken)?;
    let mut contents = Contents::default();
    while let Some(head) = archive.next_entry().map_err(broken)? {
        contents.oddities.take(&head);
        if head.kind == Kind::File {
            take_file(&mut archive, &head.file_name(), network, &mut contents)?;
        }
    }
    // The check sum at the end is compared only when everything was read.
    archive.finish().map_err(broken)?;
    drop(archive);
    std::io::copy(&mut input, &mut std::io::sink()).map_err(|error| TrainingError::file("Reading", path, &error))?;
    contents.digest = input.into_inner().finish().0;
    Ok(contents)
}

fn take_file(content: &mut impl Read, name: &str, network: &Network, contents: &mut Contents) -> Result<(), TrainingError> {
    match epoch_of(name) {
        // Of several checkpoints the last one counts, as in MXNet.
        Some(epoch) if contents.parameters.as_ref().is_none_or(|(known, _)| epoch > *known) => {
            let arrays = read_float32(content, max_elements(network))
                .map_err(|reason| foreign(&format!("its file {} cannot be used: {reason}", shown(name.as_bytes()))));
            contents.parameters = Some((epoch, arrays));
        }
        Some(_) => {}
        None if name == SYMBOL => contents.symbol = true,
        None if name == MODEL_SHAPES => {
            let mut text = Vec::new();
            content.take(MAX_SHAPES).read_to_end(&mut text).map_err(|error| foreign(&Broken::from(error).to_string()))?;
            contents.shapes = read_model_shapes(&text);
        }
        None => {}
    }
    Ok(())
}

/// Elements that a parameters file may hold. A network with more layers or classes than this job's is to be named as such,
/// not as too large, so this is the largest of the networks with as many classes as anybody has.
fn max_elements(network: &Network) -> u64 {
    const MAX_FOREIGN_ELEMENTS: u64 = 100_000_000;
    let own: usize = network.arguments.iter().chain(&network.auxiliary).map(Specification::length).sum();
    MAX_FOREIGN_ELEMENTS + 2 * own as u64
}

/// The values of arrays for the network.
///
/// # Errors
/// [`TrainingError::Client`] when they are not of this network.
pub(crate) fn arrange(network: &Network, arrays: &[NamedArray]) -> Result<Parameters, TrainingError> {
    let count = network.arguments.len() + network.auxiliary.len();
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
        arguments: network.arguments.iter().map(|specification| find("arg", specification)).collect::<Result<_, _>>()?,
        auxiliary: network.auxiliary.iter().map(|specification| find("aux", specification)).collect::<Result<_, _>>()?,
    })
}

fn foreign(reason: &str) -> TrainingError {
    TrainingError::client(format!(
        "The model channel is not a model of image classification: {reason}. Point it at the model.tar.gz that a job of this algorithm \
         has made."
    ))
}
