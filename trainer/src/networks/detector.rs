//! Single-shot detectors (Liu and others, 2016), as object detection trains them: on features of several resolutions, a
//! convolution for the places of boxes and one for their classes.
//!
//! The symbol file goes on behind these heads, with the boxes that the network starts from, the targets, the losses and the
//! detections. An [`objective`](crate::objective::boxes) computes those.

use super::{
    Network,
    architecture::Architecture,
    residual_v2::{self, Writing},
    vgg,
};
use crate::{
    boxes::priors::{Feature, RATIOS},
    numerics::{pixels::Pixels, window::Window},
    parameter::Initial,
    symbol::{Attributes, Bias, Convolution, NodeId, Shape, Source, Symbol},
};

/// The network below the features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BaseNetwork {
    Resnet50,
    Vgg16,
}

/// What a detector is made for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Form {
    pub(crate) base: BaseNetwork,
    /// Without the background.
    pub(crate) num_classes: usize,
    /// The side of the square images in pixels.
    pub(crate) side: usize,
    /// Of two detections of one class that overlap so much, the less probable goes.
    pub(crate) nms_threshold: f64,
}

/// A detector.
#[derive(Clone, Debug)]
pub(crate) struct Detector {
    /// Its heads are, for each feature, that of the places and that of the classes.
    pub(crate) network: Network,
    pub(crate) features: Vec<Feature>,
}

/// From this side on the detector on VGG-16 has one more feature.
const LARGE_SIDE: usize = 448;
/// The mean that the framework's example subtracts for VGG-16, in the order of the channels.
const VGG_MEAN: [f32; 3] = [123.0, 117.0, 104.0];
/// Detections that are kept, as the service's symbol files have it.
pub(crate) const MAX_DETECTIONS: usize = 400;

/// An extra feature: filters, stride and pad of its second convolution.
type Extra = (usize, usize, usize);

impl Form {
    /// Whether the detector has the feature for large images.
    pub(crate) fn is_large_vgg(&self) -> bool {
        self.base == BaseNetwork::Vgg16 && self.side >= LARGE_SIDE
    }

    fn extras(&self) -> &'static [Extra] {
        match self.base {
            BaseNetwork::Resnet50 => &[(512, 2, 1), (256, 2, 1), (256, 2, 1), (128, 2, 1)],
            BaseNetwork::Vgg16 if self.is_large_vgg() => &[(512, 2, 1), (256, 2, 1), (256, 2, 1), (256, 2, 1), (256, 1, 1)],
            BaseNetwork::Vgg16 => &[(512, 2, 1), (256, 2, 1), (256, 1, 0), (256, 1, 0)],
        }
    }

    /// For each feature the two sizes of its boxes, as shares of the image, as the file writes them.
    fn sizes(&self) -> &'static [[f64; 2]] {
        const USUAL: [[f64; 2]; 6] =
            [[0.1, 0.141421], [0.2, 0.272029], [0.37, 0.44699], [0.54, 0.619193], [0.71, 0.790443], [0.88, 0.961249]];
        const LARGE: [[f64; 2]; 7] = [
            [0.07, 0.10247],
            [0.15, 0.212132],
            [0.3, 0.367423],
            [0.45, 0.519615],
            [0.6, 0.67082],
            [0.75, 0.821584],
            [0.9, 0.972111],
        ];
        if self.is_large_vgg() { &LARGE } else { &USUAL }
    }

    /// For each feature the distance of two of its pixels, as a share of the image; none means that its pixels fill the image.
    fn steps(&self) -> Option<&'static [f64]> {
        match (self.base, self.side) {
            (BaseNetwork::Vgg16, 300) => Some(&[8.0, 16.0, 32.0, 64.0, 100.0, 300.0]),
            (BaseNetwork::Vgg16, 512) => Some(&[8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0]),
            _ => None,
        }
    }

    fn feature(&self, number: usize, count: usize, Shape { height, width, .. }: Shape) -> Feature {
        // The first and the last two have boxes of three ratios, the others of five.
        let ratios = if number == 0 || number + 2 >= count { &RATIOS[..3] } else { &RATIOS[..] };
        let step = self.steps().map(|steps| steps[number] / self.side as f64);
        Feature { height, width, sizes: self.sizes()[number], ratios, step }
    }
}

impl Detector {
    pub(crate) fn new(form: Form) -> Self {
        let Form { base, num_classes, side, .. } = form;
        let mut symbol = Symbol::new(Initial::Xavier);
        let (mut features, pixels) = match base {
            BaseNetwork::Resnet50 => {
                let architecture = Architecture::large(50, num_classes, side);
                let sums = residual_v2::base(&mut symbol, &architecture, Writing::Detection);
                // The ends of the third and of the fourth stage.
                (vec![sums[12], sums[15]], Pixels::Normalized)
            }
            BaseNetwork::Vgg16 => {
                let features = vgg::base(&mut symbol, Shape { height: side, width: side, channels: 3 });
                (features.to_vec(), Pixels::Shifted { mean: VGG_MEAN, deviation: [1.0; 3] })
            }
        };
        add_extras(&mut symbol, &mut features, form.extras());
        let mut heads = Vec::with_capacity(features.len());
        for (number, node) in features.iter().enumerate() {
            let feature = form.feature(number, features.len(), symbol.shape(*node));
            heads.push(Head::new(&mut symbol, *node, feature, num_classes));
        }
        write_losses(&mut symbol, &heads, form);
        let nodes = heads.iter().flat_map(|head| [head.places, head.classes]).collect();
        let features = heads.into_iter().map(|head| head.feature).collect();
        Self { network: Network::new(symbol, nodes, pixels), features }
    }
}

/// Each extra feature reads the one before.
fn add_extras(symbol: &mut Symbol, features: &mut Vec<NodeId>, extras: &[Extra]) {
    for (filters, stride, pad) in extras {
        let mut body = *features.last().expect("a base has features");
        let number = features.len();
        for (kernel, filters, window) in
            [(1, (filters / 2).max(128), Window::new(1, 1, 0)), (3, *filters, Window::new(3, *stride, *pad))]
        {
            let name = format!("multi_feat_{number}_conv_{kernel}x{kernel}");
            body = symbol.convolution(&format!("{name}_conv"), body, Convolution::new(filters, window, Bias::Fast));
            body = symbol.rectifier(&format!("{name}_relu"), body);
        }
        features.push(body);
    }
}

/// A feature with its two convolutions.
struct Head {
    node: NodeId,
    /// What its nodes are named after.
    name: String,
    places: NodeId,
    classes: NodeId,
    feature: Feature,
}

impl Head {
    fn new(symbol: &mut Symbol, node: NodeId, feature: Feature, num_classes: usize) -> Self {
        // A scaled feature keeps the name of what was scaled.
        let name = symbol.name(node).replace("broadcast_mul0", "relu4_3");
        let anchors = feature.anchors();
        let mut add = |kind: &str, filters: usize| {
            let convolution = Convolution::new(filters, Window::new(3, 1, 1), Bias::Fast);
            symbol.convolution(&format!("{name}_{kind}_pred_conv"), node, convolution)
        };
        let places = add("loc", anchors * 4);
        let classes = add("cls", anchors * (num_classes + 1));
        Self { node, name, places, classes, feature }
    }
}

fn attributes(pairs: &[(&'static str, &str)]) -> Attributes {
    pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

/// The rest of the symbol file.
fn write_losses(symbol: &mut Symbol, heads: &[Head], form: Form) {
    const VARIANCES: (&str, &str) = ("variances", "(0.1, 0.1, 0.2, 0.2)");
    let count = heads.len().to_string();
    let concatenated = [("dim", "1"), ("num_args", count.as_str())];
    let flat = |symbol: &mut Symbol, node: NodeId, transpose: usize, flatten: usize| -> Source {
        let axes = attributes(&[("axes", "(0, 2, 3, 1)")]);
        let node = symbol.written(&format!("transpose{transpose}"), "transpose", axes, &[node.into()]);
        symbol.written(&format!("flatten{flatten}"), "Flatten", Vec::new(), &[node.into()]).into()
    };
    let (mut places, mut classes, mut priors) = (Vec::new(), Vec::new(), Vec::new());
    for (number, head) in heads.iter().enumerate() {
        places.push(flat(symbol, head.places, 2 * number, 3 * number + 1));
        classes.push(flat(symbol, head.classes, 2 * number + 1, 3 * number + 2));
        let name = format!("{}_anchors", head.name);
        let anchors = symbol.written(&name, "_contrib_MultiBoxPrior", head.feature.attributes(), &[head.node.into()]);
        let anchors = symbol.written(&format!("flatten{}", 3 * number + 3), "Flatten", Vec::new(), &[anchors.into()]);
        priors.push(anchors.into());
    }
    let classes = symbol.written("concat0", "Concat", attributes(&concatenated), &classes);
    let shape = format!("(0, -1, {})", form.num_classes + 1);
    let classes = symbol.written("reshape0", "Reshape", attributes(&[("shape", &shape)]), &[classes.into()]);
    let classes = symbol.written("multibox_cls_pred", "transpose", attributes(&[("axes", "(0, 2, 1)")]), &[classes.into()]);
    let places = symbol.written("multibox_loc_pred", "Concat", attributes(&concatenated), &places);
    let priors = symbol.written("concat1", "Concat", attributes(&concatenated), &priors);
    let priors = symbol.written("multibox_anchors", "Reshape", attributes(&[("shape", "(0, -1, 4)")]), &[priors.into()]);
    let labels = symbol.labels("label");
    let mining = attributes(&[
        ("ignore_label", "-1"),
        ("minimum_negative_samples", "0"),
        ("negative_mining_ratio", "3"),
        ("negative_mining_thresh", "0.5"),
        ("overlap_threshold", "0.5"),
        VARIANCES,
    ]);
    let inputs = [priors.into(), labels.into(), classes.into()];
    let target = symbol.written("multibox_target", "_contrib_MultiBoxTarget", mining, &inputs);
    let target = |output| Source { node: target, output };
    let softmax = attributes(&[
        ("grad_scale", "1.0"),
        ("ignore_label", "-1"),
        ("multi_output", "True"),
        ("normalization", "valid"),
        ("use_ignore", "True"),
    ]);
    let probabilities = symbol.written("cls_prob", "SoftmaxOutput", softmax, &[classes.into(), target(2)]);
    let difference = symbol.written("_minus0", "elemwise_sub", Vec::new(), &[places.into(), target(0)]);
    let masked = symbol.written("_mul0", "elemwise_mul", Vec::new(), &[target(1), difference.into()]);
    let smooth = symbol.written("loc_loss_", "smooth_l1", attributes(&[("scalar", "1.0")]), &[masked.into()]);
    let valid = attributes(&[("grad_scale", "1.0"), ("normalization", "valid")]);
    let loss = symbol.written("loc_loss", "MakeLoss", valid, &[smooth.into()]);
    let unlearned = attributes(&[("grad_scale", "0")]);
    let label = symbol.written("cls_label", "MakeLoss", unlearned.clone(), &[target(2)]);
    let (threshold, most) = (form.nms_threshold.to_string(), MAX_DETECTIONS.to_string());
    let suppression = attributes(&[("force_suppress", "False"), ("nms_threshold", &threshold), ("nms_topk", &most), VARIANCES]);
    let inputs = [probabilities.into(), places.into(), priors.into()];
    let detection = symbol.written("detection", "_contrib_MultiBoxDetection", suppression, &inputs);
    let detection = symbol.written("det_out", "MakeLoss", unlearned, &[detection.into()]);
    [probabilities, loss, label, detection].into_iter().for_each(|output| symbol.output(output));
}

#[cfg(test)]
mod tests;
