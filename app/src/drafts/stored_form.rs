//! What is kept of a form while one types.

use console::error::AppError;
use serde::{Deserialize, Serialize};

use crate::training_jobs::create::{begun::Begun, draft::Draft};

/// What is kept of a form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StoredForm {
    /// What was typed.
    pub draft: Draft,
    /// What review compares with.
    pub baseline: Draft,
    /// What the whole form began with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub begun: Option<Begun>,
    /// Why its submission without scripts made no job; gone with the next change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<AppError>,
}
