//! The server functions of the pages of models.

use console::{
    data::models::{ModelDetail, ModelsPage},
    error::AppError,
};
use domain::model::{ModelDraft, ModelViolation};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A model, and the job whose artifact it serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelView {
    /// The model.
    pub model: ModelDetail,
    /// The job that made its artifact, where that is known.
    pub job: Option<String>,
}

/// What the form for a model starts with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelStart {
    /// The values of the fields.
    pub draft: ModelDraft,
    /// A sentence, where the job made the model worse that it started from.
    pub worse: Option<String>,
}

/// One page of the models, newest first.
///
/// # Errors
/// Those of the target.
#[server(prefix = "/api", endpoint = "list-models")]
pub async fn list_models(
    /// Part of the names; empty for all.
    #[server(default)]
    contains: String,
    /// Where the page before ended; empty for the first.
    #[server(default)]
    next: String,
) -> Result<ModelsPage, AppError> {
    answer(async {
        let contains: String = contains.trim().to_owned();
        if contains.chars().any(|c| !c.is_ascii_alphanumeric() && c != '-') || contains.len() > 63 {
            // No name holds such signs, and the service refuses to look for them.
            return Ok(ModelsPage::default());
        }
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        expect_context::<Backend>().models.list(some(contains), some(next)).await
    })
    .await
}

/// Everything about a model; `None` when the target does not know it.
///
/// # Errors
/// Those of the target.
#[server(prefix = "/api", endpoint = "view-model")]
pub async fn view_model(
    /// Its name.
    name: String,
) -> Result<Option<ModelView>, AppError> {
    answer(async {
        let backend = expect_context::<Backend>();
        if !domain::model::is_name(&name) {
            return Ok(None);
        }
        let Some(model) = backend.models.describe(&name).await? else { return Ok(None) };
        let data =
            model.containers.first().and_then(|container| container.data.as_deref()).and_then(|data| S3Uri::parse(data).ok());
        let job = match data {
            Some(data) => backend.artifacts.jobs_at(&data).await?.made_by.into_iter().next(),
            None => None,
        };
        Ok(Some(ModelView { model, job }))
    })
    .await
}

/// What the form for a model starts with: the values of a job, or an artifact and the target's defaults.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such job; those of the target.
#[server(prefix = "/api", endpoint = "draft-model")]
pub async fn draft_model(
    /// The job; empty for none.
    #[server(default)]
    job: String,
    /// The artifact; empty for none.
    #[server(default)]
    artifact: String,
) -> Result<ModelStart, AppError> {
    answer(async {
        let backend = expect_context::<Backend>();
        if job.is_empty() {
            let uri = S3Uri::parse(&artifact).ok();
            let made_by = match &uri {
                Some(uri) => backend.artifacts.jobs_at(uri).await?.made_by.into_iter().next(),
                None => None,
            };
            let role = backend.settings.role.clone().unwrap_or_default();
            let image = domain::algorithm::Algorithm::DEFAULT.training_image(&backend.settings.region).unwrap_or_default();
            let draft = ModelDraft { name: String::new(), role, image, data: artifact };
            return match made_by.and_then(|name| JobName::parse(&name).ok()) {
                Some(name) => {
                    let start = of_job(&backend, &name).await?;
                    Ok(ModelStart { draft: ModelDraft { data: draft.data, ..start.draft }, ..start })
                }
                None => Ok(ModelStart { draft, worse: None }),
            };
        }
        let name = JobName::parse(&job).map_err(|_| AppError::NotFound(format!("There is no training job called {job}.")))?;
        of_job(&backend, &name).await
    })
    .await
}

/// Makes a model and leads to its page; gives what is wrong with the values, if anything.
///
/// # Errors
/// [`AppError::Refused`] when the name is taken; those of the target.
#[server(prefix = "/api", endpoint = "create-model")]
pub async fn create_model(
    /// Its name.
    #[server(default)]
    name: String,
    /// The role.
    #[server(default)]
    role: String,
    /// The image.
    #[server(default)]
    image: String,
    /// Where the artifact is.
    #[server(default)]
    data: String,
) -> Result<Vec<ModelViolation>, AppError> {
    answer(async {
        let draft = ModelDraft { name, role, image, data };
        match domain::model::CreateModel::check(&draft) {
            Ok(model) => {
                let name = model.name().to_owned();
                expect_context::<Backend>().models.create(model).await?;
                leptos_axum::redirect(&paths::model(&name));
                Ok(Vec::new())
            }
            Err(violations) => {
                if is_plain_form() {
                    leptos_axum::redirect(&console::paths::create_model_returned(&draft));
                }
                Ok(violations)
            }
        }
    })
    .await
}

/// Deletes a model and leads to the list. Its artifact stays.
///
/// # Errors
/// Those of the target.
#[server(prefix = "/api", endpoint = "delete-model")]
pub async fn delete_model(
    /// Its name.
    name: String,
) -> Result<(), AppError> {
    answer(async {
        expect_context::<Backend>().models.delete(&name).await?;
        leptos_axum::redirect(&paths::models());
        Ok(())
    })
    .await
}

#[cfg(feature = "ssr")]
async fn of_job(backend: &Backend, name: &JobName) -> Result<ModelStart, AppError> {
    let found = backend.jobs.describe(&name.clone().into()).await?;
    let job = found.ok_or_else(|| AppError::NotFound(format!("There is no training job called {name}.")))?;
    let parent = match job.summary.parent.as_ref().and_then(|parent| parent.record) {
        Some(record) => backend.history.record(record).await?,
        None => None,
    };
    let found = improvement(&job, parent.as_ref()).filter(Improvement::is_worse);
    let draft = ModelDraft {
        name: name.to_string(),
        role: job.request.role_arn.clone().unwrap_or_default(),
        image: job.request.training_image().unwrap_or_default().to_owned(),
        data: job.artifact.map(|artifact| artifact.uri).unwrap_or_default(),
    };
    Ok(ModelStart { draft, worse: found.map(|found| sentence(&found, None)) })
}

/// Whether the call comes from a form of a browser without scripts, which shows a page and not an answer.
#[cfg(feature = "ssr")]
fn is_plain_form() -> bool {
    let parts = use_context::<http::request::Parts>();
    let accept = parts.as_ref().and_then(|parts| parts.headers.get(http::header::ACCEPT)?.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

#[cfg(feature = "ssr")]
use {
    crate::server_call::answer,
    console::{
        job::improvement::{improvement, sentence},
        paths,
        ports::Backend,
    },
    domain::{JobName, S3Uri, improvement::Improvement},
};
