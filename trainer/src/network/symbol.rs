//! The network as MXNet's graph of operators.

use mxnet_formats::symbol::GraphWriter;

use crate::{network::architecture::Architecture, numerics::normalization::MOMENTUM};

/// [`EPSILON`](crate::numerics::normalization::EPSILON) as MXNet writes numbers.
const EPSILON_TEXT: &str = "2e-05";

/// The text of a symbol file. With `multi_label` it ends in a probability for each class on its own.
pub(crate) fn write_symbol(architecture: &Architecture, multi_label: bool) -> String {
    let mut graph = Graph::default();
    let image = graph.nodes.variable("data", &[]);
    let image = graph.nodes.operator("_copy", "id", &[], &[image]);
    let mut body = graph.normalization(image, "bn_data", true);
    let stem = architecture.filters.first().copied().unwrap_or_default();
    if architecture.large_stem {
        body = graph.convolution(body, "conv0", stem, 7, 2, 3);
        body = graph.normalization(body, "bn0", false);
        body = graph.rectifier(body, "relu0");
        let pooling = [("kernel", "(3, 3)"), ("pad", "(1, 1)"), ("pool_type", "max"), ("stride", "(2, 2)")];
        body = graph.nodes.operator("Pooling", "pooling0", &pooling, &[body]);
    } else {
        body = graph.convolution(body, "conv0", stem, 3, 1, 1);
    }
    for (stage, (units, filters)) in architecture.units.iter().zip(architecture.filters.iter().skip(1)).enumerate() {
        for number in 0..*units {
            let stride = if stage > 0 && number == 0 { 2 } else { 1 };
            let name = format!("stage{}_unit{}", stage + 1, number + 1);
            body = graph.unit(body, &name, *filters, stride, number > 0, architecture.bottleneck);
        }
    }
    body = graph.normalization(body, "bn1", false);
    body = graph.rectifier(body, "relu1");
    let pooling = [("global_pool", "True"), ("kernel", "(7, 7)"), ("pool_type", "avg")];
    body = graph.nodes.operator("Pooling", "pool1", &pooling, &[body]);
    body = graph.nodes.operator("Flatten", "flatten0", &[], &[body]);
    let num_classes = architecture.num_classes.to_string();
    let classes = [("num_hidden", num_classes.as_str())];
    let weight = graph.nodes.variable("fc1_weight", &classes);
    let bias = graph.nodes.variable("fc1_bias", &classes);
    body = graph.nodes.operator("FullyConnected", "fc1", &classes, &[body, weight, bias]);
    let label = graph.nodes.variable("softmax_label", &[]);
    if multi_label {
        // MXNet divides this operator's gradient by the number of classes; ours is the sum over them.
        let attributes = [("grad_scale", num_classes.as_str())];
        graph.nodes.operator("LogisticRegressionOutput", "softmax", &attributes, &[body, label]);
    } else {
        graph.nodes.operator("SoftmaxOutput", "softmax", &[], &[body, label]);
    }
    graph.nodes.text()
}

#[derive(Default)]
struct Graph {
    nodes: GraphWriter,
    /// Residual units so far.
    units: usize,
}

impl Graph {
    fn normalization(&mut self, input: usize, name: &str, fixed: bool) -> usize {
        let (fix_gamma, momentum) = (if fixed { "True" } else { "False" }, MOMENTUM.to_string());
        let attributes = [("eps", EPSILON_TEXT), ("fix_gamma", fix_gamma), ("momentum", momentum.as_str())];
        let mut inputs = vec![input];
        for parameter in ["gamma", "beta"] {
            inputs.push(self.nodes.variable(&format!("{name}_{parameter}"), &attributes));
        }
        let [eps, fix_gamma, momentum] = attributes;
        for (statistic, initial) in [("moving_mean", "[\"zero\", {}]"), ("moving_var", "[\"one\", {}]")] {
            let attributes = [eps, fix_gamma, momentum, ("__init__", initial)];
            inputs.push(self.nodes.variable(&format!("{name}_{statistic}"), &attributes));
        }
        self.nodes.operator("BatchNorm", name, &attributes, &inputs)
    }

    fn rectifier(&mut self, input: usize, name: &str) -> usize {
        self.nodes.operator("Activation", name, &[("act_type", "relu")], &[input])
    }

    fn convolution(&mut self, input: usize, name: &str, filters: usize, kernel: usize, stride: usize, pad: usize) -> usize {
        let square = |size: usize| format!("({size}, {size})");
        let (kernel, filters, pad, stride) = (square(kernel), filters.to_string(), square(pad), square(stride));
        let attributes =
            [("kernel", &*kernel), ("no_bias", "True"), ("num_filter", &filters), ("pad", &pad), ("stride", &stride)];
        let weight = self.nodes.variable(&format!("{name}_weight"), &attributes);
        self.nodes.operator("Convolution", name, &attributes, &[input, weight])
    }

    fn unit(&mut self, input: usize, name: &str, filters: usize, stride: usize, same: bool, bottleneck: bool) -> usize {
        let convolutions = if bottleneck {
            vec![(filters / 4, 1, 1, 0), (filters / 4, 3, stride, 1), (filters, 1, 1, 0)]
        } else {
            vec![(filters, 3, stride, 1), (filters, 3, 1, 1)]
        };
        let mut body = input;
        let mut first = None;
        for (index, (filters, kernel, stride, pad)) in convolutions.into_iter().enumerate() {
            let number = index + 1;
            body = self.normalization(body, &format!("{name}_bn{number}"), false);
            body = self.rectifier(body, &format!("{name}_relu{number}"));
            first.get_or_insert(body);
            body = self.convolution(body, &format!("{name}_conv{number}"), filters, kernel, stride, pad);
        }
        let shortcut =
            if same { input } else { self.convolution(first.unwrap_or(input), &format!("{name}_sc"), filters, 1, stride, 0) };
        let sum = format!("_plus{}", self.units);
        self.units += 1;
        self.nodes.operator("elemwise_add", &sum, &[], &[body, shortcut])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use mxnet_formats::symbol::read_symbol;
    use serde_json::Value;

    use super::*;
    use crate::network::plan::Plan;

    #[test]
    fn the_graph_has_the_networks_parameters() {
        for (num_layers, shape) in [(20, [3, 28, 28]), (18, [3, 64, 64]), (50, [3, 28, 28]), (110, [1, 32, 32])] {
            let architecture = Architecture::new(num_layers, 7, shape).expect("a network");
            let graph: Value = serde_json::from_str(&write_symbol(&architecture, false)).expect("JSON");
            let nodes = graph["nodes"].as_array().expect("nodes");
            let named = |nodes: Vec<&Value>| -> BTreeSet<String> {
                nodes.iter().filter_map(|node| node["name"].as_str()).map(str::to_owned).collect()
            };
            let variables = named(nodes.iter().filter(|node| node["op"] == "null").collect());
            let plan = Plan::new(&architecture);
            let parameters = plan.arguments.iter().chain(&plan.auxiliary).map(|parameter| parameter.name.clone());
            let expected: BTreeSet<String> = parameters.chain(["data".to_owned(), "softmax_label".to_owned()]).collect();
            assert_eq!(variables, expected);
            for (index, node) in nodes.iter().enumerate() {
                let inputs = node["inputs"].as_array().expect("inputs");
                assert!(inputs.iter().all(|input| input[0].as_u64().is_some_and(|input| input < index as u64)));
            }
            assert_eq!(EPSILON_TEXT.parse(), Ok(crate::numerics::normalization::EPSILON));
            assert_eq!(graph["heads"][0][0], nodes.len() - 1);
            assert_eq!(named(nodes.iter().collect()).len(), nodes.len());
        }
    }

    #[test]
    fn a_graph_tells_its_operators_and_classes() {
        let architecture = Architecture::new(20, 7, [3, 28, 28]).expect("a network");
        let symbol = read_symbol(write_symbol(&architecture, false).as_bytes()).expect("a graph");
        // The first, two in each of nine units, and the shortcut of each stage; MXNet's own graph has as many.
        assert_eq!((symbol.classes, symbol.operators.get("Convolution")), (Some(7), Some(&22)));
        assert!(symbol.variables.iter().any(|name| name == "data"));
    }

    #[test]
    fn the_graph_is_that_of_mxnet() {
        let text = include_str!("../../tests/fixtures/resnet-20-symbol.json");
        let expected: Value = serde_json::from_str(text).expect("the fixture is JSON");
        let architecture = Architecture::new(20, 10, [3, 28, 28]).expect("a network");
        let mut graph: Value = serde_json::from_str(&write_symbol(&architecture, false)).expect("JSON");
        // MXNet numbers sums through the life of a process, so their names are not compared.
        let (ours, theirs) = (graph["nodes"].as_array_mut().expect("nodes"), expected["nodes"].as_array().expect("nodes"));
        for (ours, theirs) in ours.iter_mut().zip(theirs).filter(|(ours, _)| ours["op"] == "elemwise_add") {
            ours["name"] = theirs["name"].clone();
        }
        assert_eq!(graph, expected);
    }
}
