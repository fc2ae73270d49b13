//! Which of our crates may import which: the list of ARCHITECTURE.md, compared with what Cargo knows.

use std::{collections::BTreeSet, process::Command};

use serde_json::Value;

/// From, to. Nothing else is allowed.
const ALLOWED: [(&str, &str); 9] = [
    ("app", "domain"),
    ("engine", "domain"),
    ("engine", "trainer"),
    ("server", "app"),
    ("server", "domain"),
    ("server", "engine"),
    ("server", "trainer"),
    ("tests", "domain"),
    ("tests", "server"),
];

#[test]
fn crates_import_only_in_the_allowed_directions() {
    let packages = packages();
    let names: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    assert_eq!(names, BTreeSet::from(["app", "domain", "engine", "server", "tests", "trainer"]));
    let forbidden: Vec<_> = packages
        .iter()
        .flat_map(|package| edges(package, &names))
        .filter(|(from, to)| !ALLOWED.contains(&(from.as_str(), to.as_str())))
        .collect();
    assert!(forbidden.is_empty(), "edges that ARCHITECTURE.md does not allow: {forbidden:?}");
}

#[test]
fn only_the_server_knows_the_aws_clients_and_the_pages_know_no_database() {
    for package in packages() {
        let name = package["name"].as_str().unwrap_or_default();
        for dependency in dependencies(&package) {
            let aws = dependency.starts_with("aws-");
            // The tests call the engine with them as a stranger does.
            assert!(!aws || ["server", "tests"].contains(&name), "{name} must not depend on {dependency}");
            let database = dependency == "sqlx";
            assert!(!database || name == "server" || name == "engine", "{name} must not depend on {dependency}");
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

fn edges(package: &Value, ours: &BTreeSet<&str>) -> Vec<(String, String)> {
    let from = package["name"].as_str().unwrap_or_default();
    dependencies(package).into_iter().filter(|to| ours.contains(to.as_str())).map(|to| (from.to_owned(), to)).collect()
}

/// Names of a package's dependencies of every kind: normal, build and development.
fn dependencies(package: &Value) -> Vec<String> {
    let list = package["dependencies"].as_array().expect("dependencies");
    list.iter().filter_map(|dependency| dependency["name"].as_str()).map(str::to_owned).collect()
}
