//! Training jobs, as the API shows them. [`crate::jobs`] runs them.

pub(super) mod create;
pub(super) mod delete;
pub(super) mod describe;
pub(super) mod list;
pub(super) mod stop;
pub(super) mod update;

use sqlx::SqliteExecutor;

use super::NOT_FOUND;
use crate::{
    db::{self, jobs::JobRow},
    json_protocol::WireError,
};

/// A job by name.
///
/// # Errors
/// `ValidationException` when there is none.
async fn find(executor: impl SqliteExecutor<'_>, name: &str) -> Result<JobRow, WireError> {
    db::jobs::find(executor, name).await?.ok_or_else(|| WireError::validation(NOT_FOUND))
}

/// The refusal of an operation that a job's status does not allow.
fn wrong_status(status: &str) -> String {
    format!("The request was rejected because the training job is in status {status}.")
}
