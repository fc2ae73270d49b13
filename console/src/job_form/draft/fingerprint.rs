//! A short value that tells one form from another without keeping a copy of it.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::Draft;

/// The fingerprint of what is worth keeping of a form. Two forms that differ have the same one with a chance of 2⁻⁶⁴.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    /// Of everything but the job's name.
    besides_name: u64,
    /// Of that and the name.
    whole: u64,
}

impl Fingerprint {
    /// Whether a form that began as `begun` is worth a draft. The job's name alone is not: it is typed again in a moment, and
    /// each visit would leave a draft.
    pub fn is_worth_a_draft(self, begun: Self) -> bool {
        self.besides_name != begun.besides_name
    }
}

impl Draft {
    /// The fingerprint of the form, without its look, and without empty hyperparameters: a form that was read from the
    /// page has them and a new one lacks them.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut draft = self.clone();
        for channel in &mut draft.channels {
            channel.is_folded = false;
        }
        draft.hyperparameters.retain(|_, value| !value.is_empty());
        let name = std::mem::take(&mut draft.job_name);
        let mut hasher = DefaultHasher::new();
        // A form holds texts, flags and lists of such, which become JSON without fail.
        serde_json::to_string(&draft).unwrap_or_default().hash(&mut hasher);
        let besides_name = hasher.finish();
        name.hash(&mut hasher);
        Fingerprint { besides_name, whole: hasher.finish() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        let mut draft = Draft { job_name: "cats-1".to_owned(), ..Draft::default() };
        draft.add_channel();
        draft
    }

    #[test]
    fn only_what_was_typed_changes_the_fingerprint() {
        let mut draft = draft();
        let before = draft.fingerprint();
        draft.channels[0].is_folded = true;
        draft.hyperparameters.insert("epochs".to_owned(), String::new());
        assert_eq!(draft.fingerprint(), before);
        draft.hyperparameters.insert("epochs".to_owned(), "3".to_owned());
        assert_ne!(draft.fingerprint(), before);
    }

    #[test]
    fn a_name_alone_is_not_worth_a_draft() {
        let begun = draft().fingerprint();
        let named = Draft { job_name: "cats-2".to_owned(), ..draft() };
        assert_ne!(named.fingerprint(), begun);
        assert!(!named.fingerprint().is_worth_a_draft(begun));
        let mut worth = draft();
        worth.volume = "77".to_owned();
        assert!(worth.fingerprint().is_worth_a_draft(begun));
        worth.job_name = "cats-2".to_owned();
        assert!(worth.fingerprint().is_worth_a_draft(begun));
    }
}
