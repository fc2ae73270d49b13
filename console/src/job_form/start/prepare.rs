//! The server's part: one function for each way in.

mod parents;

use std::collections::BTreeSet;

use domain::{
    JobKey, JobName, S3Uri,
    incremental::SourceModel,
    paste::{self, Pasted},
};

use super::{Ask, Returned, Setup};
use crate::{
    error::AppError,
    job_form::{
        draft::Draft,
        example,
        import_report::ImportReport,
        job_names,
        provenance::{FilledFrom, Provenance},
        stored_form::StoredForm,
    },
    ports::Backend,
};
use parents::{artifact_of_model, cloned, continued, from_artifact, from_job};

/// The newest jobs, whose names are not suggested again.
const KNOWN_NAMES: u32 = 500;

/// Prepares the form.
///
/// # Errors
/// Those of the target, when it has to be asked about a job or a model.
pub async fn set_up(backend: &Backend, ask: &Ask) -> Result<Setup, AppError> {
    if let Ok(Returned { draft, error }) = serde_json::from_str(&ask.form) {
        return returned(backend, draft, error).await;
    }
    if !ask.draft.is_empty() {
        return from_draft(backend, &ask.draft).await;
    }
    let taken = taken_names(backend).await?;
    let blank = Draft::blank(&backend.settings, &suggestion("image-classification", &taken));
    let new = |draft: Draft, notice: Option<String>| Setup { notice, ..Setup::new(draft, blank.clone()) };
    if ask.example == "base" {
        let named = Draft { job_name: suggestion(example::NAME, &taken), ..blank.clone() };
        return Ok(match example::fill(named, &backend.settings) {
            Some(draft) => Setup { provenance: Some(Provenance::new(FilledFrom::Example)), ..new(draft, None) },
            None => new(blank.clone(), Some("This target has no sample data, so the example cannot be filled in.".to_owned())),
        });
    }
    if !ask.from.is_empty() {
        let detail = match JobKey::parse(ask.from.trim()) {
            Ok(job) => backend.jobs.describe(&job).await?,
            Err(_) => None,
        };
        return match detail {
            Some(detail) => from_job(backend, &blank, &detail, &taken).await,
            None => Ok(new(blank.clone(), Some(format!("There is no training job called \"{}\".", ask.from)))),
        };
    }
    if !ask.continue_of.is_empty() {
        let missing = || format!("There is no training job called \"{}\".", ask.continue_of);
        let Ok(job) = JobKey::parse(ask.continue_of.trim()) else { return Ok(new(blank.clone(), Some(missing()))) };
        return match backend.jobs.describe(&job).await? {
            Some(detail) => continued(backend, &blank, &detail, &job, &taken).await,
            None => Ok(new(blank.clone(), Some(missing()))),
        };
    }
    if !ask.clone_of.is_empty() {
        let detail = match JobKey::parse(ask.clone_of.trim()) {
            Ok(job) => backend.jobs.describe(&job).await?,
            Err(_) => None,
        };
        return match detail {
            Some(detail) => cloned(backend, &blank, &detail, &taken).await,
            None => Ok(new(blank.clone(), Some(format!("There is no training job called \"{}\".", ask.clone_of)))),
        };
    }
    if !ask.paste.trim().is_empty() {
        return match paste::read(&ask.paste) {
            Ok(pasted) => from_paste(backend, &blank, pasted, &taken).await,
            Err(error) => Ok(new(blank.clone(), Some(error.to_string()))),
        };
    }
    if !ask.model.trim().is_empty() {
        return match artifact_of_model(backend, ask.model.trim()).await? {
            Ok(artifact) => from_artifact(backend, &blank, &artifact, &taken).await,
            Err(notice) => Ok(new(blank.clone(), Some(notice))),
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
    let source = source_of(backend, &draft).await?;
    Ok(Setup { source, refused: error, ..Setup::new(draft, baseline) })
}

/// What is known about the model that a form starts from.
async fn source_of(backend: &Backend, draft: &Draft) -> Result<Option<SourceModel>, AppError> {
    match draft.model_location().and_then(|uri| S3Uri::parse(&uri).ok()) {
        Some(uri) => backend.jobs.source_model(&uri).await.map(Some),
        None => Ok(None),
    }
}

/// The same, with the values that the model fixes in the form.
async fn adopted(backend: &Backend, draft: &mut Draft) -> Result<Option<SourceModel>, AppError> {
    let source = source_of(backend, draft).await?;
    if let Some(source) = source.as_ref().filter(|source| source.artifact == draft.source.trim()) {
        draft.adopt(source);
    }
    Ok(source)
}

/// The form as it was kept.
async fn from_draft(backend: &Backend, id: &str) -> Result<Setup, AppError> {
    let Some((summary, form)) = backend.drafts.find(id).await? else {
        let taken = taken_names(backend).await?;
        let blank = Draft::blank(&backend.settings, &suggestion("image-classification", &taken));
        let notice = "There is no such draft: it was deleted, or its job was created.".to_owned();
        return Ok(Setup { notice: Some(notice), ..Setup::new(blank.clone(), blank) });
    };
    let StoredForm { draft, baseline, provenance, refused } = serde_json::from_str(&form)
        .map_err(|error| AppError::Internal(format!("This draft cannot be read by this version of the console: {error}.")))?;
    let source = source_of(backend, &draft).await?;
    Ok(Setup { source, refused, provenance, stored: Some(summary), ..Setup::new(draft, baseline) })
}

/// A request that was pasted; it keeps its own name unless that is taken.
async fn from_paste(backend: &Backend, blank: &Draft, pasted: Pasted, taken: &BTreeSet<String>) -> Result<Setup, AppError> {
    let own = pasted.request.training_job_name.clone().unwrap_or_default();
    let name = match JobName::parse(own.trim()) {
        Ok(name) if taken.contains(name.as_str()) => job_names::free_from(name.next(), taken).map(|next| next.to_string()),
        _ => None,
    };
    let name = name.unwrap_or_else(|| if own.is_empty() { blank.job_name.clone() } else { own });
    let mut draft = Draft::with_settings_of(blank, &pasted.request, &name);
    let source = adopted(backend, &mut draft).await?;
    let mut import_report = ImportReport::of("the pasted request", &pasted.request, &draft, &backend.settings.region);
    import_report.notes = pasted.notes_in(&backend.settings.region);
    import_report.strange = pasted.strange;
    let import_report = Some(import_report).filter(ImportReport::says_something);
    let provenance = Some(Provenance::filled_up(
        FilledFrom::Paste,
        &draft,
        &Draft::with_settings_of(&Draft::default(), &pasted.request, &name),
    ));
    Ok(Setup { source, import_report, provenance, ..Setup::new(draft.clone(), draft) })
}

async fn taken_names(backend: &Backend) -> Result<BTreeSet<String>, AppError> {
    let (rows, _) = backend.jobs.list(0, KNOWN_NAMES).await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

fn suggestion(stem: &str, taken: &BTreeSet<String>) -> String {
    job_names::first_free(stem, taken).map(|name| name.to_string()).unwrap_or_default()
}
