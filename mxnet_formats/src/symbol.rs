//! `-symbol.json`: a network as MXNet's graph of operators.
//!
//! * [`read_symbol`] – what a graph says of itself, folded while it is read
//! * [`GraphWriter`] – a graph, node by node, in the form of MXNet 1.9.1

mod reader;
mod writer;

pub use reader::{Symbol, SymbolError, read_symbol};
pub use writer::GraphWriter;
