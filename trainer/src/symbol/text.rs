//! A network as MXNet's symbol file.

use mxnet_formats::symbol::GraphWriter;

use super::Symbol;

impl Symbol {
    /// The text of the symbol file.
    pub(crate) fn text(&self) -> String {
        let mut graph = GraphWriter::default();
        let mut places = vec![0; self.nodes.len()];
        for node_id in self.order() {
            let Some(node) = self.nodes.get(node_id.0) else { continue };
            let attributes = node.operator.attributes();
            let attributes: Vec<(&str, &str)> = attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
            places[node_id.0] = match node.operator.name() {
                None => graph.variable(&node.name, &attributes),
                Some(operator) => {
                    let inputs = node.inputs.iter().map(|input| (places[input.node.0], input.output));
                    let inputs: Vec<(usize, usize)> = inputs.collect();
                    graph.operator(operator, &node.name, &attributes, &inputs)
                }
            };
        }
        graph.text(&self.outputs.iter().map(|output| places[output.0]).collect::<Vec<_>>())
    }
}
