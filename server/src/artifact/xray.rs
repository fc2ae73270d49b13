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
    model_archive::{ArchiveReader, Broken, HashingReader, Head, Kind, Oddities, is_shadow_file, shown, trick},
    model_shapes::read_model_shapes,
    ndarray_list::{ScannedArray, scan},
    symbol::read_symbol,
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
    match ArchiveReader::open(&mut input, size) {
        Ok(mut archive) => entries(&mut archive, &mut report),
        Err(broken) => report.problem = Some(broken.sentence()),
    }
    // The digest is of the whole object, whatever is behind the archive.
    let is_whole = io::copy(&mut input, &mut io::sink()).is_ok();
    let (digest, read) = input.into_inner().finish();
    report.digest = (is_whole && read == size).then_some(digest);
    report
}

fn entries(archive: &mut ArchiveReader<impl BufRead>, report: &mut ArtifactReport) {
    let mut odd = Odd::default();
    let read = loop {
        match archive.next_entry() {
            Ok(Some(head)) => {
                if let Err(broken) = entry(archive, head, report, &mut odd) {
                    break Err(broken);
                }
            }
            // The check sum stands behind the last byte, which nobody has asked for yet.
            Ok(None) => break archive.finish(),
            Err(broken) => break Err(broken),
        }
    };
    report.unpacked = archive.unpacked();
    match read {
        Ok(false) => {}
        // Only a sign of carelessness: the entries themselves were whole.
        Ok(true) => caution(report, "Something that is not gzip follows the archive.".to_owned()),
        Err(broken) => report.problem = Some(broken.sentence()),
    }
    if odd.shadows > 0 {
        let files = if odd.shadows == 1 {
            "one file whose name begins".to_owned()
        } else {
            format!("{} files whose names begin", odd.shadows)
        };
        caution(report, format!("The archive holds {files} with ._, in which macOS keeps attributes. No job reads them."));
    }
    if let (Some(network), Some(parameters)) = (&mut report.network, &report.parameters) {
        network.inputs.retain(|input| !parameters.layers.iter().any(|layer| layer.name == *input));
        network.inputs.truncate(10);
    }
}

/// What is known of an archive while it is read, and is no part of its report.
#[derive(Default)]
struct Odd {
    oddities: Oddities,
    shadows: u64,
    /// The epoch of the last file of parameters, in whatever state that is: a job reads this one and no other.
    last: Option<Option<u32>>,
}

fn entry(
    archive: &mut ArchiveReader<impl BufRead>,
    head: Head,
    report: &mut ArtifactReport,
    odd: &mut Odd,
) -> Result<(), Broken> {
    let path = shown(&head.path);
    if let Some(trick) = trick(&head.path) {
        caution(report, format!("The path {path} {trick}. Nothing is unpacked here; a container may refuse it or worse."));
    }
    if let Some(sentence) = odd.oddities.take(&head) {
        caution(report, sentence);
    }
    let kind = match head.kind {
        Kind::File => EntryKind::File,
        Kind::Folder => EntryKind::Folder,
        Kind::Link => {
            caution(report, format!("{path} is a link to {}. It is not followed.", shown(&head.link)));
            EntryKind::Link(shown(&head.link))
        }
        Kind::Other => {
            caution(report, format!("{path} is neither a file nor a folder."));
            EntryKind::Other
        }
    };
    let is_shadow = kind == EntryKind::File && is_shadow_file(&path);
    odd.shadows += u64::from(is_shadow);
    let mut content = HashingReader::new(archive);
    let read = match kind {
        EntryKind::File if is_shadow => io::copy(&mut content, &mut io::sink()).map(|_| ()).map_err(Broken::from),
        EntryKind::File => file(&mut content, &path, head.size, report, odd),
        _ => Ok(()),
    };
    // What was met of a file that is cut is told too.
    let cut_at = read.is_err().then(|| content.count());
    let is_whole_file = kind == EntryKind::File && read.is_ok();
    report.entry_count += 1;
    if report.entries.len() < LISTED_ENTRIES {
        let digest = is_whole_file.then(|| content.finish().0);
        report.entries.push(Entry { path, kind, size: head.size, digest, cut_at });
    }
    read
}

/// Reads a file to its end and understands it where it is one of a model's.
fn file(content: &mut impl Read, path: &str, size: u64, report: &mut ArtifactReport, odd: &mut Odd) -> Result<(), Broken> {
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.ends_with(".params") || name == "model_algo-1" {
        parameters(content, name, report, &mut odd.last);
    } else if name.ends_with("-symbol.json") {
        graph(content, name, size, report)?;
    } else if name == "model-shapes.json" {
        let shape = read_model_shapes(&text(content, MAX_TEXT_SIZE)?);
        report.image_shape = shape.map(|shape| shape.map(|size| size as u64));
    } else if name == "hyperparams.json" {
        report.hyperparameters = hyperparameters(&text(content, MAX_TEXT_SIZE)?);
    }
    // What a parser did not want still belongs to the digest; an error of the input shows itself here again.
    io::copy(content, &mut io::sink())?;
    Ok(())
}

fn parameters(content: &mut impl Read, name: &str, report: &mut ArtifactReport, last: &mut Option<Option<u32>>) {
    let archives = Algorithm::INCREMENTAL.into_iter().filter_map(|algorithm| algorithm.archive);
    let epoch = archives.filter_map(|archive| archive.epoch_of(name)).next().and_then(|epoch| u32::try_from(epoch).ok());
    let files = report.parameters.as_ref().map_or(0, |parameters| parameters.files) + 1;
    let is_last = last.is_none_or(|last| epoch > last);
    if is_last {
        *last = Some(epoch);
    }
    match scan(content, |_, _| {}) {
        Ok(arrays) if is_last => report.parameters = Some(Parameters { files, ..described(name, epoch, arrays) }),
        Ok(_) => report.parameters.iter_mut().for_each(|parameters| parameters.files = files),
        Err(reason) => {
            caution(report, format!("The file {name} cannot be read as parameters: {reason}."));
            if is_last {
                report.parameters = None;
            }
        }
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
