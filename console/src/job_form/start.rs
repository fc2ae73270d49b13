//! How the form begins: what the address asks for, and what the server makes of it.

use domain::incremental::SourceModel;
use serde::{Deserialize, Serialize};

use super::{draft::Draft, import_report::ImportReport, provenance::Provenance};
use crate::{data::drafts::DraftSummary, error::AppError};

/// What the address asks for; empty texts are not asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// The job whose model the new one starts from.
    pub from: String,
    /// The location of a model to start from.
    pub artifact: String,
    /// The example to fill in; there is one, `base`.
    pub example: String,
    /// The name of a SageMaker model to start from.
    pub model: String,
    /// The job whose settings the new one has, its model channel included.
    #[serde(rename = "clone")]
    pub clone_of: String,
    /// The stopped job that the new one goes on from.
    #[serde(rename = "continue")]
    pub continue_of: String,
    /// The id of a draft.
    pub draft: String,
    /// A request as somebody pasted it.
    pub paste: String,
    /// A [`Returned`] form as JSON.
    pub form: String,
}

impl Ask {
    /// Whether the whole form is asked for: what was typed before has no place in it.
    pub fn is_whole(&self) -> bool {
        self.is_blank() || !self.clone_of.is_empty() || !self.paste.is_empty() || !self.example.is_empty()
    }

    /// Whether nothing is asked for, so that the form has the usual values.
    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}

/// A form that came back from a submission without scripts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Returned {
    /// What was typed.
    pub draft: Draft,
    /// Why there is no job; `None` when only a row came or went.
    pub error: Option<AppError>,
}

/// How the form begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Setup {
    /// What the fields hold.
    pub draft: Draft,
    /// What review compares with: the source job's values, or the usual ones.
    pub baseline: Draft,
    /// What is known about the model that the job starts from.
    pub source: Option<SourceModel>,
    /// Why something that was asked for is missing.
    pub notice: Option<String>,
    /// Why a submission without scripts made no job.
    pub refused: Option<AppError>,
    /// What did not come along from where the values are.
    #[serde(default)]
    pub import_report: Option<ImportReport>,
    /// The draft that the form goes on with.
    #[serde(default)]
    pub stored: Option<DraftSummary>,
    /// What the whole form began with, where that is more than the usual values.
    #[serde(default)]
    pub provenance: Option<Provenance>,
}

impl Setup {
    /// A form that begins with `draft`, compared with `baseline`, and nothing more to say.
    pub fn new(draft: Draft, baseline: Draft) -> Self {
        Self { draft, baseline, source: None, notice: None, refused: None, import_report: None, stored: None, provenance: None }
    }
}

#[cfg(feature = "ports")]
mod prepare;
#[cfg(feature = "ports")]
pub use prepare::set_up;
