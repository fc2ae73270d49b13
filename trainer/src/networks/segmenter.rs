//! Networks that find the class of each pixel, as semantic segmentation trains them: a dilated residual network with one of
//! three heads, and an auxiliary head that learns from the features one layer below.
//!
//! The heads speak at the features' resolution, an eighth of the image's. The toolkit resizes what they say to the image's
//! size; an [`objective`](crate::objective::pixels) does that row by row, so that no tensor of that size exists.

use super::{
    Network,
    residual_v1s::{self, Backbone, normalized},
};
use crate::{
    numerics::{pixels::Pixels, window::Window},
    parameter::Initial,
    symbol::{Bias, Convolution, NodeId, Shape, Symbol},
};

/// What stands on the backbone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    /// Fully convolutional network (Long and others, 2015).
    Fcn,
    /// Pyramid scene parsing (Zhao and others, 2017).
    Psp,
    /// DeepLabV3 (Chen and others, 2017).
    Deeplab,
}

/// What a segmenter is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) head: Head,
    pub(crate) backbone: Backbone,
    pub(crate) num_classes: usize,
    /// Of the images, in pixels.
    pub(crate) height: usize,
    pub(crate) width: usize,
}

/// How many times the learning rate the heads learn at, as the toolkit sets it.
const HEAD_RATE: f32 = 10.0;
/// The sides of the parts whose means the pyramid has.
const PYRAMID: [usize; 4] = [1, 2, 3, 6];
/// The dilations of DeepLab's parallel convolutions.
const DILATIONS: [usize; 3] = [12, 24, 36];
/// What is dropped before the scores of the classes, and in DeepLab before the last convolution but one.
const DROPPED: f32 = 0.1;
const DROPPED_EARLY: f32 = 0.5;
/// Of the colours red, green and blue, as shares of 255: what the pretrained networks were trained with.
const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
const DEVIATION: [f32; 3] = [0.229, 0.224, 0.225];

/// A segmenter. Its heads are the main and the auxiliary one.
pub(crate) fn segmenter(form: Form) -> Network {
    let mut symbol = Symbol::gluon(Initial::Xavier);
    let images = symbol.images("data", Shape { height: form.height, width: form.width, channels: 3 });
    let [third, fourth] = residual_v1s::base(&mut symbol, images, form.backbone);
    symbol.learn_at(HEAD_RATE);
    let (body, channels) = match form.head {
        Head::Fcn => (fourth, 512),
        Head::Psp => (pyramid(&mut symbol, fourth), 512),
        Head::Deeplab => (parallel(&mut symbol, fourth), 256),
    };
    let main = scores(&mut symbol, body, "head", channels, form.num_classes);
    let auxiliary = scores(&mut symbol, third, "auxlayer", 256, form.num_classes);
    [main, auxiliary].into_iter().for_each(|head| symbol.output(head));
    let pixels = Pixels::Shifted { mean: MEAN.map(|mean| mean * 255.0), deviation: DEVIATION.map(|deviation| deviation * 255.0) };
    Network { evaluated_heads: 1, ..Network::new(symbol, vec![main, auxiliary], pixels) }
}

/// From a feature to the scores of the classes.
fn scores(symbol: &mut Symbol, input: NodeId, name: &str, channels: usize, classes: usize) -> NodeId {
    let block = |number: usize| format!("{name}.block.{number}");
    let body = normalized(symbol, input, [&block(0), &block(1)], channels, Window::new(3, 1, 1));
    let body = symbol.dropout(&block(3), body, DROPPED);
    symbol.convolution(&block(4), body, Convolution::new(classes, Window::new(1, 1, 0), Bias::Plain))
}

/// The feature, and behind it the means of ever smaller parts of it.
fn pyramid(symbol: &mut Symbol, feature: NodeId) -> NodeId {
    let Shape { height, width, channels } = symbol.shape(feature);
    let mut joined = vec![feature];
    for (number, side) in PYRAMID.into_iter().enumerate() {
        let name = format!("head.psp.conv{}", number + 1);
        let means = symbol.adaptive_average(&format!("{name}.pool"), feature, side);
        let names = [format!("{name}.0"), format!("{name}.1")];
        let body = normalized(symbol, means, names.each_ref().map(String::as_str), channels / 4, Window::new(1, 1, 0));
        joined.push(symbol.resize(&format!("{name}.resize"), body, height, width));
    }
    symbol.concatenation("head.psp.concat", &joined)
}

/// Convolutions of several dilations, and the mean of the whole image.
fn parallel(symbol: &mut Symbol, feature: NodeId) -> NodeId {
    const CHANNELS: usize = 256;
    let Shape { height, width, .. } = symbol.shape(feature);
    let point = Window::new(1, 1, 0);
    // The toolkit spells the name so.
    let windows = DILATIONS.map(|dilate| Window { dilate, ..Window::new(3, 1, dilate) });
    let mut joined = Vec::new();
    for (number, window) in [point].into_iter().chain(windows).enumerate() {
        let names = [0, 1].map(|part| format!("head.aspp.concurent.{number}.{part}"));
        joined.push(normalized(symbol, feature, names.each_ref().map(String::as_str), CHANNELS, window));
    }
    let gap = "head.aspp.concurent.4.gap";
    let mean = symbol.adaptive_average(&format!("{gap}.0"), feature, 1);
    let names = [1, 2].map(|part| format!("{gap}.{part}"));
    let body = normalized(symbol, mean, names.each_ref().map(String::as_str), CHANNELS, point);
    joined.push(symbol.resize(&format!("{gap}.resize"), body, height, width));
    let body = symbol.concatenation("head.aspp.concat", &joined);
    let body = normalized(symbol, body, ["head.aspp.project.0", "head.aspp.project.1"], CHANNELS, point);
    symbol.dropout("head.aspp.project.3", body, DROPPED_EARLY)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// `tests/fixtures/segmenter-arrays.json` holds the names and shapes that the toolkit saves.
    #[test]
    fn parameters_are_those_of_the_toolkit() {
        let text = include_str!("../../tests/fixtures/segmenter-arrays.json");
        let expected: HashMap<String, Vec<(String, Vec<usize>)>> = serde_json::from_str(text).expect("the fixture is JSON");
        assert_eq!(expected.len(), 4);
        for (name, expected) in expected {
            let head = match name.split(',').next() {
                Some("fcn") => Head::Fcn,
                Some("psp") => Head::Psp,
                _ => Head::Deeplab,
            };
            let backbone = if name.contains("resnet-101") { Backbone::Resnet101 } else { Backbone::Resnet50 };
            let classes = name.rsplit(", ").next().and_then(|text| text.split(' ').next()?.parse().ok()).expect("a number");
            let network = segmenter(Form { head, backbone, num_classes: classes, height: 64, width: 64 });
            let found: Vec<(String, Vec<usize>)> =
                network.symbol.declared().map(|parameter| (parameter.name.clone(), parameter.shape.clone())).collect();
            assert_eq!(found, expected, "{name}");
            assert_eq!(network.arguments.len() + network.auxiliary.len(), expected.len(), "{name}");
        }
    }

    #[test]
    fn heads_learn_faster_and_everything_is_decayed() {
        let network = segmenter(Form { head: Head::Psp, backbone: Backbone::Resnet50, num_classes: 4, height: 64, width: 64 });
        for argument in &network.arguments {
            let is_head = argument.name.starts_with("head.") || argument.name.starts_with("auxlayer.");
            assert_eq!((argument.rate, argument.decay), (if is_head { 10.0 } else { 1.0 }, 1.0), "{}", argument.name);
        }
    }
}
