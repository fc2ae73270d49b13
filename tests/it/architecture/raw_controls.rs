//! One place for controls: only the components of `app/src/ui` write the HTML elements that people operate.

use super::{repository, rust_files};

/// The elements for which `app/src/ui` has components.
const ELEMENTS: [&str; 6] = ["input", "button", "textarea", "select", "table", "dialog"];

#[test]
fn only_the_ui_components_write_raw_controls() {
    let pages = repository().join("app/src");
    let components = pages.join("ui");
    let mut found = Vec::new();
    for file in rust_files(&pages).into_iter().filter(|file| !file.starts_with(&components)) {
        let code = std::fs::read_to_string(&file).expect("a source file");
        for (index, line) in code.lines().enumerate() {
            if let Some(element) = ELEMENTS.iter().find(|element| opens(line, element)) {
                let name = file.strip_prefix(repository()).unwrap_or(&file).display();
                found.push(format!("{name}:{}: <{element}>", index + 1));
            }
        }
    }
    assert!(found.is_empty(), "use a component of app/src/ui instead:\n{}", found.join("\n"));
}

/// Whether a line has the opening tag of an element. Components begin with a capital letter and never match.
fn opens(line: &str, element: &str) -> bool {
    let tag = format!("<{element}");
    line.match_indices(&tag).any(|(at, _)| {
        let next = line.get(at + tag.len()..).and_then(|rest| rest.chars().next());
        next.is_none_or(|next| !next.is_ascii_alphanumeric() && next != '-' && next != '_')
    })
}

#[test]
fn opening_tags_are_told_from_other_words() {
    assert!(opens("        <input", "input"));
    assert!(opens(r#"<button type="submit">"#, "button"));
    assert!(!opens("<Button>", "button"));
    assert!(!opens("NodeRef::<html::Input>", "input"));
    assert!(!opens("<tablets>", "table"));
}
