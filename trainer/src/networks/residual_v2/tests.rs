use std::collections::BTreeSet;

use mxnet_formats::symbol::read_symbol;
use serde_json::Value;

use super::*;

#[test]
fn the_graph_has_the_networks_parameters() {
    for (num_layers, shape) in [(20, [3, 28, 28]), (18, [3, 64, 64]), (50, [3, 28, 28]), (110, [1, 32, 32])] {
        let architecture = Architecture::new(num_layers, 7, shape).expect("a network");
        let graph: Value = serde_json::from_str(&classifier(&architecture, false).symbol.text()).expect("JSON");
        let nodes = graph["nodes"].as_array().expect("nodes");
        let named = |nodes: Vec<&Value>| -> BTreeSet<String> {
            nodes.iter().filter_map(|node| node["name"].as_str()).map(str::to_owned).collect()
        };
        let variables = named(nodes.iter().filter(|node| node["op"] == "null").collect());
        let network = classifier(&architecture, false);
        let parameters = network.arguments.iter().chain(&network.auxiliary).map(|parameter| parameter.name.clone());
        let expected: BTreeSet<String> = parameters.chain(["data".to_owned(), "softmax_label".to_owned()]).collect();
        assert_eq!(variables, expected);
        for (index, node) in nodes.iter().enumerate() {
            let inputs = node["inputs"].as_array().expect("inputs");
            assert!(inputs.iter().all(|input| input[0].as_u64().is_some_and(|input| input < index as u64)));
        }
        assert_eq!(graph["heads"][0][0], nodes.len() - 1);
        assert_eq!(named(nodes.iter().collect()).len(), nodes.len());
    }
}

#[test]
fn a_graph_tells_its_operators_and_classes() {
    let architecture = Architecture::new(20, 7, [3, 28, 28]).expect("a network");
    let symbol = read_symbol(classifier(&architecture, false).symbol.text().as_bytes()).expect("a graph");
    // The first, two in each of nine units, and the shortcut of each stage; MXNet's own graph has as many.
    assert_eq!((symbol.classes, symbol.operators.get("Convolution")), (Some(7), Some(&22)));
    assert!(symbol.variables.iter().any(|name| name == "data"));
}

#[test]
fn the_graph_is_that_of_mxnet() {
    let text = include_str!("../../../tests/fixtures/resnet-20-symbol.json");
    let expected: Value = serde_json::from_str(text).expect("the fixture is JSON");
    let architecture = Architecture::new(20, 10, [3, 28, 28]).expect("a network");
    let mut graph: Value = serde_json::from_str(&classifier(&architecture, false).symbol.text()).expect("JSON");
    // MXNet numbers sums through the life of a process, so their names are not compared.
    let (ours, theirs) = (graph["nodes"].as_array_mut().expect("nodes"), expected["nodes"].as_array().expect("nodes"));
    for (ours, theirs) in ours.iter_mut().zip(theirs).filter(|(ours, _)| ours["op"] == "elemwise_add") {
        ours["name"] = theirs["name"].clone();
    }
    assert_eq!(graph, expected);
}
