//! One style of imports: what comes from one crate stands in one `use`. The formatter of stable Rust cannot ask for it.

use std::collections::BTreeSet;

use super::{repository, rust_files};

#[test]
fn what_comes_from_one_crate_stands_in_one_use() {
    let folders = std::fs::read_dir(repository()).expect("the repository").filter_map(Result::ok).map(|entry| entry.path());
    let crates = folders.filter(|folder| folder.join("Cargo.toml").exists());
    let parts = crates.flat_map(|folder| ["src", "tests", "it", "examples", "benches"].map(|part| folder.join(part)));
    let files = parts.filter(|part| part.exists()).flat_map(|part| rust_files(&part));
    let split: Vec<String> = files
        .filter_map(|file| {
            let code = std::fs::read_to_string(&file).expect("a source file");
            twice(&code).map(|first| format!("{}: {first}", file.strip_prefix(repository()).unwrap_or(&file).display()))
        })
        .collect();
    assert!(split.is_empty(), "write one `use` for each crate:\n{}", split.join("\n"));
}

/// The first crate that two `use` lines of the file's own level name, with the same visibility and without attributes.
fn twice(code: &str) -> Option<String> {
    let parsed = syn::parse_file(code).ok()?;
    let mut seen = BTreeSet::new();
    parsed.items.iter().find_map(|item| {
        let syn::Item::Use(item) = item else { return None };
        let syn::UseTree::Path(path) = &item.tree else { return None };
        let public = !matches!(item.vis, syn::Visibility::Inherited);
        let plain = item.attrs.is_empty() && !public;
        (plain && !seen.insert(path.ident.to_string())).then(|| path.ident.to_string())
    })
}
