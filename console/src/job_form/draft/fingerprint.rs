//! A short value that tells one form from another without keeping a copy of it.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::Draft;

/// The fingerprint of what is worth keeping of a form. Two forms that differ have the same one with a chance of 2⁻⁶⁴.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint(u64);

impl Draft {
    /// The fingerprint of the form, without its look, and without empty hyperparameters: a form that was read from the
    /// page has them and a new one lacks them.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut draft = self.clone();
        for channel in &mut draft.channels {
            channel.is_folded = false;
        }
        draft.hyperparameters.retain(|_, value| !value.is_empty());
        let mut hasher = DefaultHasher::new();
        // A form holds texts, flags and lists of such, which become JSON without fail.
        serde_json::to_string(&draft).unwrap_or_default().hash(&mut hasher);
        Fingerprint(hasher.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_typed_changes_the_fingerprint() {
        let mut draft = Draft { job_name: "cats-1".to_owned(), ..Draft::default() };
        draft.add_channel();
        let before = draft.fingerprint();
        draft.channels[0].is_folded = true;
        draft.hyperparameters.insert("epochs".to_owned(), String::new());
        assert_eq!(draft.fingerprint(), before);
        draft.hyperparameters.insert("epochs".to_owned(), "3".to_owned());
        assert_ne!(draft.fingerprint(), before);
    }
}
