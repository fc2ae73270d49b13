//! ARCHITECTURE.md against the code: its diagrams show exactly the imports that exist, nothing imports in a circle, and what the
//! documents name exists.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

mod crate_edges;
mod documents;
mod folder_edges;
mod graph;
mod import_style;
mod imports;
mod raw_controls;

/// Who imports whom: `from` → all `to`.
type Graph = BTreeMap<String, BTreeSet<String>>;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// The edges of the Mermaid diagram below a heading of ARCHITECTURE.md: lines of the form `a --> b & c`.
fn diagram(heading: &str) -> Graph {
    let document = std::fs::read_to_string(repository().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let (_, section) =
        document.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("ARCHITECTURE.md has no {heading}"));
    let (_, block) = section.split_once("```mermaid\n").expect("a diagram below the heading");
    let (block, _) = block.split_once("```").expect("the diagram's end");
    let mut graph = Graph::new();
    for (from, to) in block.lines().filter_map(|line| line.split_once("-->")) {
        let to = to.split('&').map(|name| name.trim().to_owned());
        graph.entry(from.trim().to_owned()).or_default().extend(to);
    }
    graph
}

/// A graph in the diagram's own words, to be copied into ARCHITECTURE.md.
fn mermaid(graph: &Graph) -> String {
    let line =
        |(from, to): (&String, &BTreeSet<String>)| format!("  {from} --> {}", to.iter().cloned().collect::<Vec<_>>().join(" & "));
    let lines = graph.iter().filter(|(_, to)| !to.is_empty()).map(line);
    format!("```mermaid\nflowchart TD\n{}\n```", lines.collect::<Vec<_>>().join("\n"))
}

/// The Rust files below a folder, in order.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of the repository") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}
