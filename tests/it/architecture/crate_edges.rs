//! Which of our crates imports which, as Cargo knows it, against the diagram of crates.

use std::{collections::BTreeSet, process::Command};

use serde_json::Value;

use super::{Graph, diagram, graph, mermaid};

#[test]
fn the_diagram_of_crates_shows_the_edges_that_exist() {
    let packages = packages();
    let ours: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let edges = |package: &Value| dependencies(package).into_iter().filter(|name| ours.contains(name.as_str())).collect();
    let name = |package: &Value| package["name"].as_str().unwrap_or_default().to_owned();
    let mut found: Graph = packages.iter().map(|package| (name(package), edges(package))).collect();
    assert_eq!(graph::circle(&found), Vec::<String>::new(), "crates in a circle");
    found.retain(|_, to| !to.is_empty());
    assert_eq!(diagram("## Crates"), found, "ARCHITECTURE.md should show\n{}", mermaid(&found));
}

#[test]
fn only_the_server_knows_the_aws_clients_and_the_pages_know_no_database() {
    for package in packages() {
        let name = package["name"].as_str().unwrap_or_default();
        for dependency in dependencies(&package) {
            // A library of ciphers, which calls nobody.
            let aws = dependency.starts_with("aws-") && dependency != "aws-lc-rs";
            // The tests call the engine with them as a stranger does.
            assert!(!aws || ["server", "tests"].contains(&name), "{name} must not depend on {dependency}");
            let database = dependency == "sqlx";
            assert!(!database || ["server", "engine", "sqlite"].contains(&name), "{name} must not depend on {dependency}");
            let pages = dependency.starts_with("leptos") || dependency == "web-sys";
            assert!(!pages || ["app", "server"].contains(&name), "{name} must not depend on {dependency}");
        }
    }
}

fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    metadata["packages"].as_array().expect("packages").clone()
}

/// Names of a package's dependencies, but for a feature of its own that only its tests switch on.
fn dependencies(package: &Value) -> BTreeSet<String> {
    let list = package["dependencies"].as_array().expect("dependencies");
    let own = package["name"].as_str();
    list.iter()
        .filter_map(|dependency| dependency["name"].as_str())
        .filter(|name| Some(*name) != own)
        .map(str::to_owned)
        .collect()
}
