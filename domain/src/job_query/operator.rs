//! How a property is compared with a value.

use serde::{Deserialize, Serialize};

/// How a property is compared. The case of Latin letters does not count for any text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Operator {
    /// `=`
    Equals,
    /// `!=`
    NotEquals,
    /// `:`
    Contains,
    /// `!:`
    NotContains,
    /// `^`
    StartsWith,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `<`
    Less,
    /// `<=`
    AtMost,
}

impl Operator {
    /// Every operator, those with two signs first: `!=` begins with what `!` would be.
    pub(super) const LONGEST_FIRST: [Self; 9] = [
        Self::NotEquals,
        Self::NotContains,
        Self::AtLeast,
        Self::AtMost,
        Self::Equals,
        Self::Contains,
        Self::StartsWith,
        Self::More,
        Self::Less,
    ];

    /// Its sign.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equals => "=",
            Self::NotEquals => "!=",
            Self::Contains => ":",
            Self::NotContains => "!:",
            Self::StartsWith => "^",
            Self::More => ">",
            Self::AtLeast => ">=",
            Self::Less => "<",
            Self::AtMost => "<=",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Equals => "equals",
            Self::NotEquals => "does not equal",
            Self::Contains => "contains",
            Self::NotContains => "does not contain",
            Self::StartsWith => "starts with",
            Self::More => "is more than",
            Self::AtLeast => "is at least",
            Self::Less => "is less than",
            Self::AtMost => "is at most",
        }
    }
}
