//! `Limits` in `engine.json`: the share of the machine that jobs may use. The machine decides about absent members. How many jobs
//! wait for it is no setting: `jobs::create::MAX_QUEUED_JOBS`.

use serde::Deserialize;

/// The limits of the file. `process::machine` divides the machine by them.
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
