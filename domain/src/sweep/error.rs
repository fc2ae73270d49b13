//! Why a sweep makes no jobs.

use thiserror::Error;

/// Why a sweep makes no jobs.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SweepError {
    /// No setting varies.
    #[error("Choose at least one setting and list its values.")]
    Nothing,
    /// More than [`super::MAX_VARIATIONS`] settings vary.
    #[error("At most 3 settings can vary at once.")]
    TooManySettings,
    /// A setting stands twice.
    #[error("{0} is listed twice.")]
    Twice(String),
    /// A setting has no values.
    #[error("List the values of {0}, one on each line.")]
    NoValues(String),
    /// The form has no such channel.
    #[error("The form has no channel called \"{0}\".")]
    NoChannel(String),
    /// More than [`super::MAX_VARIANTS`] combinations.
    #[error("These lists make {0} jobs; at most 50 can be made at once.")]
    TooMany(usize),
    /// The form's own name cannot be the stem of others.
    #[error("Give the job a valid name first; the variants' names begin with it.")]
    Name,
}
