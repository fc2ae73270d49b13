//! Residual networks of the toolkit's version v1s, dilated (Yu and Koltun, 2016): features at an eighth of the image's side.
//!
//! Unlike [`residual_v2`](super::residual_v2) a unit is rectified behind its sum, and the first convolution is three of 3 × 3.

use crate::{
    numerics::window::Window,
    symbol::{Bias, Convolution, NodeId, Symbol},
};

/// How deep the network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Backbone {
    Resnet50,
    Resnet101,
}

impl Backbone {
    /// Units of each layer.
    fn units(self) -> [usize; 4] {
        match self {
            Self::Resnet50 => [3, 4, 6, 3],
            Self::Resnet101 => [3, 4, 23, 3],
        }
    }
}

/// A layer of units.
struct Layer {
    /// Channels of a unit's inner convolutions; its output has four times as many.
    channels: usize,
    /// Of the first unit.
    stride: usize,
    /// Of the first unit, and of the others.
    dilate: [usize; 2],
}

const LAYERS: [Layer; 4] = [
    Layer { channels: 64, stride: 1, dilate: [1, 1] },
    Layer { channels: 128, stride: 2, dilate: [1, 1] },
    Layer { channels: 256, stride: 1, dilate: [1, 2] },
    Layer { channels: 512, stride: 1, dilate: [2, 4] },
];

/// From the images to the features behind the third and behind the fourth layer, with 1,024 and 2,048 channels.
pub(crate) fn base(symbol: &mut Symbol, images: NodeId, backbone: Backbone) -> [NodeId; 2] {
    let mut body = normalized(symbol, images, ["conv1.0", "conv1.1"], 64, Window::new(3, 2, 1));
    body = normalized(symbol, body, ["conv1.3", "conv1.4"], 64, Window::new(3, 1, 1));
    body = normalized(symbol, body, ["conv1.6", "bn1"], 128, Window::new(3, 1, 1));
    body = symbol.max_pooling("maxpool", body, Window::new(3, 2, 1), false);
    let mut outputs = [body; 4];
    for (place, (layer, units)) in LAYERS.iter().zip(backbone.units()).enumerate() {
        for number in 0..units {
            body = unit(symbol, body, &format!("layer{}.{number}", place + 1), layer, number == 0);
        }
        outputs[place] = body;
    }
    [outputs[2], outputs[3]]
}

/// A rectified and normalised convolution without bias, by the names of the convolution and of the normalisation.
pub(super) fn normalized(symbol: &mut Symbol, input: NodeId, names: [&str; 2], filters: usize, window: Window) -> NodeId {
    let body = plain(symbol, input, names, filters, window);
    symbol.rectifier(&format!("{}.relu", names[1]), body)
}

/// The same without the rectifier.
fn plain(symbol: &mut Symbol, input: NodeId, names: [&str; 2], filters: usize, window: Window) -> NodeId {
    let body = symbol.convolution(names[0], input, Convolution::new(filters, window, Bias::None));
    symbol.batch_norm(names[1], body, false)
}

fn unit(symbol: &mut Symbol, input: NodeId, name: &str, layer: &Layer, is_first: bool) -> NodeId {
    let named = |first: &str, second: &str| [format!("{name}.{first}"), format!("{name}.{second}")];
    let (stride, dilate) = if is_first { (layer.stride, layer.dilate[0]) } else { (1, layer.dilate[1]) };
    let (inner, outer) = (layer.channels, 4 * layer.channels);
    let [conv1, conv2, conv3] = [named("conv1", "bn1"), named("conv2", "bn2"), named("conv3", "bn3")];
    let mut body = normalized(symbol, input, conv1.each_ref().map(String::as_str), inner, Window::new(1, 1, 0));
    let window = Window { dilate, ..Window::new(3, stride, dilate) };
    body = normalized(symbol, body, conv2.each_ref().map(String::as_str), inner, window);
    body = plain(symbol, body, conv3.each_ref().map(String::as_str), outer, Window::new(1, 1, 0));
    let shortcut = if is_first {
        let names = named("downsample.0", "downsample.1");
        plain(symbol, input, names.each_ref().map(String::as_str), outer, Window::new(1, stride, 0))
    } else {
        input
    };
    let sum = symbol.addition(&format!("{name}.plus"), body, shortcut);
    symbol.rectifier(&format!("{name}.relu"), sum)
}
