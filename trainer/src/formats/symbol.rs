//! The network as the framework's graph of operators, in JSON.

use serde_json::{Value, json};

use crate::network::architecture::Architecture;
use crate::numerics::normalization::MOMENTUM;

/// The release of the framework whose form this is, as one number.
const VERSION: u32 = 10_901;

/// [`EPSILON`](crate::numerics::normalization::EPSILON) as the framework writes numbers.
const EPSILON_TEXT: &str = "2e-05";

/// The text of a symbol file. With `multi_label` it ends in a probability for each class on its own.
pub(crate) fn write_symbol(architecture: &Architecture, multi_label: bool) -> String {
    let mut graph = Graph::default();
    let image = graph.variable("data", json!({}));
    let image = graph.operator("_copy", "id", json!({}), &[image]);
    let mut body = graph.normalization(image, "bn_data", true);
    let stem = architecture.filters.first().copied().unwrap_or_default();
    if architecture.large_stem {
        body = graph.convolution(body, "conv0", stem, 7, 2, 3);
        body = graph.normalization(body, "bn0", false);
        body = graph.rectifier(body, "relu0");
        let pooling = json!({"kernel": "(3, 3)", "pad": "(1, 1)", "pool_type": "max", "stride": "(2, 2)"});
        body = graph.operator("Pooling", "pooling0", pooling, &[body]);
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
    let pooling = json!({"global_pool": "True", "kernel": "(7, 7)", "pool_type": "avg"});
    body = graph.operator("Pooling", "pool1", pooling, &[body]);
    body = graph.operator("Flatten", "flatten0", json!({}), &[body]);
    let classes = json!({"num_hidden": architecture.num_classes.to_string()});
    let weight = graph.variable("fc1_weight", classes.clone());
    let bias = graph.variable("fc1_bias", classes.clone());
    body = graph.operator("FullyConnected", "fc1", classes, &[body, weight, bias]);
    let label = graph.variable("softmax_label", json!({}));
    if multi_label {
        // The framework divides this operator's gradient by the number of classes; ours is the sum over them.
        let attributes = json!({"grad_scale": architecture.num_classes.to_string()});
        graph.operator("LogisticRegressionOutput", "softmax", attributes, &[body, label]);
    } else {
        graph.operator("SoftmaxOutput", "softmax", json!({}), &[body, label]);
    }
    graph.text()
}

#[derive(Default)]
struct Graph {
    nodes: Vec<Value>,
    variables: Vec<usize>,
    units: usize,
}

impl Graph {
    fn variable(&mut self, name: &str, attributes: Value) -> usize {
        self.variables.push(self.nodes.len());
        self.operator("null", name, attributes, &[])
    }

    fn operator(&mut self, operator: &str, name: &str, attributes: Value, inputs: &[usize]) -> usize {
        // The third number tells that the operator changes its input: only a normalisation does, its running statistics.
        let changed = |place: usize| u32::from(operator == "BatchNorm" && place >= 3);
        let inputs: Vec<Value> = inputs.iter().enumerate().map(|(place, input)| json!([input, 0, changed(place)])).collect();
        let mut node = json!({"op": operator, "name": name});
        if attributes.as_object().is_some_and(|attributes| !attributes.is_empty()) {
            node["attrs"] = attributes;
        }
        node["inputs"] = Value::Array(inputs);
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn normalization(&mut self, input: usize, name: &str, fixed: bool) -> usize {
        let mut attributes = json!({
            "eps": EPSILON_TEXT,
            "fix_gamma": if fixed { "True" } else { "False" },
            "momentum": MOMENTUM.to_string(),
        });
        let mut inputs = vec![input];
        for parameter in ["gamma", "beta"] {
            inputs.push(self.variable(&format!("{name}_{parameter}"), attributes.clone()));
        }
        for (state, initial) in [("moving_mean", "[\"zero\", {}]"), ("moving_var", "[\"one\", {}]")] {
            attributes["__init__"] = json!(initial);
            inputs.push(self.variable(&format!("{name}_{state}"), attributes.clone()));
        }
        attributes.as_object_mut().and_then(|attributes| attributes.remove("__init__"));
        self.operator("BatchNorm", name, attributes, &inputs)
    }

    fn rectifier(&mut self, input: usize, name: &str) -> usize {
        self.operator("Activation", name, json!({"act_type": "relu"}), &[input])
    }

    fn convolution(&mut self, input: usize, name: &str, filters: usize, kernel: usize, stride: usize, pad: usize) -> usize {
        let square = |size: usize| format!("({size}, {size})");
        let attributes = json!({
            "kernel": square(kernel),
            "no_bias": "True",
            "num_filter": filters.to_string(),
            "pad": square(pad),
            "stride": square(stride),
        });
        let weight = self.variable(&format!("{name}_weight"), attributes.clone());
        self.operator("Convolution", name, attributes, &[input, weight])
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
        self.operator("elemwise_add", &sum, json!({}), &[body, shortcut])
    }

    fn text(&self) -> String {
        // Where each node's outputs start in the list of all outputs; a normalisation also gives its mean and variance.
        let mut rows = vec![0];
        rows.extend(self.nodes.iter().scan(0, |total, node| {
            *total += if node["op"] == "BatchNorm" { 3 } else { 1 };
            Some(*total)
        }));
        let last = self.nodes.len().saturating_sub(1);
        let graph = json!({
            "nodes": self.nodes,
            "arg_nodes": self.variables,
            "node_row_ptr": rows,
            "heads": [[last, 0, 0]],
            "attrs": {"mxnet_version": ["int", VERSION]},
        });
        format!("{graph:#}")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

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
    fn the_graph_is_the_frameworks_own() {
        let text = include_str!("../../tests/fixtures/resnet-20-symbol.json");
        let expected: Value = serde_json::from_str(text).expect("the fixture is JSON");
        let architecture = Architecture::new(20, 10, [3, 28, 28]).expect("a network");
        let mut graph: Value = serde_json::from_str(&write_symbol(&architecture, false)).expect("JSON");
        // The framework numbers sums through the life of a process, so their names are not compared.
        let (ours, theirs) = (graph["nodes"].as_array_mut().expect("nodes"), expected["nodes"].as_array().expect("nodes"));
        for (ours, theirs) in ours.iter_mut().zip(theirs).filter(|(ours, _)| ours["op"] == "elemwise_add") {
            ours["name"] = theirs["name"].clone();
        }
        assert_eq!(graph, expected);
    }
}
