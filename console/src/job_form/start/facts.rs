//! The facts that the console must know before the form can start.

use std::collections::BTreeSet;

use domain::{EngineImages, S3Uri, algorithm::Algorithm, description::TrainingJobDetail, incremental::SourceModel, paste};

use super::{ModelSource, StartFrom, from_job};
use crate::{
    data::{ConsoleSettings, drafts::DraftSummary, history::StopOutcome, models::ModelDetail},
    job_form::{draft::Draft, job_names, stored_form::StoredForm},
};

/// The facts; what a start does not need stays empty.
#[derive(Debug, Clone)]
pub struct StartFacts {
    /// The target, and the defaults that follow from it.
    pub settings: ConsoleSettings,
    /// Names of the newest jobs, which are not suggested again.
    pub taken: BTreeSet<String>,
    /// The job to start from, or the one that made the model to start from.
    pub job: Option<TrainingJobDetail>,
    /// What that job left when it was stopped.
    pub outcome: Option<StopOutcome>,
    /// The SageMaker model to start from.
    pub model: Option<ModelDetail>,
    /// The draft to go on with.
    pub stored: Option<(DraftSummary, StoredForm)>,
    /// What is known about the archive to start from.
    pub source: Option<SourceModel>,
    /// What the target runs, where it is the local engine.
    pub engine_images: Option<EngineImages>,
    /// The id under which the form is saved first.
    pub draft_id: String,
    /// The draft that was saved last.
    pub last_draft: Option<DraftSummary>,
}

impl StartFacts {
    /// Nothing is known but the target.
    pub fn new(settings: ConsoleSettings) -> Self {
        Self {
            settings,
            taken: BTreeSet::new(),
            job: None,
            outcome: None,
            model: None,
            stored: None,
            source: None,
            engine_images: None,
            draft_id: String::new(),
            last_draft: None,
        }
    }

    /// The form with the defaults of the target and a name that is free.
    pub fn blank(&self) -> Draft {
        Draft::blank(&self.settings, &self.first_free_name(Algorithm::DEFAULT.repository))
    }

    /// The first free name of a series; empty where the stem makes no name.
    pub fn first_free_name(&self, stem: &str) -> String {
        job_names::first_free(stem, &self.taken).map(|name| name.to_string()).unwrap_or_default()
    }

    /// Fills in the values that the model fixes, where the form starts from the model that is known.
    pub fn fix_network(&self, draft: &mut Draft) {
        if let Some(source) = self.source.as_ref().filter(|source| source.artifact == draft.source.trim()) {
            draft.adopt(source);
        }
    }

    /// Location of the archive that the form will start from, where it is known.
    pub fn model_location(&self, from: &StartFrom) -> Option<S3Uri> {
        let of_draft = |draft: &Draft| draft.model_location().and_then(|uri| S3Uri::parse(&uri).ok());
        let of_request = |request| of_draft(&Draft::with_settings_of(&self.blank(), request, ""));
        match from {
            StartFrom::Blank | StartFrom::Example(_) => None,
            StartFrom::Copy(_) => of_request(&self.job.as_ref()?.request),
            StartFrom::Continue(_) | StartFrom::Model(ModelSource::Job(_)) => from_job::artifact(self.job.as_ref()?),
            StartFrom::Model(ModelSource::Name(name)) => from_job::artifact_of_model(name, self.model.as_ref()).ok(),
            StartFrom::Model(ModelSource::Artifact(uri)) => Some(uri.clone()),
            StartFrom::Draft(_) => of_draft(&self.stored.as_ref()?.1.draft),
            StartFrom::Paste(text) => of_request(&paste::read(text).ok()?.request),
            StartFrom::Returned(form) => of_draft(&form.draft),
        }
    }
}

#[cfg(feature = "ports")]
pub use gathering::gather;

#[cfg(feature = "ports")]
mod gathering {
    use std::collections::BTreeSet;

    use domain::JobName;

    use super::{ModelSource, StartFacts, StartFrom};
    use crate::{error::AppError, ports::Backend, source_model};

    /// Names of jobs that are not suggested again: those of the newest jobs.
    const KNOWN_NAMES: u32 = 500;

    /// Asks for everything that a start needs.
    ///
    /// # Errors
    /// Those of the target, when it has to be asked about a job or a model; [`AppError::Internal`] for a draft that this
    /// version cannot read.
    pub async fn gather(backend: &Backend, from: &StartFrom) -> Result<StartFacts, AppError> {
        let mut facts = StartFacts::new((*backend.settings).clone());
        facts.engine_images = backend.sources.engine_images().await;
        facts.draft_id = backend.drafts.new_id().await?;
        match from {
            StartFrom::Draft(id) => {
                if let Some((summary, form)) = backend.drafts.find(id).await? {
                    let form = serde_json::from_str(&form).map_err(|error| {
                        AppError::Internal(format!("This draft cannot be read by this version of the console: {error}."))
                    })?;
                    facts.stored = Some((summary, form));
                }
            }
            StartFrom::Copy(job) | StartFrom::Continue(job) | StartFrom::Model(ModelSource::Job(job)) => {
                facts.job = backend.jobs.describe(job).await?;
            }
            StartFrom::Model(ModelSource::Name(name)) => facts.model = backend.models.describe(name).await?,
            StartFrom::Blank => {
                let (newest, _) = backend.drafts.list("", 0, 1).await?;
                facts.last_draft = newest.into_iter().next().map(|draft| draft.summary);
            }
            StartFrom::Example(_) | StartFrom::Model(ModelSource::Artifact(_)) | StartFrom::Paste(_) | StartFrom::Returned(_) => {
            }
        }
        // A form that somebody filled in has its name.
        if facts.stored.is_none() && !matches!(from, StartFrom::Returned(_)) {
            facts.taken = taken_names(backend).await?;
        }
        if let Some(location) = facts.model_location(from) {
            let source = source_model::describe(backend, &location).await?;
            if matches!(from, StartFrom::Model(ModelSource::Name(_) | ModelSource::Artifact(_))) {
                let maker = source.job.as_ref().and_then(|job| JobName::parse(&job.name).ok());
                facts.job = match maker {
                    Some(name) => backend.jobs.describe(&name.into()).await?,
                    None => None,
                };
            }
            facts.source = Some(source);
        }
        if let (StartFrom::Continue(job), Some(_)) = (from, &facts.job) {
            facts.outcome = backend.history.stop_outcome(job).await?;
        }
        Ok(facts)
    }

    async fn taken_names(backend: &Backend) -> Result<BTreeSet<String>, AppError> {
        let (rows, _) = backend.jobs.list(0, KNOWN_NAMES).await?;
        Ok(rows.into_iter().map(|row| row.name).collect())
    }
}
