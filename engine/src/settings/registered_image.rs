//! `Containers` in `engine.json`: images that run as programs of this machine, or through Docker.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The program of an image on this machine.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub(crate) struct RegisteredImage {
    /// The image's registry path; `*` stands for any characters.
    pub(crate) image: String,
    /// The program and its first arguments; `train` follows.
    pub(crate) program: Vec<String>,
    /// Whether the image itself runs, with the command `docker`.
    pub(crate) docker: bool,
    /// Variables that the request cannot change.
    pub(crate) environment: BTreeMap<String, String>,
    /// The names of the request's variables that the program gets; `*` stands for any characters.
    pub(crate) allowed_environment: Vec<String>,
}

/// Whether a text has the form of a pattern, in which `*` stands for any characters.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    matches_bytes(pattern.as_bytes(), text.as_bytes())
}

fn matches_bytes(pattern: &[u8], text: &[u8]) -> bool {
    let Some(star) = pattern.iter().position(|byte| *byte == b'*') else { return pattern == text };
    let (head, rest) = pattern.split_at(star);
    let rest = rest.get(1..).unwrap_or_default();
    let Some(text) = text.strip_prefix(head) else { return false };
    (0..=text.len()).any(|skipped| matches_bytes(rest, text.get(skipped..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_characters() {
        assert!(matches("registry/mine:1", "registry/mine:1") && !matches("registry/mine:1", "registry/mine:10"));
        assert!(matches("registry/mine:*", "registry/mine:10") && matches("*", "anything"));
        assert!(matches("*/mine:*", "a/b/mine:2") && !matches("*/mine:*", "mine:2"));
    }
}
