//! A network's graph of operators in JSON, folded while it is read.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Nodes of a graph; the deepest networks have a tenth.
const MOST_NODES: usize = 100_000;
/// Kinds of operators that are counted.
const MOST_KINDS: usize = 500;
/// Longest name that is kept, in bytes.
const LONGEST_NAME: usize = 1024;

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

/// Reads a graph.
///
/// # Errors
/// A sentence on what is wrong, without a full stop.
pub fn read_symbol(text: &[u8]) -> Result<Symbol, String> {
    #[derive(Deserialize)]
    struct Graph {
        nodes: Nodes,
    }
    let graph: Graph = serde_json::from_slice(text).map_err(|error| format!("it is no graph of a network: {error}"))?;
    Ok(graph.nodes.0)
}

#[derive(Deserialize)]
struct Node {
    op: String,
    name: String,
    attrs: Option<Attributes>,
    attr: Option<Attributes>,
    param: Option<Attributes>,
}

/// The framework calls them `attrs`, and `attr` or `param` in its older releases.
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
            if count > MOST_NODES || node.name.len() > LONGEST_NAME || node.op.len() > LONGEST_NAME {
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
            if symbol.operators.len() < MOST_KINDS || symbol.operators.contains_key(&node.op) {
                *symbol.operators.entry(node.op).or_default() += 1;
            }
        }
        Ok(Nodes(symbol))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::symbol::write_symbol;
    use crate::network::architecture::Architecture;

    #[test]
    fn a_graph_tells_its_operators_and_classes() {
        let architecture = Architecture::new(20, 7, [3, 28, 28]).expect("a network");
        let symbol = read_symbol(write_symbol(&architecture, false).as_bytes()).expect("a graph");
        // The first, two in each of nine units, and the shortcut of each stage; the framework's own graph has as many.
        assert_eq!((symbol.classes, symbol.operators.get("Convolution")), (Some(7), Some(&22)));
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
        let many = format!("{{\"nodes\":[{}]}}", vec![r#"{"op":"null","name":"a"}"#; MOST_NODES + 1].join(","));
        assert!(read_symbol(many.as_bytes()).is_err_and(|error| error.contains("larger than")));
        assert!(read_symbol(b"[]").is_err());
    }
}
