//! The values of a network's parameters, and the change between MXNet's layout and the loops'.

use std::collections::HashMap;

use crate::{
    networks::Network,
    numerics::kernels::LANES,
    parameter::{Initial, Layout, Specification},
    random::Random,
};

/// Values in the loops' layout, in the order of the network's lists.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parameters {
    pub(crate) arguments: Vec<Vec<f32>>,
    pub(crate) auxiliary: Vec<Vec<f32>>,
}

impl Parameters {
    /// The values before training.
    pub(crate) fn initial(network: &Network, random: &mut Random) -> Self {
        let mut values = |specifications: &[Specification]| -> Vec<Vec<f32>> {
            specifications.iter().map(|specification| to_layout(specification, &initial(specification, random))).collect()
        };
        Self { arguments: values(&network.arguments), auxiliary: values(&network.auxiliary) }
    }

    /// All values with their parameters, in the order of the file: Gluon's is that of the declaration, otherwise arguments come
    /// before running statistics.
    pub(crate) fn in_file_order<'a>(&'a self, network: &'a Network) -> Vec<(&'a Specification, &'a [f32])> {
        let arguments = network.arguments.iter().zip(&self.arguments);
        let all = arguments.chain(network.auxiliary.iter().zip(&self.auxiliary));
        let mut all: Vec<_> = all.map(|(specification, values)| (specification, values.as_slice())).collect();
        if network.symbol.is_gluon() {
            let places: HashMap<&str, usize> =
                network.symbol.declared().enumerate().map(|(place, parameter)| (parameter.name.as_str(), place)).collect();
            all.sort_by_key(|(specification, _)| places.get(specification.name.as_str()));
        }
        all
    }

    /// Whether every value is a number.
    pub(crate) fn are_finite(&self) -> bool {
        self.arguments.iter().chain(&self.auxiliary).flatten().all(|value| value.is_finite())
    }
}

fn initial(specification: &Specification, random: &mut Random) -> Vec<f32> {
    let count = specification.shape.iter().product();
    match specification.initial {
        Initial::Zeros => vec![0.0; count],
        Initial::Ones => vec![1.0; count],
        Initial::Gaussian => {
            let inputs: usize = specification.shape.iter().skip(1).product();
            let deviation = (2.0 / inputs as f32).sqrt();
            (0..count).map(|_| random.gaussian() * deviation).collect()
        }
        Initial::Xavier => {
            let [outputs, inputs] = [0, 1].map(|axis| specification.shape.get(axis).copied().unwrap_or(1));
            let area: usize = specification.shape.iter().skip(2).product();
            let bound = (3.0 / ((inputs + outputs) * area) as f32 * 2.0).sqrt();
            (0..count).map(|_| random.between(-bound, bound)).collect()
        }
        Initial::Twenty => vec![20.0; count],
    }
}

/// Rearranges MXNet's values for the loops.
pub(crate) fn to_layout(specification: &Specification, values: &[f32]) -> Vec<f32> {
    let mut arranged = vec![0.0; specification.length()];
    each_place(specification, |theirs, ours| arranged[ours] = values[theirs]);
    arranged
}

/// Rearranges the loops' values for MXNet.
pub(crate) fn from_layout(specification: &Specification, values: &[f32]) -> Vec<f32> {
    let mut arranged = vec![0.0; specification.shape.iter().product()];
    each_place(specification, |theirs, ours| arranged[theirs] = values[ours]);
    arranged
}

fn each_place(specification: &Specification, mut visit: impl FnMut(usize, usize)) {
    let Layout::Panels { outputs, inputs, kernel } = specification.layout else {
        (0..specification.shape.iter().product()).for_each(|place| visit(place, place));
        return;
    };
    let area = kernel * kernel;
    for output in 0..outputs {
        for input in 0..inputs {
            for tap in 0..area {
                let ours = ((output / LANES * area + tap) * inputs + input) * LANES + output % LANES;
                visit((output * inputs + input) * area + tap, ours);
            }
        }
    }
}
