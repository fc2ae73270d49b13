//! `Limits` in `engine.json`: what of the machine jobs may use. What is left out follows from the machine.

use serde::Deserialize;

/// What the file says. `process::machine` says what follows from it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub(crate) struct Limits {
    /// Jobs that run at once.
    pub(crate) running_jobs: Option<usize>,
    /// Processors of one job.
    pub(crate) processors: Option<usize>,
    /// Memory of one job in GiB.
    #[serde(rename = "MemoryInGB")]
    pub(crate) memory_in_gb: Option<f64>,
}
