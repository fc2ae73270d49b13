//! Constraints of the API model.

use serde::{Deserialize, Serialize};

/// The constraint of the API model that a value breaks, for the service's own wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Constraint {
    /// The member is required.
    NotNull,
    /// Fewer characters or items than allowed.
    MinimumLength(u64),
    /// More characters or items than allowed.
    MaximumLength(u64),
    /// Smaller than allowed.
    MinimumValue(i64),
    /// Larger than allowed.
    MaximumValue(i64),
    /// Does not match the model's pattern.
    Pattern(String),
    /// Not one of the model's values.
    Enumeration(Vec<String>),
}
