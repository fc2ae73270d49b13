//! Writes a graph in the form of MXNet 1.9.1.

use serde_json::{Map, Value, json};

/// The release whose form this is, as MXNet writes it in one number.
const VERSION: u32 = 10_901;

/// The operator that keeps running statistics: it changes its inputs from this place on, and also gives mean and variance.
const BATCH_NORM: &str = "BatchNorm";
const FIRST_STATISTIC: usize = 3;
const BATCH_NORM_OUTPUTS: usize = 3;

/// A graph that grows by a node at a time. Nodes are known by their place; each reads only those before it.
#[derive(Debug, Default)]
pub struct GraphWriter {
    nodes: Vec<Value>,
    /// Places of the nodes that are no operators.
    variables: Vec<usize>,
    /// How many outputs each node has.
    outputs: Vec<usize>,
}

impl GraphWriter {
    /// Adds an input or a parameter, and gives its place.
    pub fn variable(&mut self, name: &str, attributes: &[(&str, &str)]) -> usize {
        self.variables.push(self.nodes.len());
        self.operator("null", name, attributes, &[])
    }

    /// Adds an operator that reads the first output of each of `inputs`, and gives its place.
    pub fn operator(&mut self, operator: &str, name: &str, attributes: &[(&str, &str)], inputs: &[usize]) -> usize {
        let is_batch_norm = operator == BATCH_NORM;
        // The third number tells that the operator changes its input.
        let is_changed = |place: usize| u32::from(is_batch_norm && place >= FIRST_STATISTIC);
        let inputs: Vec<Value> = inputs.iter().enumerate().map(|(place, input)| json!([input, 0, is_changed(place)])).collect();
        let mut node = json!({"op": operator, "name": name});
        if !attributes.is_empty() {
            let attributes = attributes.iter().map(|(name, value)| ((*name).to_owned(), json!(value)));
            node["attrs"] = Value::Object(attributes.collect::<Map<_, _>>());
        }
        node["inputs"] = Value::Array(inputs);
        self.nodes.push(node);
        self.outputs.push(if is_batch_norm { BATCH_NORM_OUTPUTS } else { 1 });
        self.nodes.len() - 1
    }

    /// The file's text; the network's result is the node that was added last.
    pub fn text(&self) -> String {
        // Where each node's outputs start in the list of all outputs.
        let mut rows = vec![0];
        rows.extend(self.outputs.iter().scan(0, |total, outputs| {
            *total += outputs;
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
