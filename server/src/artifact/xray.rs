//! One scan of an archive.

use std::{
    collections::BTreeMap,
    io::{self, BufRead, BufReader, Read},
};

use domain::{
    algorithm::{Algorithm, ResidualNetwork},
    artifact::{ArtifactReport, Entry, EntryKind, Layer, Network, Parameters},
};
use mxnet_formats::{
    model_shapes::read_model_shapes,
    ndarray_list::{ScannedArray, scan},
    symbol::read_symbol,
};
use tar::EntryType;

use super::{
    gunzip_limit::LimitedGunzip,
    hashing_reader::HashingReader,
    names::{shown, trick},
    tar_stream::{Broken, Head, TarStream},
};

/// Entries that a report lists.
const LISTED_ENTRIES: usize = 500;
/// Arrays that a report lists. The deepest network of the algorithms has 1,500.
const LISTED_LAYERS: usize = 4096;
/// Sentences on suspicious things.
const MAX_CAUTIONS: usize = 20;
/// Bytes of a small text file that is read as a whole.
const MAX_TEXT_SIZE: u64 = 64 * 1024;
/// Bytes of a network's graph.
const MAX_SYMBOL_SIZE: u64 = 16 << 20;
/// Longest name or value that is kept.
const MAX_VALUE_LENGTH: usize = 256;

/// Reads an archive to its end and says what is in it. Whatever is wrong with the archive is part of the report.
pub(crate) fn examine(input: impl Read, size: u64) -> ArtifactReport {
    let mut input = BufReader::with_capacity(64 * 1024, HashingReader::new(input));
    let mut report = ArtifactReport { size, ..ArtifactReport::default() };
    match input.fill_buf() {
        Ok(start) => report.problem = no_gzip(start).map(str::to_owned),
        Err(error) => report.problem = Some(sentence(&Broken::from(error))),
    }
    if report.problem.is_none() {
        match entries(input, &mut report) {
            Some(rest) => input = rest,
            None => return report,
        }
    }
    // The digest is of the whole object, whatever is behind the archive.
    let is_whole = io::copy(&mut input, &mut io::sink()).is_ok();
    let (digest, read) = input.into_inner().finish();
    report.digest = (is_whole && read == size).then_some(digest);
    report
}

fn entries<R: BufRead>(input: R, report: &mut ArtifactReport) -> Option<R> {
    let mut archive = TarStream::new(LimitedGunzip::new(input, report.size));
    loop {
        match archive.next() {
            Ok(Some(head)) => {
                if let Err(broken) = entry(&mut archive, head, report) {
                    report.problem = Some(sentence(&broken));
                    break;
                }
            }
            Ok(None) => break,
            Err(broken) => {
                report.problem = Some(sentence(&broken));
                break;
            }
        }
    }
    report.unpacked = archive.input().count();
    let mut unpacked = archive.into_input();
    if report.problem.is_none() {
        // The check sum stands behind the last byte, which nobody has asked for yet.
        match io::copy(&mut unpacked, &mut io::sink()) {
            Ok(_) => {
                report.unpacked = unpacked.count();
                if unpacked.is_followed() {
                    // Only a sign of carelessness: the entries themselves were whole.
                    caution(report, "Something that is not gzip follows the archive.".to_owned());
                }
            }
            Err(error) => report.problem = Some(sentence(&Broken::from(error))),
        }
    }
    if let (Some(network), Some(parameters)) = (&mut report.network, &report.parameters) {
        network.inputs.retain(|input| !parameters.layers.iter().any(|layer| layer.name == *input));
        network.inputs.truncate(10);
    }
    unpacked.into_input()
}

fn entry<R: BufRead>(archive: &mut TarStream<LimitedGunzip<R>>, head: Head, report: &mut ArtifactReport) -> Result<(), Broken> {
    let path = shown(&head.path);
    if let Some(trick) = trick(&head.path) {
        caution(report, format!("The path {path} {trick}. Nothing is unpacked here; a container may refuse it or worse."));
    }
    let kind = match head.kind {
        EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => EntryKind::File,
        EntryType::Directory => EntryKind::Folder,
        EntryType::Symlink | EntryType::Link => {
            caution(report, format!("{path} is a link to {}. It is not followed.", shown(&head.link)));
            EntryKind::Link(shown(&head.link))
        }
        _ => {
            caution(report, format!("{path} is neither a file nor a folder."));
            EntryKind::Other
        }
    };
    let digest = if kind == EntryKind::File { Some(file(archive, &path, head.size, report)?) } else { None };
    report.entry_count += 1;
    if report.entries.len() < LISTED_ENTRIES {
        report.entries.push(Entry { path, kind, size: head.size, digest });
    }
    Ok(())
}

/// Reads a file to its end, understands it where it is one of a model's, and gives its digest.
fn file<R: BufRead>(
    archive: &mut TarStream<LimitedGunzip<R>>,
    path: &str,
    size: u64,
    report: &mut ArtifactReport,
) -> Result<String, Broken> {
    let mut content = HashingReader::new(archive.take(size));
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.ends_with(".params") || name == "model_algo-1" {
        parameters(&mut content, name, report);
    } else if name.ends_with("-symbol.json") {
        graph(&mut content, name, size, report)?;
    } else if name == "model-shapes.json" {
        let shape = read_model_shapes(&text(&mut content, MAX_TEXT_SIZE)?);
        report.image_shape = shape.map(|shape| shape.map(|size| size as u64));
    } else if name == "hyperparams.json" {
        report.hyperparameters = hyperparameters(&text(&mut content, MAX_TEXT_SIZE)?);
    }
    // What a parser did not want still belongs to the digest; an error of the input shows itself here again.
    io::copy(&mut content, &mut io::sink())?;
    Ok(content.finish().0)
}

fn parameters(content: &mut impl Read, name: &str, report: &mut ArtifactReport) {
    let archives = Algorithm::INCREMENTAL.into_iter().filter_map(|algorithm| algorithm.archive);
    let epoch = archives.filter_map(|archive| archive.epoch_of(name)).next().and_then(|epoch| u32::try_from(epoch).ok());
    let before = report.parameters.as_ref();
    let files = before.map_or(0, |parameters| parameters.files) + 1;
    let is_last = before.is_none_or(|before| epoch > before.epoch);
    match scan(content, |_, _| {}) {
        Ok(arrays) if is_last => report.parameters = Some(Parameters { files, ..described(name, epoch, arrays) }),
        Ok(_) => {
            if let Some(parameters) = &mut report.parameters {
                parameters.files = files;
            }
        }
        Err(reason) => caution(report, format!("The file {name} cannot be read as parameters: {reason}.")),
    }
}

fn described(name: &str, epoch: Option<u32>, arrays: Vec<ScannedArray>) -> Parameters {
    let network = ResidualNetwork::of_arrays(arrays.iter().map(|array| array.name.as_str()));
    let mut parameters = Parameters {
        file: name.to_owned(),
        epoch,
        layer_count: arrays.len() as u64,
        residual_layers: network.map(|network| network.num_layers),
        ..Parameters::default()
    };
    for (index, array) in arrays.into_iter().enumerate() {
        let (auxiliary, own) = match array.name.split_once(':') {
            Some(("aux", own)) => (true, own),
            Some(("arg", own)) => (false, own),
            _ => (false, array.name.as_str()),
        };
        let sum = if auxiliary { &mut parameters.auxiliary } else { &mut parameters.trained };
        *sum = sum.saturating_add(array.elements);
        parameters.not_finite = parameters.not_finite.saturating_add(array.not_finite);
        if parameters.layers.len() < LISTED_LAYERS {
            let name = if own.is_empty() { format!("array {index}") } else { shown(own.as_bytes()) };
            let norm = Some(array.square_sum.sqrt()).filter(|norm| norm.is_finite() && array.not_finite == 0);
            let element = array.element.name().to_owned();
            parameters.layers.push(Layer { name, auxiliary, shape: array.shape, element, elements: array.elements, norm });
        }
    }
    parameters
}

fn graph(content: &mut impl Read, name: &str, size: u64, report: &mut ArtifactReport) -> Result<(), Broken> {
    if size > MAX_SYMBOL_SIZE {
        caution(report, format!("The file {name} is too large for a network's graph and was not read."));
        return Ok(());
    }
    match read_symbol(&text(content, MAX_SYMBOL_SIZE)?) {
        Ok(symbol) => {
            let parameter = |name: &String| {
                ["_weight", "_bias", "_gamma", "_beta", "_mean", "_var", "_label", "label"].iter().any(|end| name.ends_with(end))
            };
            let inputs = symbol
                .variables
                .into_iter()
                .filter(|name| !parameter(name))
                .map(|name| shown(name.as_bytes()))
                .take(1000)
                .collect();
            let operators = symbol.operators.into_iter().map(|(name, count)| (shown(name.as_bytes()), count)).collect();
            report.network = Some(Network { file: name.to_owned(), inputs, operators, classes: symbol.classes });
        }
        Err(reason) => caution(report, format!("The file {name} cannot be used: {reason}.")),
    }
    Ok(())
}

fn text(content: &mut impl Read, limit: u64) -> Result<Vec<u8>, Broken> {
    let mut text = Vec::new();
    content.take(limit).read_to_end(&mut text)?;
    Ok(text)
}

fn hyperparameters(text: &[u8]) -> BTreeMap<String, String> {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(text).unwrap_or_default();
    let value = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    let pairs = object.into_iter().take(100).map(|(name, found)| (name, value(found)));
    pairs.filter(|(name, value)| name.len() <= MAX_VALUE_LENGTH && value.len() <= MAX_VALUE_LENGTH).collect()
}

fn caution(report: &mut ArtifactReport, sentence: String) {
    if report.cautions.len() < MAX_CAUTIONS {
        report.cautions.push(sentence);
    }
}

/// A reason as a sentence of its own.
/// Why what begins like this is no archive.
pub(super) fn no_gzip(start: &[u8]) -> Option<&'static str> {
    match start {
        [0x1F, 0x8B, ..] => None,
        [] => Some("It is empty."),
        _ => Some("It is not compressed with gzip."),
    }
}

/// What is wrong with an archive, as a sentence.
pub(super) fn sentence(broken: &Broken) -> String {
    let reason = broken.to_string();
    let mut letters = reason.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
