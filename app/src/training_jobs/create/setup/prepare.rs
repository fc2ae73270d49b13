//! The server's part: one function for each way in.

use std::collections::BTreeSet;

use domain::{
    JobName, S3Uri,
    description::TrainingJobDetail,
    incremental::{MODEL_CHANNEL, SourceModel},
    paste::{self, Pasted},
};

use super::{
    super::{
        carry::{self, Carried},
        draft::Draft,
        example, names,
    },
    Ask, Returned, Setup,
};
use crate::{drafts::model::StoredForm, error::AppError, ports::Backend};

/// The newest jobs, whose names are not suggested again.
const KNOWN_NAMES: u32 = 500;

pub(super) async fn set_up(backend: &Backend, ask: &Ask) -> Result<Setup, AppError> {
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
            Some(draft) => new(draft, None),
            None => new(blank.clone(), Some("This target has no sample data, so the example cannot be filled in.".to_owned())),
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
    if !ask.continue_of.is_empty() {
        let missing = || format!("There is no training job called \"{}\".", ask.continue_of);
        let Ok(name) = JobName::parse(ask.continue_of.trim()) else { return Ok(new(blank.clone(), Some(missing()))) };
        return match backend.jobs.describe(&name).await? {
            Some(detail) => continued(backend, &blank, &detail, &name, &taken).await,
            None => Ok(new(blank.clone(), Some(missing()))),
        };
    }
    if !ask.clone_of.is_empty() {
        let detail = match JobName::parse(ask.clone_of.trim()) {
            Ok(name) => backend.jobs.describe(&name).await?,
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

/// Where a SageMaker model keeps its artifact; otherwise why a job cannot start from it.
async fn artifact_of_model(backend: &Backend, name: &str) -> Result<Result<S3Uri, String>, AppError> {
    let Some(model) = backend.models.describe(name).await? else {
        return Ok(Err(format!(
            "There is no model called \"{name}\". A model exists once it was created from a job's artifact."
        )));
    };
    let primary = model.containers.first();
    if primary.is_some_and(|container| container.is_uncompressed) {
        return Ok(Err(format!("The model \"{name}\" is stored uncompressed; the built-in algorithms need a model.tar.gz.")));
    }
    let artifact = primary.and_then(|container| S3Uri::parse(container.data.as_deref()?).ok());
    Ok(artifact.ok_or_else(|| format!("The model \"{name}\" names no artifact in S3 to start from.")))
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
    let StoredForm { draft, baseline } = serde_json::from_str(&form)
        .map_err(|error| AppError::Internal(format!("This draft cannot be read by this version of the console: {error}.")))?;
    let source = source_of(backend, &draft).await?;
    Ok(Setup { source, stored: Some(summary), ..Setup::new(draft, baseline) })
}

/// A job from the model of a stopped one, with the epochs that remain and the learning rate that it had reached.
async fn continued(
    backend: &Backend,
    blank: &Draft,
    detail: &TrainingJobDetail,
    name: &JobName,
    taken: &BTreeSet<String>,
) -> Result<Setup, AppError> {
    let mut setup = from_job(backend, blank, detail, taken).await?;
    let rest = backend.history.rest(name).await?;
    match rest.map(|rest| (rest.continuation, rest.obstacle)) {
        Some((Some(continuation), _)) => {
            for change in continuation.changes {
                setup.draft.hyperparameters.insert(change.name, change.value.unwrap_or_default());
            }
        }
        Some((None, Some(obstacle))) => setup.notice = Some(obstacle),
        _ => {}
    }
    Ok(setup)
}

/// The settings of a job under a new name, its model channel included.
async fn cloned(
    backend: &Backend,
    blank: &Draft,
    detail: &TrainingJobDetail,
    taken: &BTreeSet<String>,
) -> Result<Setup, AppError> {
    let name = &detail.summary.name;
    let next = JobName::parse(name).ok().and_then(|name| names::free_from(name.next(), taken));
    let next = next.map_or_else(|| blank.job_name.clone(), |next| next.to_string());
    let mut draft = carry::draft_of(blank, &detail.request, &next);
    fold(&mut draft);
    let source = adopted(backend, &mut draft).await?;
    let carried = Some(Carried::of(name, &detail.request, &draft, &backend.settings.region)).filter(Carried::says_something);
    Ok(Setup { source, carried, ..Setup::new(draft.clone(), draft) })
}

/// A request that was pasted; it keeps its own name unless that is taken.
async fn from_paste(backend: &Backend, blank: &Draft, pasted: Pasted, taken: &BTreeSet<String>) -> Result<Setup, AppError> {
    let own = pasted.request.training_job_name.clone().unwrap_or_default();
    let name = match JobName::parse(own.trim()) {
        Ok(name) if taken.contains(name.as_str()) => names::free_from(name.next(), taken).map(|next| next.to_string()),
        _ => None,
    };
    let name = name.unwrap_or_else(|| if own.is_empty() { blank.job_name.clone() } else { own });
    let mut draft = carry::draft_of(blank, &pasted.request, &name);
    let source = adopted(backend, &mut draft).await?;
    let mut carried = Carried::of("the pasted request", &pasted.request, &draft, &backend.settings.region);
    carried.notes.extend(pasted.notes);
    let carried = Some(carried).filter(Carried::says_something);
    Ok(Setup { source, carried, ..Setup::new(draft.clone(), draft) })
}

/// Folds the channels' cards: they are filled in.
fn fold(draft: &mut Draft) {
    for channel in &mut draft.channels {
        channel.is_folded = true;
    }
}

async fn from_artifact(backend: &Backend, blank: &Draft, artifact: &S3Uri, taken: &BTreeSet<String>) -> Result<Setup, AppError> {
    let source = backend.jobs.source_model(artifact).await?;
    let job = source.job.as_ref().and_then(|job| JobName::parse(&job.name).ok());
    let detail = match job {
        Some(name) => backend.jobs.describe(&name).await?,
        None => None,
    };
    Ok(match detail {
        Some(detail) => inherited(blank, &detail, source, taken, &backend.settings.region),
        None => {
            let mut draft = blank.clone();
            draft.adopt(&source);
            Setup { source: Some(source), ..Setup::new(draft, blank.clone()) }
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
        return Ok(Setup { notice: Some(notice), ..Setup::new(blank.clone(), blank.clone()) });
    };
    Ok(inherited(blank, detail, backend.jobs.source_model(&artifact).await?, taken, &backend.settings.region))
}

fn inherited(blank: &Draft, detail: &TrainingJobDetail, source: SourceModel, taken: &BTreeSet<String>, region: &str) -> Setup {
    let next = JobName::parse(&detail.summary.name).ok().and_then(|name| names::free_from(name.next(), taken));
    let name = next.or_else(|| JobName::parse(&blank.job_name).ok());
    let mut draft = match name {
        Some(name) => Draft::from_source(blank, &detail.request, &source.artifact, &name),
        None => blank.clone(),
    };
    draft.adopt(&source);
    fold(&mut draft);
    // The job's own model channel gives way to its model.
    let mut request = detail.request.clone();
    if let Some(channels) = &mut request.input_data_config {
        channels.retain(|channel| channel.channel_name.as_deref() != Some(MODEL_CHANNEL));
    }
    let carried = Some(Carried::of(&detail.summary.name, &request, &draft, region)).filter(Carried::says_something);
    Setup { source: Some(source), carried, ..Setup::new(draft.clone(), draft) }
}

async fn taken_names(backend: &Backend) -> Result<BTreeSet<String>, AppError> {
    let (rows, _) = backend.jobs.list(0, KNOWN_NAMES).await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

fn suggestion(stem: &str, taken: &BTreeSet<String>) -> String {
    names::first_free(stem, taken).map(|name| name.to_string()).unwrap_or_default()
}
