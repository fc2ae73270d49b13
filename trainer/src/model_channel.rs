//! The model channel: the model of a parent job, read as the archive of a stranger.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use algorithms::{Algorithm, Archive, archive::FileName, channel::MODEL_CHANNEL};
use mxnet_formats::{
    model_archive::{ArchiveReader, Broken, HashingReader, Kind, Oddities, shown},
    ndarray_list::{NamedArray, read_float32},
};

use crate::{
    container::{Container, files_below},
    error::TrainingError,
    networks::Network,
    parameter::Specification,
    parameters::{Parameters, to_layout},
    task::Task,
};

/// Bytes of the file that describes the network.
const MAX_DESCRIPTION: u64 = 64 * 1024;

/// What the model channel gave.
#[derive(Debug)]
pub(crate) struct LoadedModel {
    pub(crate) parameters: Parameters,
    pub(crate) file: LoadedFile,
}

/// The file that the parameters were read from.
#[derive(Debug)]
pub(crate) struct LoadedFile {
    /// The epoch in its name, or 0 when it has none.
    pub(crate) epoch: u64,
    /// Its name in the archive.
    pub(crate) name: String,
    /// SHA-256 of the archive in hexadecimal digits.
    pub(crate) digest: String,
}

/// What was found in an archive.
#[derive(Default)]
struct Contents {
    /// The parameters that count, and their arrays or why they cannot be read.
    parameters: Option<(Rank, String, Result<Vec<NamedArray>, TrainingError>)>,
    description: Option<Vec<u8>>,
    symbol: bool,
    digest: String,
    oddities: Oddities,
}

impl Contents {
    /// The refusal of an archive that lacks a file, with the likely cause.
    fn without(&self, algorithm: &Algorithm, file: &str) -> TrainingError {
        let hint = self.oddities.hint().map(|hint| format!(", and {hint}")).unwrap_or_default();
        foreign(algorithm, &format!("it holds no file {file}{hint}"))
    }
}

/// Which of several parameters files counts: the largest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// The first kind of the algorithm's table comes before the others.
    kind: std::cmp::Reverse<usize>,
    /// Of several checkpoints the last one counts, as in MXNet.
    epoch: u64,
}

impl Rank {
    /// None when the name is not one of parameters.
    fn of(archive: &Archive, name: &str) -> Option<Self> {
        let kind = archive.parameters.iter().position(|file| file.matches(name))?;
        let numbered = match archive.parameters.get(kind)? {
            FileName::Prefixed(prefix) => FileName::Numbered(prefix),
            other => *other,
        };
        Some(Self { kind: std::cmp::Reverse(kind), epoch: numbered.number(name).unwrap_or_default() })
    }
}

/// Loads the parameters for the task's `network` from the model channel.
///
/// # Errors
/// [`TrainingError::Client`] when the archive is no model of this algorithm, or of another network.
pub(crate) fn load<T: Task>(container: &Container, task: &T, network: &Network) -> Result<LoadedModel, TrainingError> {
    let algorithm = T::ALGORITHM;
    let Some(archive) = algorithm.archive else {
        return Err(TrainingError::Algorithm(format!("no table describes the models of {}", algorithm.short_name)));
    };
    let path = find(&container.channel(MODEL_CHANNEL), algorithm)?;
    let mut contents = Reader { algorithm, archive, network }.read(&path)?;
    let Some((rank, name, arrays)) = contents.parameters.take() else {
        return Err(contents.without(algorithm, archive.parameters_example));
    };
    let arrays = arrays?;
    if let Some(symbol) = archive.symbol.filter(|_| !contents.symbol) {
        return Err(contents.without(algorithm, symbol));
    }
    let Some(description) = &contents.description else {
        return Err(contents.without(algorithm, archive.description.file_name()));
    };
    task.compare(description, &arrays)?;
    let file = LoadedFile { epoch: rank.epoch, name, digest: contents.digest };
    Ok(LoadedModel { parameters: arrange(task, network, &arrays)?, file })
}

fn find(folder: &Path, algorithm: &Algorithm) -> Result<PathBuf, TrainingError> {
    let files = files_below(folder)?;
    let mut archives: Vec<&PathBuf> = files.iter().filter(|path| path.to_string_lossy().ends_with(".tar.gz")).collect();
    match (archives.pop(), archives.len()) {
        (Some(archive), 0) => Ok(archive.clone()),
        (None, _) => Err(TrainingError::client(format!(
            "The model channel holds no .tar.gz file. Point it at the model.tar.gz of an earlier {} job.",
            name_of(algorithm)
        ))),
        (_, more) => Err(TrainingError::client(format!(
            "The model channel holds {} .tar.gz files. Point it at the key of one model.tar.gz.",
            more + 1
        ))),
    }
}

/// Reads the archive of a stranger.
struct Reader<'a> {
    algorithm: &'a Algorithm,
    archive: Archive,
    network: &'a Network,
}

impl Reader<'_> {
    fn read(&self, path: &Path) -> Result<Contents, TrainingError> {
        let file = File::open(path).map_err(|error| TrainingError::file("Reading", path, &error))?;
        let length = file.metadata().map_err(|error| TrainingError::file("Reading", path, &error))?.len();
        let mut input = BufReader::with_capacity(64 * 1024, HashingReader::new(file));
        let broken = |reason: Broken| foreign(self.algorithm, &reason.to_string());
        let mut archive = ArchiveReader::open(&mut input, length).map_err(broken)?;
        let mut contents = Contents::default();
        while let Some(head) = archive.next_entry().map_err(broken)? {
            contents.oddities.take(&head);
            if head.kind == Kind::File {
                self.take_file(&mut archive, &head.file_name(), &mut contents)?;
            }
        }
        // The check sum at the end is compared only when everything was read.
        archive.finish().map_err(broken)?;
        drop(archive);
        std::io::copy(&mut input, &mut std::io::sink()).map_err(|error| TrainingError::file("Reading", path, &error))?;
        contents.digest = input.into_inner().finish().0;
        Ok(contents)
    }

    fn take_file(&self, content: &mut impl Read, name: &str, contents: &mut Contents) -> Result<(), TrainingError> {
        match Rank::of(&self.archive, name) {
            Some(rank) if contents.parameters.as_ref().is_none_or(|(known, ..)| rank > *known) => {
                let arrays = read_float32(content, max_elements(self.network)).map_err(|reason| {
                    foreign(self.algorithm, &format!("its file {} cannot be used: {reason}", shown(name.as_bytes())))
                });
                contents.parameters = Some((rank, shown(name.as_bytes()).to_string(), arrays));
            }
            Some(_) => {}
            None if Some(name) == self.archive.symbol => contents.symbol = true,
            None if name == self.archive.description.file_name() => {
                let mut text = Vec::new();
                let read = content.take(MAX_DESCRIPTION + 1).read_to_end(&mut text);
                let length = read.map_err(|error| foreign(self.algorithm, &Broken::from(error).to_string()))?;
                if length as u64 > MAX_DESCRIPTION {
                    let reason =
                        format!("its file {name} has more than {MAX_DESCRIPTION} bytes, and describes more than a network");
                    return Err(foreign(self.algorithm, &reason));
                }
                contents.description = Some(text);
            }
            None => {}
        }
        Ok(())
    }
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
pub(crate) fn arrange<T: Task>(task: &T, network: &Network, arrays: &[NamedArray]) -> Result<Parameters, TrainingError> {
    let foreign = |reason: &str| foreign(T::ALGORITHM, reason);
    let count = network.arguments.len() + network.auxiliary.len();
    if arrays.len() != count {
        return Err(foreign(&format!("it holds {} arrays where the network has {count}", arrays.len())));
    }
    let find = |specification: &Specification| {
        let name = task.array_name(specification);
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
        arguments: network.arguments.iter().map(find).collect::<Result<_, _>>()?,
        auxiliary: network.auxiliary.iter().map(find).collect::<Result<_, _>>()?,
    })
}

/// The refusal of what is no model of the algorithm.
pub(crate) fn foreign(algorithm: &Algorithm, reason: &str) -> TrainingError {
    TrainingError::client(format!(
        "The model channel is not a model of {}: {reason}. Point it at the model.tar.gz that a job of this algorithm has made.",
        name_of(algorithm)
    ))
}

/// The refusal of a model of another network. With a model channel, `name` must be the one that the model was trained with.
pub(crate) fn differs(name: &str, theirs: &str, ours: &str) -> TrainingError {
    TrainingError::client(format!(
        "{name} of the model channel is {theirs}, this job has {ours}. With a model channel, {name} must be the one that the model \
         was trained with: set {name} to {theirs}, or train without the model channel."
    ))
}

/// The algorithm's name inside a sentence.
fn name_of(algorithm: &Algorithm) -> String {
    algorithm.short_name.to_lowercase()
}
