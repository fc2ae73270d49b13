//! The sets of the samples: how many scenes each has, and which.

use crate::shape::Pattern;

/// Which channel a scene belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Split {
    /// Networks learn from it.
    Train,
    /// Networks are judged by it.
    Validation,
}

impl Split {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Train, Self::Validation];

    /// The name of its channel.
    pub fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Validation => "validation",
        }
    }
}

/// Scenes of a pattern. The base set has the plain ones, the expanded set all.
pub fn count(pattern: Pattern, split: Split) -> u16 {
    match (pattern, split) {
        (Pattern::Plain, Split::Train) => 160,
        (Pattern::New, Split::Train) => 80,
        (_, Split::Validation) => 32,
    }
}

/// A number that no other scene has, from which it is drawn.
pub fn seed(pattern: Pattern, split: Split, number: u16) -> u64 {
    let group = match (pattern, split) {
        (Pattern::Plain, Split::Train) => 0,
        (Pattern::Plain, Split::Validation) => 1000,
        (Pattern::New, Split::Train) => 2000,
        (Pattern::New, Split::Validation) => 3000,
    };
    group + u64::from(number)
}
