//! Reads a graph, folded while it is read: memory is that of the names of its variables.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error, SeqAccess, Visitor},
};

/// Nodes of a graph; the deepest networks have a tenth.
const MAX_NODES: usize = 100_000;
/// Kinds of operators that are counted.
const MAX_KINDS: usize = 500;
/// Bytes of a name.
const MAX_NAME: usize = 1024;

/// What a graph says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Symbol {
    /// How often each operator occurs.
    pub operators: BTreeMap<String, u32>,
    /// Names of the nodes that are no operators: inputs and parameters.
    pub variables: Vec<String>,
    /// Outputs of the last fully connected layer, which are the classes of a classifier.
    pub classes: Option<u64>,
}

/// The text is no graph, as the rest of a sentence.
#[derive(Debug, thiserror::Error)]
#[error("it is no graph of a network: {0}")]
pub struct SymbolError(#[from] serde_json::Error);

/// Reads a graph.
///
/// # Errors
/// [`SymbolError`] when the text is none, or is larger than that of any network.
pub fn read_symbol(text: &[u8]) -> Result<Symbol, SymbolError> {
    #[derive(Deserialize)]
    struct Graph {
        nodes: Nodes,
    }
    Ok(serde_json::from_slice::<Graph>(text)?.nodes.0)
}

#[derive(Deserialize)]
struct Node {
    op: String,
    name: String,
    attrs: Option<Attributes>,
    attr: Option<Attributes>,
    param: Option<Attributes>,
}

/// MXNet calls them `attrs`, and `attr` or `param` in its older releases.
#[derive(Deserialize)]
struct Attributes {
    num_hidden: Option<String>,
}

struct Nodes(Symbol);

impl<'de> Deserialize<'de> for Nodes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Fold)
    }
}

struct Fold;

impl<'de> Visitor<'de> for Fold {
    type Value = Nodes;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of nodes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Nodes, A::Error> {
        let mut symbol = Symbol::default();
        let mut count = 0;
        while let Some(node) = sequence.next_element::<Node>()? {
            count += 1;
            if count > MAX_NODES || node.name.len() > MAX_NAME || node.op.len() > MAX_NAME {
                return Err(A::Error::custom("it is larger than any network's"));
            }
            if node.op == "null" {
                symbol.variables.push(node.name);
                continue;
            }
            if node.op == "FullyConnected" {
                let attributes = node.attrs.or(node.attr).or(node.param);
                symbol.classes = attributes.and_then(|attributes| attributes.num_hidden?.parse().ok()).or(symbol.classes);
            }
            if symbol.operators.len() < MAX_KINDS || symbol.operators.contains_key(&node.op) {
                *symbol.operators.entry(node.op).or_default() += 1;
            }
        }
        Ok(Nodes(symbol))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbol::GraphWriter;

    #[test]
    fn a_graph_tells_its_operators_and_classes() {
        let mut graph = GraphWriter::default();
        let data = graph.variable("data", &[]);
        let weight = graph.variable("fc1_weight", &[("num_hidden", "7")]);
        let layer = graph.operator("FullyConnected", "fc1", &[("num_hidden", "7")], &[(data, 0), (weight, 0)]);
        let output = graph.operator("SoftmaxOutput", "softmax", &[], &[(layer, 0)]);
        let symbol = read_symbol(graph.text(&[output]).as_bytes()).expect("a graph");
        assert_eq!((symbol.classes, symbol.operators.get("FullyConnected")), (Some(7), Some(&1)));
        assert!(symbol.variables.iter().any(|name| name == "data"));
        let older = br#"{"nodes":[{"op":"FullyConnected","param":{"num_hidden":"3"},"name":"fc","inputs":[]}]}"#;
        assert_eq!(read_symbol(older).expect("a graph").classes, Some(3));
    }

    #[test]
    fn nesting_and_numbers_do_no_harm() {
        let deep = format!("{{\"nodes\":{}", "[".repeat(1_000_000));
        assert!(read_symbol(deep.as_bytes()).is_err());
        let inside = format!("{{\"nodes\":[],\"x\":{}{}}}", "[".repeat(1_000_000), "]".repeat(1_000_000));
        // Passed over or refused, but survived.
        let _ = read_symbol(inside.as_bytes());
        let many = format!("{{\"nodes\":[{}]}}", vec![r#"{"op":"null","name":"a"}"#; MAX_NODES + 1].join(","));
        assert!(read_symbol(many.as_bytes()).is_err_and(|error| error.to_string().contains("larger than")));
        assert!(read_symbol(b"[]").is_err());
    }
}
