//! The ports of the pages, one file for each trait of [`console::ports`], and what the router is given.
//!
//! - [`training_jobs`], [`job_history`], [`sources`] — jobs, with what the history knows of them
//! - [`job_feed`] — changes of jobs as they happen, for pages that listen
//! - [`objects`], [`drafts`], [`models`], [`fault_injection`], [`console_info`] — S3, forms, models, the engine's faults, facts
//! - [`prices`], [`engine_settings`] — the files with prices and with the engine's settings that they read

pub(crate) mod console_info;
pub(crate) mod drafts;
mod engine_settings;
pub(crate) mod fault_injection;
mod job_feed;
mod job_history;
pub(crate) mod models;
pub(crate) mod objects;
mod prices;
pub(crate) mod sources;
mod training_jobs;

use std::sync::Arc;

use console::ports::Backend;
use tokio_util::sync::CancellationToken;

pub(crate) use self::{job_feed::JobFeed, prices::FILE as PRICES};

/// Everything that the router reaches.
#[derive(Clone)]
pub(crate) struct Ports {
    /// What the pages may reach.
    pub(crate) backend: Backend,
    /// Changes of jobs as they happen.
    pub(crate) feed: Arc<dyn JobFeed>,
    /// Cancelled when the process is asked to end.
    pub(crate) ending: CancellationToken,
}
