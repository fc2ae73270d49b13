//! The submission: the server checks everything again, asks the target, and leads to the job's page.

use console::{error::AppError, job_form::draft::Draft};
use domain::TrainingJobRequest;
use leptos::prelude::*;

/// Creates the training job that the form describes and leads to its page; gives the job's name.
///
/// A browser without scripts that is refused comes back to the form with all that was typed.
///
/// # Errors
/// [`AppError::Invalid`] with a message for each field, and those of the target.
#[server(prefix = "/api", endpoint = "create-training-job")]
pub async fn create_training_job(
    /// The form.
    #[server(default)]
    draft: Draft,
    /// The id of the draft, saved or not, which is removed when the job exists; empty for none.
    #[server(default)]
    draft_id: String,
    /// The job whose settings the form was filled in with; empty for none.
    #[server(default)]
    copied_from: String,
) -> Result<String, AppError> {
    server::create(draft, &draft_id, &copied_from).await
}

#[cfg(feature = "ssr")]
mod server {
    use console::{job_form::draft::Draft, paths, ports::Backend, preflight};
    use domain::{JobKey, JobName, Violation, Violations};
    use leptos::prelude::{expect_context, use_context};

    use super::AppError;
    use crate::{create_training_job::no_script, server_call};

    pub(super) async fn create(draft: Draft, draft_id: &str, copied_from: &str) -> Result<String, AppError> {
        let backend = expect_context::<Backend>();
        let result = attempt(&backend, &draft).await;
        match &result {
            Ok(name) => {
                forget(&backend, draft_id).await;
                connect(&backend, copied_from, name).await;
                leptos_axum::redirect(&paths::training_job(name));
            }
            Err(error) if accepts_html() => {
                if let Some(address) = no_script::address(&draft, draft_id, Some(without_constraints(error.clone()))).await {
                    leptos_axum::redirect(&address);
                    return Ok(String::new());
                }
            }
            Err(_) => {}
        }
        server_call::answer(async { result }).await
    }

    /// Removes the draft of a job that exists, also one that is being saved at this moment.
    async fn forget(backend: &Backend, draft_id: &str) {
        // The job exists, and a draft that remains is harmless. The database has logged why.
        backend.drafts.submitted(draft_id).await.ok();
    }

    /// Remembers which failed job the new one replaces.
    async fn connect(backend: &Backend, copied_from: &str, created: &str) {
        if let (Ok(failed), Ok(created)) = (JobKey::parse(copied_from), JobName::parse(created)) {
            // The job exists, and misses only the mention of the other. The database has logged why.
            backend.history.note_relaunch(&failed, &created).await.ok();
        }
    }

    /// The same error without the constraint, which may list hundreds of words and is needed for the service's wording alone.
    fn without_constraints(error: AppError) -> AppError {
        let shortened = |violation: Violation| Violation { value: None, constraint: None, ..violation };
        match error {
            AppError::Invalid(violations) => AppError::Invalid(Violations(violations.into_iter().map(shortened).collect())),
            _ => error,
        }
    }

    async fn attempt(backend: &Backend, draft: &Draft) -> Result<String, AppError> {
        let request = preflight::check_draft(backend, draft).await?;
        Ok(backend.jobs.create(request).await?.to_string())
    }

    fn accepts_html() -> bool {
        let parts = use_context::<http::request::Parts>();
        let accept = parts.as_ref().and_then(|parts| parts.headers.get(http::header::ACCEPT)?.to_str().ok());
        accept.is_some_and(|accept| accept.contains("text/html"))
    }
}

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

/// Removes the draft whose variants are all jobs now, also one that is being saved at this moment.
///
/// # Errors
/// Those of the console itself.
#[server(prefix = "/api", endpoint = "create/variants-created")]
pub async fn variants_created(draft_id: String) -> Result<(), AppError> {
    crate::server_call::answer(async {
        let backend = expect_context::<console::ports::Backend>();
        backend.drafts.submitted(&draft_id).await
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
        for name in names.into_iter().take(domain::sweep::MAX_VARIANTS) {
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
