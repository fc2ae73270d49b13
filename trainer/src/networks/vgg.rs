//! The reduced VGG-16 of single-shot detectors: its two large layers are convolutions, the first of them with gaps.

use crate::{
    numerics::window::Window,
    parameter::{Initial, Specification},
    symbol::{Bias, Convolution, NodeId, Shape, Symbol},
};

/// Filters and convolutions of each stage.
const STAGES: [(usize, usize); 5] = [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)];
/// The stage whose pooling counts a last window that ends outside: 75 pixels become 38.
const FULL_STAGE: usize = 3;
/// The stage whose result is a feature of its own.
const FEATURE_STAGE: usize = 4;

/// Adds the network to images of the shape, and gives its two features: the fourth stage scaled to the length 20, and the last
/// layer.
pub(super) fn base(symbol: &mut Symbol, image: Shape) -> [NodeId; 2] {
    let mut body = symbol.images("data", image);
    let mut feature = body;
    for (index, (filters, convolutions)) in STAGES.into_iter().enumerate() {
        let stage = index + 1;
        for number in 1..=convolutions {
            let convolution = Convolution::new(filters, Window::new(3, 1, 1), Bias::Plain).without("stride");
            body = symbol.convolution(&format!("conv{stage}_{number}"), body, convolution);
            body = symbol.rectifier(&format!("relu{stage}_{number}"), body);
        }
        if stage == FEATURE_STAGE {
            feature = body;
        }
        let window = if stage == STAGES.len() { Window::new(3, 1, 1) } else { Window::new(2, 2, 0) };
        body = symbol.max_pooling(&format!("pool{stage}"), body, window, stage == FULL_STAGE);
    }
    let dilated = Window { dilate: 6, ..Window::new(3, 1, 6) };
    for (layer, window) in [(6, dilated), (7, Window::new(1, 1, 0))] {
        let convolution = Convolution::new(1024, window, Bias::Plain).without("stride");
        body = symbol.convolution(&format!("fc{layer}"), body, convolution);
        body = symbol.rectifier(&format!("relu{layer}"), body);
    }
    [scaled(symbol, feature), body]
}

fn scaled(symbol: &mut Symbol, feature: NodeId) -> NodeId {
    let channels = symbol.shape(feature).channels;
    let parameter = Specification {
        shape: vec![1, channels, 1, 1],
        decay: 0.1,
        ..Specification::vector("relu4_3_scale".to_owned(), channels, Initial::Twenty)
    };
    let attributes = [
        ("__init__", "[\"constant\", {\"value\": 20}]".to_owned()),
        ("__shape__", format!("(1, {channels}, 1, 1)")),
        ("__wd_mult__", "0.1".to_owned()),
    ];
    let factors = symbol.parameter(parameter, attributes.to_vec());
    let unit = symbol.unit_length("relu4_3_norm", feature);
    symbol.scale("broadcast_mul0", factors, unit)
}
