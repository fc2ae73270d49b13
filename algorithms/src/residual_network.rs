//! The residual networks of image classification. Source: MXNet's `symbols/resnet.py`; He and others, 2016.

use std::collections::BTreeMap;

/// A residual network with pre-activation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResidualNetwork {
    /// What `num_layers` says.
    pub num_layers: u32,
    /// Residual units of each stage.
    pub units: &'static [usize],
    /// Whether a unit is a convolution of 1×1, one of 3×3 and one of 1×1 instead of two of 3×3.
    pub has_bottlenecks: bool,
    /// Whether it is made for images of up to [`SMALL_IMAGE_SIDE`] pixels.
    pub is_for_small_images: bool,
}

/// The longest side in pixels of images that count as small.
pub const SMALL_IMAGE_SIDE: usize = 32;

/// All networks, in the order of `num_layers`.
pub const ALL: [ResidualNetwork; 11] = [
    large(18, &[2, 2, 2, 2], false),
    small(20, &[3, 3, 3]),
    small(32, &[5, 5, 5]),
    large(34, &[3, 4, 6, 3], false),
    small(44, &[7, 7, 7]),
    large(50, &[3, 4, 6, 3], true),
    small(56, &[9, 9, 9]),
    large(101, &[3, 4, 23, 3], true),
    small(110, &[18, 18, 18]),
    large(152, &[3, 8, 36, 3], true),
    large(200, &[3, 24, 36, 3], true),
];

const fn large(num_layers: u32, units: &'static [usize], has_bottlenecks: bool) -> ResidualNetwork {
    ResidualNetwork { num_layers, units, has_bottlenecks, is_for_small_images: false }
}

const fn small(num_layers: u32, units: &'static [usize]) -> ResidualNetwork {
    ResidualNetwork { num_layers, units, has_bottlenecks: false, is_for_small_images: true }
}

impl ResidualNetwork {
    /// The network of a number of layers.
    pub fn of_layers(num_layers: usize) -> Option<&'static Self> {
        ALL.iter().find(|network| network.num_layers as usize == num_layers)
    }

    /// The network whose arrays have these names, such as `arg:stage1_unit1_conv1_weight`; `None` when there is none with
    /// just these units.
    pub fn of_arrays<'a>(names: impl Iterator<Item = &'a str>) -> Option<&'static Self> {
        let mut units: BTreeMap<usize, usize> = BTreeMap::new();
        let mut has_bottlenecks = false;
        for name in names.filter_map(|name| name.strip_prefix("arg:stage")) {
            let (stage, rest) = name.split_once("_unit")?;
            let (unit, rest) = rest.split_once('_')?;
            let (stage, unit): (usize, usize) = (stage.parse().ok()?, unit.parse().ok()?);
            let count = units.entry(stage).or_default();
            *count = unit.max(*count);
            has_bottlenecks |= rest.starts_with("conv3");
        }
        let is_it = |network: &&Self| network.units.iter().eq(units.values()) && network.has_bottlenecks == has_bottlenecks;
        ALL.iter().find(is_it)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{hyperparameter::Kind, image_classification};

    #[test]
    fn there_is_a_network_for_each_choice_of_num_layers() {
        let kind = image_classification::ALGORITHM.hyperparameter("num_layers").map(|row| row.kind);
        let Some(Kind::IntegerChoice(choices)) = kind else { panic!("{kind:?}") };
        let mut choices = choices.to_vec();
        choices.sort_unstable();
        assert_eq!(choices, ALL.map(|network| i64::from(network.num_layers)));
        for network in ALL {
            // The first convolution, those of all units, and the last layer.
            let convolutions = if network.has_bottlenecks { 3 } else { 2 };
            assert_eq!(network.num_layers as usize, 2 + convolutions * network.units.iter().sum::<usize>());
        }
    }

    #[test]
    fn names_of_arrays_tell_the_network() {
        for network in ALL {
            let convolution = if network.has_bottlenecks { "conv3" } else { "conv2" };
            let name = |(stage, units): (usize, &usize)| format!("arg:stage{}_unit{units}_{convolution}_weight", stage + 1);
            let names: Vec<String> = network.units.iter().enumerate().map(name).collect();
            assert_eq!(ResidualNetwork::of_arrays(names.iter().map(String::as_str)), Some(&network));
            assert_eq!(ResidualNetwork::of_layers(network.num_layers as usize), Some(&network));
        }
        assert_eq!(ResidualNetwork::of_arrays(["arg:fc1_weight"].into_iter()), None);
        assert_eq!(ResidualNetwork::of_arrays(["arg:stage1_unit99999999999999999999_conv1"].into_iter()), None);
        assert_eq!(ResidualNetwork::of_layers(19), None);
    }
}
