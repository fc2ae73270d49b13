//! What the local engine can run: a built-in algorithm that its own trainer knows, and images that its owner registered.

use serde::{Deserialize, Serialize};

use crate::algorithm::Algorithm;

/// The images of the local engine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngineImages {
    /// `Containers[].Image` of `engine.json`: registry paths in which `*` stands for any characters.
    pub registered: Vec<String>,
}

impl EngineImages {
    /// Whether the engine runs an image.
    pub fn can_run(&self, image: &str) -> bool {
        is_built_in(image) || self.registered.iter().any(|pattern| matches(pattern, image))
    }
}

/// Whether the engine's own trainer runs an image.
pub fn is_built_in(image: &str) -> bool {
    built_in_of(image).is_some()
}

/// The algorithm of an image that the engine's own trainer runs.
pub fn built_in_of(image: &str) -> Option<&'static Algorithm> {
    Algorithm::of_image(image).filter(|algorithm| algorithm.runs_on_engine)
}

/// The algorithms that the engine's own trainer runs.
pub fn built_in() -> impl Iterator<Item = &'static Algorithm> {
    Algorithm::all().filter(|algorithm| algorithm.runs_on_engine)
}

/// Whether a text has the form of a pattern, in which `*` stands for any characters.
pub fn matches(pattern: &str, text: &str) -> bool {
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
    use super::*;

    #[test]
    fn a_star_stands_for_any_characters() {
        assert!(matches("registry/mine:1", "registry/mine:1") && !matches("registry/mine:1", "registry/mine:10"));
        assert!(matches("registry/mine:*", "registry/mine:10") && matches("*", "anything"));
        assert!(matches("*/mine:*", "a/b/mine:2") && !matches("*/mine:*", "mine:2"));
    }

    #[test]
    fn the_engine_runs_its_trainer_and_what_is_registered() {
        let image = |repository: &str| format!("433757028032.dkr.ecr.us-west-2.amazonaws.com/{repository}:1");
        let none = EngineImages::default();
        assert!(none.can_run(&image("image-classification")) && none.can_run(&image("object-detection")));
        assert!(!none.can_run(&image("blazingtext")));
        let registered = EngineImages { registered: vec!["*/blazingtext:*".to_owned()] };
        assert!(registered.can_run(&image("blazingtext")) && !registered.can_run(&image("seq2seq")));
    }
}
