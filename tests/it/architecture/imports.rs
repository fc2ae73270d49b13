//! The imports of a crate between its top modules (the files and folders of `src`), read from its source with `syn`.
//!
//! Code of tests is left out: a test may take its helpers from anywhere.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Item, UseTree, visit::Visit};

use super::{Graph, rust_files};

/// From each top module of the crate to those that it imports.
pub(super) fn between_top_modules(source: &Path) -> Graph {
    let exported = exported(source);
    let mut graph = Graph::new();
    for file in rust_files(source) {
        let relative = file.strip_prefix(source).expect("a file below the source").with_extension("");
        let module: Vec<String> = relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let is_test = module.iter().any(|part| part == "tests" || part == "testing");
        if is_test || matches!(module.first().map(String::as_str), None | Some("lib" | "main")) {
            continue;
        }
        let code = std::fs::read_to_string(&file).expect("a source file");
        let parsed = syn::parse_file(&code).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let mut reader = Reader { module, paths: Vec::new() };
        reader.visit_file(&parsed);
        let from = reader.module[0].clone();
        let resolve = |path: &Vec<String>| exported.get(&path[0]).unwrap_or(&path[0]).clone();
        let to: BTreeSet<String> = reader.paths.iter().map(resolve).filter(|to| *to != from).collect();
        graph.entry(from).or_default().extend(to);
    }
    let modules: BTreeSet<String> = graph.keys().cloned().collect();
    for to in graph.values_mut() {
        to.retain(|name| modules.contains(name));
    }
    graph
}

/// What the crate's root exports of its modules: name → top module.
fn exported(source: &Path) -> BTreeMap<String, String> {
    let root = ["lib.rs", "main.rs"].map(|name| source.join(name)).into_iter().find(|path| path.exists()).expect("a root");
    let parsed = syn::parse_file(&std::fs::read_to_string(root).expect("the root")).expect("Rust");
    let mut names = BTreeMap::new();
    for item in &parsed.items {
        if let Item::Use(item) = item {
            let mut paths = Vec::new();
            leaves(&item.tree, &mut Vec::new(), &mut paths);
            for path in paths {
                let path: Vec<_> = path.into_iter().skip_while(|part| ["crate", "self"].contains(&part.as_str())).collect();
                if let [module, .., name] = path.as_slice() {
                    names.insert(name.clone(), module.clone());
                }
            }
        }
    }
    names
}

/// Collects the paths of one file that lead into the crate, from its root on.
struct Reader {
    /// The file's own module.
    module: Vec<String>,
    paths: Vec<Vec<String>>,
}

impl Reader {
    fn take(&mut self, path: &[String]) {
        let absolute = match path.first().map(String::as_str) {
            Some("crate") => path[1..].to_vec(),
            Some("super") => {
                let up = path.iter().take_while(|part| *part == "super").count();
                let kept = self.module.len().saturating_sub(up);
                [&self.module[..kept], &path[up..]].concat()
            }
            _ => return,
        };
        if !absolute.is_empty() {
            self.paths.push(absolute);
        }
    }

    /// Macros are not parsed: a path is what stands behind `crate ::`.
    fn take_tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (index, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.take_tokens(group.stream()),
                TokenTree::Ident(ident) if ident == "crate" => {
                    if let Some(TokenTree::Ident(name)) = tokens.get(index + 3) {
                        self.take(&["crate".to_owned(), name.to_string()]);
                    }
                }
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        if !attributes(item).iter().any(is_test) {
            syn::visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let mut paths = Vec::new();
        leaves(&item.tree, &mut Vec::new(), &mut paths);
        for path in paths {
            self.take(&path);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let path_of_names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.take(&path_of_names);
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, found: &'ast syn::Macro) {
        self.take_tokens(found.tokens.clone());
    }
}

fn leaves(tree: &UseTree, before: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            leaves(&path.tree, before, paths);
            before.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|item| leaves(item, before, paths)),
        UseTree::Name(name) => paths.push([before.as_slice(), &[name.ident.to_string()]].concat()),
        UseTree::Rename(name) => paths.push([before.as_slice(), &[name.ident.to_string()]].concat()),
        UseTree::Glob(_) => paths.push(before.clone()),
    }
}

fn is_test(attribute: &Attribute) -> bool {
    let condition = || attribute.meta.require_list().map(|list| list.tokens.to_string()).unwrap_or_default();
    attribute.path().is_ident("test") || (attribute.path().is_ident("cfg") && condition() == "test")
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Fn(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        _ => &[],
    }
}
