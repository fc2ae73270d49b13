//! Writes a graph in the form of MXNet 1.9.1.

use serde_json::{Map, Value, json};

/// The release whose form this is, as MXNet writes it in one number.
const VERSION: u32 = 10_901;

/// The operator that keeps running statistics: it changes its inputs from this place on.
const BATCH_NORM: &str = "BatchNorm";
const FIRST_STATISTIC: usize = 3;
/// How many outputs an operator has, whether others read them or not.
fn outputs(operator: &str, attributes: &[(&str, &str)]) -> usize {
    match operator {
        BATCH_NORM | "_contrib_MultiBoxTarget" => 3,
        "L2Normalization" => 2,
        "Pooling" if attributes.contains(&("pool_type", "max")) => 2,
        _ => 1,
    }
}

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

    /// Adds an operator, and gives its place. It reads outputs of nodes: their places, and which of the outputs.
    pub fn operator(&mut self, operator: &str, name: &str, attributes: &[(&str, &str)], inputs: &[(usize, usize)]) -> usize {
        let is_batch_norm = operator == BATCH_NORM;
        // The third number tells that the operator changes its input.
        let is_changed = |place: usize| u32::from(is_batch_norm && place >= FIRST_STATISTIC);
        let inputs = inputs.iter().enumerate();
        let inputs: Vec<Value> = inputs.map(|(place, (node, output))| json!([node, output, is_changed(place)])).collect();
        let mut node = json!({"op": operator, "name": name});
        if !attributes.is_empty() {
            let attributes = attributes.iter().map(|(name, value)| ((*name).to_owned(), json!(value)));
            node["attrs"] = Value::Object(attributes.collect::<Map<_, _>>());
        }
        node["inputs"] = Value::Array(inputs);
        self.nodes.push(node);
        self.outputs.push(outputs(operator, attributes));
        self.nodes.len() - 1
    }

    /// The file's text; `heads` are the nodes with the network's results.
    pub fn text(&self, heads: &[usize]) -> String {
        // Where each node's outputs start in the list of all outputs.
        let mut rows = vec![0];
        rows.extend(self.outputs.iter().scan(0, |total, outputs| {
            *total += outputs;
            Some(*total)
        }));
        let heads: Vec<Value> = heads.iter().map(|head| json!([head, 0, 0])).collect();
        let graph = json!({
            "nodes": self.nodes,
            "arg_nodes": self.variables,
            "node_row_ptr": rows,
            "heads": heads,
            "attrs": {"mxnet_version": ["int", VERSION]},
        });
        format!("{graph:#}")
    }
}
