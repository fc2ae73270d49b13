//! Plain data about SageMaker's models.

use domain::Timestamp;
use serde::{Deserialize, Serialize};

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelSummary {
    /// Its name.
    pub name: String,
    /// The service's name of it.
    pub arn: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// One page of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelsPage {
    /// Its rows, newest first.
    pub models: Vec<ModelSummary>,
    /// Asks for the next page; `None` on the last.
    pub next: Option<String>,
}

/// Everything about a model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelDetail {
    /// Its name.
    pub name: String,
    /// The service's name of it.
    pub arn: String,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// The role that its containers run with.
    pub role: Option<String>,
    /// Whether its containers have no network.
    pub is_isolated: bool,
    /// Its containers; the first is the primary one.
    pub containers: Vec<Container>,
}

/// A container of a model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Container {
    /// Its host name, where it has one.
    pub host_name: Option<String>,
    /// Its image.
    pub image: Option<String>,
    /// Where its artifact is: `ModelDataUrl`, or the location in `ModelDataSource`.
    pub data: Option<String>,
    /// Whether the artifact is stored uncompressed, as a folder.
    pub is_uncompressed: bool,
    /// `SingleModel` or `MultiModel`.
    pub mode: Option<String>,
    /// Its environment variables.
    pub environment: Vec<(String, String)>,
}
