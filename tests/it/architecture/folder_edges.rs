//! The top modules of each crate against their diagrams. A diagram leaves out what a longer way says already.

use super::{diagram, graph, imports, mermaid, repository};

/// Our crates that have modules worth a diagram; `tests` has none.
const CRATES: [&str; 9] = ["algorithms", "app", "console", "domain", "engine", "mxnet_formats", "server", "sqlite", "trainer"];

#[test]
fn no_crate_has_modules_that_import_in_a_circle() {
    for name in CRATES {
        let found = imports::between_top_modules(&repository().join(name).join("src"));
        assert_eq!(graph::circle(&found), Vec::<String>::new(), "{name}: {found:#?}");
    }
}

#[test]
fn the_diagrams_show_the_imports_of_each_crate() {
    for name in CRATES {
        let found = graph::reduction(&imports::between_top_modules(&repository().join(name).join("src")));
        if found.is_empty() {
            continue;
        }
        assert_eq!(diagram(&format!("### {name}")), found, "ARCHITECTURE.md should show below ### {name}\n{}", mermaid(&found));
    }
}
