//! The part of a form that is saved while one types.

use serde::{Deserialize, Serialize};

use super::{draft::Draft, provenance::Provenance};
use crate::error::AppError;

/// What is kept of a form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StoredForm {
    /// What was typed.
    pub draft: Draft,
    /// What review compares with.
    pub baseline: Draft,
    /// What the whole form began with.
    #[serde(rename = "begun", skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    /// Why its submission without scripts made no job; gone with the next change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<AppError>,
}
