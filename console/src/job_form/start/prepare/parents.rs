//! Forms that begin with an earlier job, or with its model.

use std::collections::BTreeSet;

use domain::{
    JobKey, JobName, S3Uri,
    description::TrainingJobDetail,
    incremental::{MODEL_CHANNEL, SourceModel},
};

use super::adopted;
use crate::{
    error::AppError,
    job_form::{
        draft::Draft,
        import_report::ImportReport,
        job_names,
        provenance::{FilledFrom, Provenance},
        start::Setup,
    },
    ports::Backend,
};

/// A job from the model of a stopped one, with the epochs that remain and the learning rate that it had reached.
pub(super) async fn continued(
    backend: &Backend,
    blank: &Draft,
    detail: &TrainingJobDetail,
    job: &JobKey,
    taken: &BTreeSet<String>,
) -> Result<Setup, AppError> {
    let mut setup = from_job(backend, blank, detail, taken).await?;
    let outcome = backend.history.stop_outcome(job).await?;
    match outcome.map(|outcome| (outcome.continuation, outcome.obstacle)) {
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
pub(super) async fn cloned(
    backend: &Backend,
    blank: &Draft,
    detail: &TrainingJobDetail,
    taken: &BTreeSet<String>,
) -> Result<Setup, AppError> {
    let name = &detail.summary.name;
    let next = JobName::parse(name).ok().and_then(|name| job_names::free_from(name.next(), taken));
    let next = next.map_or_else(|| blank.job_name.clone(), |next| next.to_string());
    let mut draft = Draft::with_settings_of(blank, &detail.request, &next);
    fold(&mut draft);
    let source = adopted(backend, &mut draft).await?;
    let import_report =
        Some(ImportReport::of(name, &detail.request, &draft, &backend.settings.region)).filter(ImportReport::says_something);
    let bare = Draft::with_settings_of(&Draft::default(), &detail.request, &next);
    let provenance = Some(Provenance::filled_up(FilledFrom::Clone(name.clone()), &draft, &bare));
    Ok(Setup { source, import_report, provenance, ..Setup::new(draft.clone(), draft) })
}

/// A job from the archive at a location, with the settings of the job that made it where that is known.
pub(super) async fn from_artifact(
    backend: &Backend,
    blank: &Draft,
    artifact: &S3Uri,
    taken: &BTreeSet<String>,
) -> Result<Setup, AppError> {
    let source = backend.jobs.source_model(artifact).await?;
    let job = source.job.as_ref().and_then(|job| JobName::parse(&job.name).ok());
    let detail = match job {
        Some(name) => backend.jobs.describe(&name.into()).await?,
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

/// A job from the model of another.
pub(super) async fn from_job(
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
    let next = JobName::parse(&detail.summary.name).ok().and_then(|name| job_names::free_from(name.next(), taken));
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
    let import_report =
        Some(ImportReport::of(&detail.summary.name, &request, &draft, region)).filter(ImportReport::says_something);
    Setup { source: Some(source), import_report, ..Setup::new(draft.clone(), draft) }
}

/// Where a SageMaker model keeps its artifact; otherwise why a job cannot start from it.
pub(super) async fn artifact_of_model(backend: &Backend, name: &str) -> Result<Result<S3Uri, String>, AppError> {
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

/// Folds the channels' cards: they are filled in.
fn fold(draft: &mut Draft) {
    for channel in &mut draft.channels {
        channel.is_folded = true;
    }
}
