//! The server function that prepares the form.

use console::{
    error::AppError,
    job_form::start::{Ask, Setup},
};
use leptos::prelude::*;

/// Prepares the form.
///
/// # Errors
/// Those of the target, when it has to be asked about a job or a model.
#[server(prefix = "/api", endpoint = "create/set-up")]
pub async fn set_up(ask: Ask) -> Result<Setup, AppError> {
    crate::server_call::answer(console::job_form::start::set_up(&expect_context(), &ask)).await
}
