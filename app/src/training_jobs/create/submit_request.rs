//! The submission of a request that no form holds: one of several variants.

use console::error::AppError;
use domain::TrainingJobRequest;
use leptos::prelude::*;

/// Creates the training job of a request; gives its name.
///
/// # Errors
/// [`AppError::Invalid`] with a message for each member, and those of the target.
#[server(prefix = "/api", endpoint = "create-variant", input = leptos::server_fn::codec::Json)]
pub async fn create_variant(request: TrainingJobRequest) -> Result<String, AppError> {
    crate::server_call::answer(async {
        let backend = expect_context::<console::ports::Backend>();
        let request = console::preflight::check_request(&backend, request).await?;
        Ok(backend.jobs.create(request).await?.to_string())
    })
    .await
}

/// Those of the names that are taken.
///
/// # Errors
/// Those of the target.
#[server(prefix = "/api", endpoint = "create/taken-names", input = leptos::server_fn::codec::Json)]
pub async fn taken_names(names: Vec<String>) -> Result<Vec<String>, AppError> {
    crate::server_call::answer(async {
        let backend = expect_context::<console::ports::Backend>();
        let mut taken = Vec::new();
        for name in names.into_iter().take(domain::variants::MOST_VARIANTS) {
            if let Ok(valid) = domain::JobName::parse(&name)
                && backend.jobs.is_taken(&valid).await?
            {
                taken.push(name);
            }
        }
        Ok(taken)
    })
    .await
}
