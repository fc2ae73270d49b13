//! The files that the documents name exist.

use std::path::Path;

use super::repository;

/// What a path in backticks begins with when it means a place of the repository.
const TOP_FOLDERS: [&str; 15] = [
    "algorithms",
    "app",
    "console",
    "docs",
    "domain",
    "engine",
    "migrations",
    "mxnet_formats",
    "samples",
    "scenes",
    "scripts",
    "server",
    "sqlite",
    "style",
    "trainer",
];

/// A module is named with its crate (`domain::wire`) or without it (`s3::authorization`).
const CRATES: [&str; 7] = ["app", "console", "domain", "engine", "server", "sqlite", "trainer"];

#[test]
fn every_path_in_the_documents_exists() {
    let mut missing = Vec::new();
    for document in documents() {
        let text = std::fs::read_to_string(repository().join(&document)).expect("a document");
        for path in quoted(&text).filter(|path| names_a_place(path)) {
            if !repository().join(path).exists() {
                missing.push(format!("{document}: {path}"));
            }
        }
        let folder = Path::new(&document).parent().expect("a folder").to_owned();
        // A regular expression in backticks is no link.
        let prose: String = text.split('`').step_by(2).collect();
        for target in links(&prose).filter(|target| !target.starts_with("http")) {
            let path = target.split_once('#').map_or(target, |(path, _)| path);
            if !path.is_empty() && !repository().join(&folder).join(path).exists() {
                missing.push(format!("{document}: ({target})"));
            }
        }
    }
    assert!(missing.is_empty(), "the documents name what is not there:\n{}", missing.join("\n"));
}

#[test]
fn every_module_in_the_architecture_exists() {
    let text = std::fs::read_to_string(repository().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let missing: Vec<&str> = quoted(&text).filter(|name| is_module_path(name) && !module_exists(name)).collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md names modules that are not there: {missing:?}");
}

/// All Markdown files that people read.
fn documents() -> Vec<String> {
    let mut found: Vec<String> = ["ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "README.md"].map(str::to_owned).to_vec();
    for entry in std::fs::read_dir(repository().join("docs")).expect("the folder docs") {
        let name = entry.expect("an entry").file_name().into_string().expect("a name");
        if name.ends_with(".md") {
            found.push(format!("docs/{name}"));
        }
    }
    found
}

/// The texts in single backticks, outside of blocks of code.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    let prose = text.split("```").step_by(2);
    prose.flat_map(|part| part.split('`').skip(1).step_by(2))
}

/// The targets of links.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
}

fn names_a_place(text: &str) -> bool {
    let is_plain = text.chars().all(|sign| sign.is_ascii_alphanumeric() || "/_.-".contains(sign));
    let is_place = text == "tests" || text.starts_with("tests/");
    is_plain && (is_place || text.split_once('/').is_some_and(|(top, _)| TOP_FOLDERS.contains(&top)))
}

/// Lower case on both sides of each `::`, so neither a type's method nor a constant.
fn is_module_path(text: &str) -> bool {
    let is_name = |part: &str| !part.is_empty() && part.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_');
    text.contains("::") && text.split("::").all(is_name)
}

/// A module's file, or a name that the file of the module before the last `::` contains.
fn module_exists(name: &str) -> bool {
    let parts: Vec<&str> = name.split("::").collect();
    CRATES.iter().any(|of| {
        let below = if parts[0] == *of { &parts[1..] } else { &parts[..] };
        let file = |modules: &[&str]| {
            let source = repository().join(of).join("src");
            if modules.is_empty() { source.join("lib.rs") } else { source.join(modules.join("/")).with_extension("rs") }
        };
        let holds =
            |(item, modules): (&&str, &[&str])| std::fs::read_to_string(file(modules)).is_ok_and(|code| code.contains(item));
        file(below).exists() || below.split_last().is_some_and(holds)
    })
}
