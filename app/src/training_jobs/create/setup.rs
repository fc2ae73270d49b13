//! How the form begins: what the address asks for, and what the server makes of it.

use domain::incremental::SourceModel;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::draft::Draft;
use crate::error::AppError;

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
    /// A [`Returned`] form as JSON.
    pub form: String,
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
}

/// Prepares the form.
///
/// # Errors
/// Those of the target, when it has to be asked about a job or a model.
#[server(prefix = "/api", endpoint = "create/set-up")]
pub async fn set_up(ask: Ask) -> Result<Setup, AppError> {
    crate::server_call::answer(server::set_up(&expect_context(), &ask)).await
}

#[cfg(feature = "ssr")]
mod server {
    use std::collections::BTreeSet;

    use domain::{JobName, S3Uri, description::TrainingJobDetail, incremental::SourceModel};

    use super::{
        super::{draft::Draft, example, names},
        Ask, Returned, Setup,
    };
    use crate::{error::AppError, ports::Backend};

    /// The newest jobs, whose names are not suggested again.
    const KNOWN_NAMES: u32 = 500;

    pub(super) async fn set_up(backend: &Backend, ask: &Ask) -> Result<Setup, AppError> {
        if let Ok(Returned { draft, error }) = serde_json::from_str(&ask.form) {
            return returned(backend, draft, error).await;
        }
        let taken = taken_names(backend).await?;
        let blank = Draft::blank(&backend.settings, &suggestion("image-classification", &taken));
        let new =
            |draft: Draft, notice: Option<String>| Setup { baseline: blank.clone(), draft, source: None, notice, refused: None };
        if ask.example == "base" {
            let named = Draft { job_name: suggestion(example::NAME, &taken), ..blank.clone() };
            return Ok(match example::fill(named, &backend.settings) {
                Some(draft) => new(draft, None),
                None => {
                    new(blank.clone(), Some("This target has no sample data, so the example cannot be filled in.".to_owned()))
                }
            });
        }
        if !ask.from.is_empty() {
            let detail = match JobName::parse(ask.from.trim()) {
                Ok(name) => backend.jobs.describe(&name).await?,
                Err(_) => None,
            };
            return match detail {
                Some(detail) => from_job(backend, &blank, &detail, &taken).await,
                None => Ok(new(blank.clone(), Some(format!("There is no training job called \"{}\".", ask.from)))),
            };
        }
        if !ask.artifact.is_empty() {
            let Ok(artifact) = S3Uri::parse(ask.artifact.trim()) else {
                let notice =
                    format!("\"{}\" is no S3 location such as s3://my-bucket/output/my-job/output/model.tar.gz.", ask.artifact);
                return Ok(new(blank.clone(), Some(notice)));
            };
            return from_artifact(backend, &blank, &artifact, &taken).await;
        }
        Ok(new(blank.clone(), None))
    }

    /// What was typed, with all that is known about its source.
    async fn returned(backend: &Backend, draft: Draft, error: Option<AppError>) -> Result<Setup, AppError> {
        let baseline = Draft::blank(&backend.settings, &draft.job_name);
        let source = match draft.model_location().and_then(|uri| S3Uri::parse(&uri).ok()) {
            Some(uri) => Some(backend.jobs.source_model(&uri).await?),
            None => None,
        };
        Ok(Setup { draft, baseline, source, notice: None, refused: error })
    }

    async fn from_artifact(
        backend: &Backend,
        blank: &Draft,
        artifact: &S3Uri,
        taken: &BTreeSet<String>,
    ) -> Result<Setup, AppError> {
        let source = backend.jobs.source_model(artifact).await?;
        let job = source.job.as_ref().and_then(|job| JobName::parse(&job.name).ok());
        let detail = match job {
            Some(name) => backend.jobs.describe(&name).await?,
            None => None,
        };
        Ok(match detail {
            Some(detail) => inherited(blank, &detail, source, taken),
            None => {
                let mut draft = blank.clone();
                draft.adopt(&source);
                Setup { baseline: blank.clone(), draft, source: Some(source), notice: None, refused: None }
            }
        })
    }

    async fn from_job(
        backend: &Backend,
        blank: &Draft,
        detail: &TrainingJobDetail,
        taken: &BTreeSet<String>,
    ) -> Result<Setup, AppError> {
        let output = detail.request.output_data_config.as_ref().and_then(|output| output.s3_output_path.as_deref());
        let planned = || output.and_then(|path| S3Uri::parse(path).ok()).map(|path| path.model_artifact(&detail.summary.name));
        let known = detail.artifact.as_ref().and_then(|artifact| S3Uri::parse(&artifact.uri).ok());
        let Some(artifact) = known.or_else(planned) else {
            let notice = format!("It is not known where the training job \"{}\" stores its model.", detail.summary.name);
            return Ok(Setup {
                baseline: blank.clone(),
                draft: blank.clone(),
                source: None,
                notice: Some(notice),
                refused: None,
            });
        };
        Ok(inherited(blank, detail, backend.jobs.source_model(&artifact).await?, taken))
    }

    fn inherited(blank: &Draft, detail: &TrainingJobDetail, source: SourceModel, taken: &BTreeSet<String>) -> Setup {
        let next = JobName::parse(&detail.summary.name).ok().and_then(|name| names::free_from(name.next(), taken));
        let name = next.or_else(|| JobName::parse(&blank.job_name).ok());
        let mut draft = match name {
            Some(name) => Draft::from_source(blank, &detail.request, &source.artifact, &name),
            None => blank.clone(),
        };
        draft.adopt(&source);
        for channel in &mut draft.channels {
            channel.is_folded = true;
        }
        Setup { baseline: draft.clone(), draft, source: Some(source), notice: None, refused: None }
    }

    async fn taken_names(backend: &Backend) -> Result<BTreeSet<String>, AppError> {
        let (rows, _) = backend.jobs.list(0, KNOWN_NAMES).await?;
        Ok(rows.into_iter().map(|row| row.name).collect())
    }

    fn suggestion(stem: &str, taken: &BTreeSet<String>) -> String {
        names::first_free(stem, taken).map(|name| name.to_string()).unwrap_or_default()
    }
}
