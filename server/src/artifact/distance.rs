//! One scan of two archives: how far their weights are from each other.

use std::{
    collections::HashMap,
    io::{BufReader, Read},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
};

use domain::artifact::{ArtifactReport, Layer, LayerDistance, Parameters, WeightsDistance};
use mxnet_formats::{
    distance::{Pairing, Side, Sums},
    model_archive::{ArchiveReader, Broken, Kind},
    ndarray_list::scan,
};

/// Chunks of one side that wait for the other.
const MAX_WAITING_CHUNKS: usize = 8;

/// Values of one array: its place in the file, and the next of its values.
type Chunk = (usize, Vec<f32>);

/// Compares the weights of two archives of which reports are known. Both are read once, side by side; memory does not grow
/// with their size where their arrays come in the same order.
///
/// # Errors
/// A sentence on why they cannot be compared.
pub(crate) fn weights_distance(
    first: (&ArtifactReport, impl Read + Send),
    second: (&ArtifactReport, impl Read + Send),
) -> Result<WeightsDistance, String> {
    let no_parameters = |which: &str| format!("The {which} archive holds no parameters that can be read.");
    let of_first = first.0.parameters.as_ref().ok_or_else(|| no_parameters("first"))?;
    let of_second = second.0.parameters.as_ref().ok_or_else(|| no_parameters("second"))?;
    let plan = Plan::new(of_first, of_second);
    let (sums, ends) = std::thread::scope(|scope| {
        let (first_sender, first_chunks) = sync_channel(MAX_WAITING_CHUNKS);
        let (second_sender, second_chunks) = sync_channel(MAX_WAITING_CHUNKS);
        let one = scope.spawn(move || values(first.1, first.0.size, &of_first.file, &first_sender));
        let other = scope.spawn(move || values(second.1, second.0.size, &of_second.file, &second_sender));
        let sums = plan.pair(first_chunks, second_chunks);
        let ends = [one.join(), other.join()];
        (sums, ends)
    });
    let sums = sums?;
    for end in ends {
        end.map_err(|_| "The comparison ended by a fault of the console.".to_owned())??;
    }
    Ok(plan.described(of_first, of_second, &sums))
}

/// Which array of one file belongs to which of the other.
struct Plan {
    /// Places in the first and second file of arrays that can be compared.
    pairs: Vec<(usize, usize)>,
}

impl Plan {
    fn new(first: &Parameters, second: &Parameters) -> Self {
        let places: HashMap<_, _> = second.layers.iter().enumerate().map(|(place, layer)| (key(layer), place)).collect();
        let pair = |(place, layer): (usize, &Layer)| {
            let other = *places.get(&key(layer))?;
            let found = second.layers.get(other)?;
            (found.shape == layer.shape && is_compared(found) && is_compared(layer)).then_some((place, other))
        };
        Self { pairs: first.layers.iter().enumerate().filter_map(pair).collect() }
    }

    fn pair(&self, first: Receiver<Chunk>, second: Receiver<Chunk>) -> Result<Vec<Sums>, String> {
        let of_first: HashMap<_, _> = self.pairs.iter().enumerate().map(|(number, (place, _))| (*place, number)).collect();
        let of_second: HashMap<_, _> = self.pairs.iter().enumerate().map(|(number, (_, place))| (*place, number)).collect();
        let mut pairing = Pairing::new(self.pairs.len());
        let (mut first, mut second) = (first.into_iter().fuse(), second.into_iter().fuse());
        loop {
            let (one, other) = (first.next(), second.next());
            if one.is_none() && other.is_none() {
                return Ok(pairing.finish());
            }
            for (side, chunk, numbers) in [(Side::First, one, &of_first), (Side::Second, other, &of_second)] {
                let Some((place, values)) = chunk else { continue };
                let Some(number) = numbers.get(&place) else { continue };
                pairing.take(side, *number, values).map_err(|_| {
                    "The archives hold their arrays in such different orders that comparing them needs too much memory."
                        .to_owned()
                })?;
            }
        }
    }

    fn described(&self, first: &Parameters, second: &Parameters, sums: &[Sums]) -> WeightsDistance {
        let mut all = Sums::default();
        let mut layers = Vec::new();
        for ((place, _), sums) in self.pairs.iter().zip(sums) {
            let Some(layer) = first.layers.get(*place) else { continue };
            if !layer.auxiliary && layer.shape.len() > 1 {
                all.join(sums);
            }
            layers.push(LayerDistance {
                name: layer.name.clone(),
                elements: layer.elements,
                relative: sums.relative_distance(),
                cosine: sums.cosine(),
            });
        }
        let missing = |from: &Parameters, other: &Parameters| {
            let known: std::collections::HashSet<_> = other.layers.iter().map(key).collect();
            from.layers.iter().filter(|layer| !known.contains(&key(layer))).map(|layer| layer.name.clone()).collect()
        };
        let compared: std::collections::HashSet<_> = self.pairs.iter().map(|(place, _)| *place).collect();
        let others: HashMap<_, _> = second.layers.iter().map(|layer| (key(layer), layer)).collect();
        let form = |layer: &Layer| format!("{} {:?}", layer.element, layer.shape);
        let reshaped = first.layers.iter().enumerate().filter(|(place, _)| !compared.contains(place)).filter_map(|(_, layer)| {
            let other = others.get(&key(layer))?;
            Some((layer.name.clone(), form(layer), form(other)))
        });
        WeightsDistance {
            layers,
            only_first: missing(first, second),
            only_second: missing(second, first),
            reshaped: reshaped.collect(),
            relative: all.relative_distance().filter(|_| all.pairs > 0),
            cosine: all.cosine(),
        }
    }
}

fn key(layer: &Layer) -> (bool, &str) {
    (layer.auxiliary, &layer.name)
}

fn is_compared(layer: &Layer) -> bool {
    layer.element.starts_with("float")
}

/// Sends the values of all arrays in one file of an archive.
fn values(input: impl Read, size: u64, file: &str, sender: &SyncSender<Chunk>) -> Result<(), String> {
    let unreadable = |broken: Broken| format!("An archive cannot be read: {broken}.");
    let mut archive = ArchiveReader::open(BufReader::with_capacity(64 * 1024, input), size).map_err(unreadable)?;
    while let Some(head) = archive.next_entry().map_err(unreadable)? {
        if head.kind != Kind::File || head.file_name() != file {
            continue;
        }
        // The other side may have given up; then its reason is the answer.
        let visit = |place: usize, values: &[f32]| drop(sender.send((place, values.to_vec())));
        let read = scan(&mut archive, visit);
        return read.map(drop).map_err(|reason| format!("The file {file} cannot be read: {reason}."));
    }
    Err(format!("The file {file} is not there any more."))
}
