use super::*;
use crate::{
    error::TrainingError,
    learner::{Images, Learner},
    numerics::{pixels::Pixels, window::Window},
    objective::{Objective, Score},
    parameter::{Initial, Specification},
    parameters::Parameters,
    random::Random,
    symbol::{Bias, Convolution as Layer, NodeId, Symbol},
};

const BATCH: usize = 5;
const IMAGE: Shape = Shape { height: 9, width: 7, channels: 3 };

/// The sum of all that the heads say, each number times a factor of its own.
struct Linear;

#[derive(Clone, Debug, Default, PartialEq)]
struct Sum(f64);

impl Score for Sum {
    fn is_finite(&self) -> bool {
        self.0.is_finite()
    }

    fn add(&mut self, other: &Self) {
        self.0 += other.0;
    }
}

/// The same factors for every image.
fn factors(head: usize, length: usize) -> Vec<f32> {
    let mut random = Random::new(head as u64 + 100);
    (0..length).map(|_| random.between(-1.0, 1.0)).collect()
}

impl Objective for Linear {
    type Target = ();
    type State = ();
    type Score = Sum;

    fn score(&self, heads: &[Head], image: &mut Image, (): &(), (): &mut ()) -> Sum {
        let mut sum = 0.0;
        for (number, head) in heads.iter().enumerate() {
            let values = &image.values[head.tensor.0];
            let rows = (0..head.map.height).flat_map(|row| &values[head.map.row(row)]);
            let factors = factors(number, head.map.bordered(0).length());
            sum += rows.zip(factors).map(|(value, factor)| f64::from(*value) * f64::from(factor)).sum::<f64>();
        }
        Sum(sum)
    }

    fn differentiate(&self, heads: &[Head], image: &mut Image, (): &(), (): &(), _: &Sum) {
        for (number, head) in heads.iter().enumerate() {
            let map = head.gradient.map;
            image.write_gradient(head.gradient, |gradient, _| {
                gradient.fill(0.0);
                let mut factors = factors(number, map.bordered(0).length()).into_iter();
                for row in 0..map.height {
                    gradient[map.row(row)].fill_with(|| factors.next().expect("a factor for each number"));
                }
            });
        }
    }

    fn share(&self, _: usize) -> f32 {
        1.0
    }
}

struct Noise;

impl Images<()> for Noise {
    fn load(&self, index: usize, pixels: &mut [u8]) -> Result<(), TrainingError> {
        let mut random = Random::for_item(9, 0, index as u64);
        pixels.fill_with(|| random.below(256) as u8);
        Ok(())
    }
}

fn layer(filters: usize, window: Window, bias: Bias) -> Layer {
    Layer::new(filters, window, bias)
}

fn network(heads: Vec<NodeId>, mut symbol: Symbol, pixels: Pixels) -> Network {
    heads.iter().for_each(|head| symbol.output(*head));
    Network::new(symbol, heads, pixels)
}

/// Rectified convolutions with bias, all kinds of pooling, gaps in windows, and a feature that three read.
fn plain() -> Network {
    let mut symbol = Symbol::new(Initial::Gaussian);
    let images = symbol.images("data", IMAGE);
    let mut body = symbol.convolution("conv1", images, layer(16, Window::new(3, 1, 1), Bias::Plain));
    body = symbol.rectifier("relu1", body);
    body = symbol.max_pooling("pool1", body, Window::new(2, 2, 0), true);
    body = symbol.convolution("conv2", body, layer(16, Window { dilate: 2, ..Window::new(3, 1, 2) }, Bias::Plain));
    let feature = symbol.rectifier("relu2", body);
    let factors = Specification::vector("factors".to_owned(), 16, Initial::Twenty);
    let factors = symbol.parameter(factors, Vec::new());
    let unit = symbol.unit_length("unit", feature);
    let scaled = symbol.scale("scaled", factors, unit);
    let first = symbol.convolution("head1", scaled, layer(5, Window::new(3, 1, 1), Bias::Fast));
    let pooled = symbol.max_pooling("pool2", feature, Window::new(3, 1, 1), false);
    let second = symbol.convolution("head2", pooled, layer(3, Window::new(3, 1, 0), Bias::Fast));
    let third = symbol.convolution("head3", feature, layer(4, Window::new(1, 2, 0), Bias::Fast));
    network(vec![first, second, third], symbol, Pixels::Shifted { mean: [120.0; 3], deviation: [60.0; 3] })
}

/// Residual units whose sums are read by heads, too.
fn residual() -> Network {
    let mut symbol = Symbol::new(Initial::Gaussian);
    let images = symbol.images("data", IMAGE);
    let normal = symbol.batch_norm("bn_data", images, true);
    let mut body = symbol.convolution("conv0", normal, layer(16, Window::new(3, 1, 1), Bias::None));
    let mut sums = Vec::new();
    for unit in 0..3 {
        let name = format!("unit{unit}");
        let normal = symbol.batch_norm(&format!("{name}_bn1"), body, false);
        let active = symbol.rectifier(&format!("{name}_relu1"), normal);
        let (filters, stride) = if unit == 2 { (32, 2) } else { (16, 1) };
        let shortcut = if unit == 2 {
            symbol.convolution("shortcut", active, layer(filters, Window::new(1, stride, 0), Bias::None))
        } else {
            body
        };
        let inner = symbol.convolution(&format!("{name}_conv1"), active, layer(16, Window::new(3, stride, 1), Bias::None));
        let normal = symbol.batch_norm(&format!("{name}_bn2"), inner, false);
        let active = symbol.rectifier(&format!("{name}_relu2"), normal);
        let outer = symbol.convolution(&format!("{name}_conv2"), active, layer(filters, Window::new(1, 1, 0), Bias::None));
        body = symbol.addition(&format!("sum{unit}"), outer, shortcut);
        sums.push(body);
    }
    let first = symbol.convolution("head1", sums[1], layer(5, Window::new(3, 1, 1), Bias::Fast));
    let second = symbol.convolution("head2", sums[2], layer(6, Window::new(3, 1, 1), Bias::Fast));
    network(vec![first, second], symbol, Pixels::Normalized)
}

/// Sums behind normalisations, means of parts, resized and joined features, and dropout.
fn joined() -> Network {
    let mut symbol = Symbol::gluon(Initial::Gaussian);
    let images = symbol.images("data", IMAGE);
    let normalized = |symbol: &mut Symbol, input, name: &str, filters, window| {
        let body = symbol.convolution(name, input, layer(filters, window, Bias::None));
        symbol.batch_norm(&format!("{name}.bn"), body, false)
    };
    let point = Window::new(1, 1, 0);
    let body = normalized(&mut symbol, images, "conv1", 16, Window::new(3, 1, 1));
    let mut body = symbol.rectifier("relu1", body);
    for (number, dilate) in [1, 2, 2].into_iter().enumerate() {
        let name = format!("unit{number}");
        let window = Window { dilate, ..Window::new(3, 1, dilate) };
        let inner = normalized(&mut symbol, body, &format!("{name}.conv1"), 16, window);
        let inner = symbol.rectifier(&format!("{name}.relu1"), inner);
        let outer = normalized(&mut symbol, inner, &format!("{name}.conv2"), 32, point);
        let shortcut = if number == 0 { normalized(&mut symbol, body, "shortcut", 32, point) } else { body };
        let sum = symbol.addition(&format!("{name}.sum"), outer, shortcut);
        body = symbol.rectifier(&format!("{name}.relu2"), sum);
    }
    let mut parts = vec![body];
    for side in [1, 2, 6] {
        let name = format!("part{side}");
        let means = symbol.adaptive_average(&format!("{name}.mean"), body, side);
        let inner = normalized(&mut symbol, means, &format!("{name}.conv"), 16, point);
        let inner = symbol.rectifier(&format!("{name}.relu"), inner);
        parts.push(symbol.resize(&format!("{name}.resize"), inner, IMAGE.height, IMAGE.width));
    }
    let all = symbol.concatenation("joined", &parts);
    let last = normalized(&mut symbol, all, "last", 16, Window::new(3, 1, 1));
    let last = symbol.rectifier("last.relu", last);
    let last = symbol.dropout("last.dropout", last, 0.4);
    let first = symbol.convolution("head1", last, layer(5, point, Bias::Plain));
    let second = symbol.convolution("head2", parts[1], layer(3, point, Bias::Plain));
    network(vec![first, second], symbol, Pixels::Shifted { mean: [120.0; 3], deviation: [60.0; 3] })
}

/// The derivative of the score along a random direction of each parameter.
#[test]
fn gradients_agree_with_finite_differences() {
    for network in [plain(), residual(), joined()] {
        let parameters = Parameters::initial(&network, &mut Random::new(4));
        let mut learner = Learner::new(network, parameters, BATCH, Linear);
        learner.drop_values(6);
        let gradients = learner.gradients_of(&Noise, BATCH).expect("images load");
        for (place, gradient) in gradients.iter().enumerate() {
            let specification = learner.network.arguments[place].clone();
            if !specification.learned {
                continue;
            }
            let kept = learner.parameters.arguments[place].clone();
            let mut random = Random::new(place as u64);
            let direction: Vec<f32> = kept.iter().map(|_| random.between(-1.0, 1.0)).collect();
            let expected: f64 = direction.iter().zip(gradient).map(|(step, slope)| f64::from(*step) * f64::from(*slope)).sum();
            let mut at = |step: f32| {
                let values = kept.iter().zip(&direction).map(|(value, direction)| value + step * direction);
                learner.parameters.arguments[place] = values.collect();
                learner.score_in_training(&Noise, BATCH).expect("images load").0
            };
            // Small enough to cross few corners of rectifiers and poolings.
            let step = 1e-4;
            let found = (at(step) - at(-step)) / (2.0 * f64::from(step));
            learner.parameters.arguments[place] = kept;
            let scale = gradient.iter().map(|slope| slope.abs()).sum::<f32>().max(1.0);
            let difference = (found - expected).abs() / f64::from(scale);
            assert!(difference < 2e-2, "{}: {found} is not {expected} of {scale}", specification.name);
        }
    }
}

#[test]
fn a_feature_that_others_read_keeps_what_they_add() {
    let network = residual();
    let program = Program::new(&network);
    // The terms of a sum share its gradient, and both heads' gradients live at the same time.
    assert_ne!(program.heads[0].gradient.slot, program.heads[1].gradient.slot);
    assert!(program.slots.len() < program.tensors.len());
}

#[test]
fn an_evaluation_computes_only_the_heads_that_it_needs() {
    let whole = Program::new(&joined());
    assert!(whole.evaluated.iter().all(|needed| *needed));
    let part = Program::new(&Network { evaluated_heads: 1, ..joined() });
    let left: Vec<usize> = (0..part.operations.len()).filter(|place| !part.evaluated[*place]).collect();
    // The second head reads what the concatenation needs as well, so it is alone.
    assert_eq!(left, [part.operations.len() - 1]);
}
