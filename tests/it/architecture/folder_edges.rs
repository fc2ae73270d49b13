//! The top modules of each crate against their diagrams. A diagram leaves out what a longer way says already.

use std::collections::BTreeSet;

use super::{diagram, graph, imports, mermaid, repository};

/// Our crates that have modules worth a diagram; `tests` has none.
const CRATES: [&str; 10] =
    ["algorithms", "app", "console", "domain", "engine", "mxnet_formats", "scenes", "server", "sqlite", "trainer"];

#[test]
fn no_crate_has_modules_that_import_in_a_circle() {
    let circles: Vec<String> = CRATES
        .into_iter()
        .filter_map(|name| {
            let found = imports::between_top_modules(&repository().join(name).join("src"));
            let circle = graph::circle(&found);
            let inside = |from: &String| {
                let to = found[from].iter().filter(|to| circle.contains(to)).cloned().collect::<Vec<_>>();
                format!("  {from} -> {}", to.join(", "))
            };
            let lines: Vec<String> = circle.iter().map(inside).collect();
            (!circle.is_empty()).then(|| format!("{name}:\n{}", lines.join("\n")))
        })
        .collect();
    assert!(circles.is_empty(), "modules that import each other:\n{}", circles.join("\n"));
}

#[test]
fn the_diagrams_show_the_imports_of_each_crate() {
    let wrong: Vec<String> = CRATES
        .into_iter()
        .filter_map(|name| {
            let found = graph::reduction(&imports::between_top_modules(&repository().join(name).join("src")));
            (diagram(&format!("### {name}")) != found).then(|| format!("### {name}\n\n{}", mermaid(&found)))
        })
        .collect();
    assert!(wrong.is_empty(), "ARCHITECTURE.md should show\n{}", wrong.join("\n\n"));
}

#[test]
fn the_lists_name_the_modules_of_each_crate() {
    let document = std::fs::read_to_string(repository().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    for name in CRATES {
        let (_, section) = document.split_once(&format!("\n### {name}\n")).expect("a section for each crate");
        let section = section.split("\n#").next().unwrap_or_default();
        let heads = section.lines().filter_map(|line| line.strip_prefix("- `"));
        // One line may describe several modules: "- `a`, `b` are …".
        let listed: BTreeSet<String> = heads
            .flat_map(|line| line.split(' ').take_while(|word| word.trim_end_matches(',').ends_with('`')))
            .map(|word| word.trim_matches([',', '`']).to_owned())
            .collect();
        let files = std::fs::read_dir(repository().join(name).join("src")).expect("the source").filter_map(Result::ok);
        let modules = files.filter_map(|file| file.file_name().to_str()?.strip_suffix(".rs").map(str::to_owned));
        let modules: BTreeSet<String> = modules.filter(|module| !["lib", "main", "testing"].contains(&module.as_str())).collect();
        assert_eq!(listed, modules, "the list below ### {name}");
    }
}
