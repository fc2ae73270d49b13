//! Forms that begin with an earlier job, or with its model.

use domain::{
    JobName, S3Uri,
    description::TrainingJobDetail,
    incremental::{MODEL_CHANNEL, SourceModel},
};

use super::{Start, facts::StartFacts};
use crate::{
    data::models::ModelDetail,
    job_form::{
        draft::Draft,
        import_report::ImportReport,
        job_names,
        provenance::{FilledFrom, Provenance},
    },
};

/// The settings of a job under a new name, its model channel included.
pub(super) fn copied(detail: &TrainingJobDetail, facts: &StartFacts) -> Start {
    let blank = facts.blank();
    let name = &detail.summary.name;
    let next = next_name(name, facts).map_or_else(|| blank.job_name.clone(), |next| next.to_string());
    let mut draft = Draft::with_settings_of(&blank, &detail.request, &next);
    fold(&mut draft);
    facts.fix_network(&mut draft);
    let report = ImportReport::of(name, &detail.request, &draft, &facts.settings.region);
    let bare = Draft::with_settings_of(&Draft::default(), &detail.request, &next);
    let provenance = Some(Provenance::filled_up(FilledFrom::Clone(name.clone()), &draft, &bare));
    let import_report = Some(report).filter(ImportReport::says_something);
    Start { source: facts.source.clone(), import_report, provenance, ..Start::new(draft.clone(), draft) }
}

/// A job from the model of a stopped one, with the epochs that remain and the learning rate that it had reached.
pub(super) fn continued(detail: &TrainingJobDetail, facts: &StartFacts) -> Start {
    let mut start = with_model_of(detail, facts);
    match facts.outcome.as_ref().map(|outcome| (&outcome.continuation, &outcome.obstacle)) {
        Some((Some(continuation), _)) => {
            for change in &continuation.changes {
                start.draft.hyperparameters.insert(change.name.clone(), change.value.clone().unwrap_or_default());
            }
        }
        Some((None, Some(obstacle))) => start.notice = Some(obstacle.clone()),
        _ => {}
    }
    start
}

/// A job from the model of another.
pub(super) fn with_model_of(detail: &TrainingJobDetail, facts: &StartFacts) -> Start {
    match &facts.source {
        Some(source) => inherited(detail, source, facts),
        None => Start::with_notice(
            facts.blank(),
            format!("It is not known where the training job \"{}\" stores its model.", detail.summary.name),
        ),
    }
}

/// A job from the archive at a location, with the settings of the job that made it where that is known.
pub(super) fn with_artifact(facts: &StartFacts) -> Start {
    let blank = facts.blank();
    match (&facts.source, &facts.job) {
        (Some(source), Some(detail)) => inherited(detail, source, facts),
        (Some(source), None) => {
            let mut draft = blank.clone();
            draft.adopt(source);
            Start { source: Some(source.clone()), ..Start::new(draft, blank) }
        }
        (None, _) => Start::new(blank.clone(), blank),
    }
}

fn inherited(detail: &TrainingJobDetail, source: &SourceModel, facts: &StartFacts) -> Start {
    let blank = facts.blank();
    let name = next_name(&detail.summary.name, facts).or_else(|| JobName::parse(&blank.job_name).ok());
    let mut draft = match name {
        Some(name) => Draft::from_source(&blank, &detail.request, &source.artifact, &name),
        None => blank,
    };
    draft.adopt(source);
    fold(&mut draft);
    // The job's own model channel gives way to its model.
    let mut request = detail.request.clone();
    if let Some(channels) = &mut request.input_data_config {
        channels.retain(|channel| channel.channel_name.as_deref() != Some(MODEL_CHANNEL));
    }
    let report = ImportReport::of(&detail.summary.name, &request, &draft, &facts.settings.region);
    let import_report = Some(report).filter(ImportReport::says_something);
    Start { source: Some(source.clone()), import_report, ..Start::new(draft.clone(), draft) }
}

/// Where a job stores its model, or will; `None` when that is not known.
pub(super) fn artifact(detail: &TrainingJobDetail) -> Option<S3Uri> {
    let output = detail.request.output_data_config.as_ref().and_then(|output| output.s3_output_path.as_deref());
    let planned = || output.and_then(|path| S3Uri::parse(path).ok()).map(|path| path.model_artifact(&detail.summary.name));
    let known = detail.artifact.as_ref().and_then(|artifact| S3Uri::parse(&artifact.uri).ok());
    known.or_else(planned)
}

/// Where a SageMaker model keeps its artifact; otherwise why a job cannot start from it.
pub(super) fn artifact_of_model(name: &str, model: Option<&ModelDetail>) -> Result<S3Uri, String> {
    let Some(model) = model else {
        return Err(format!("There is no model called \"{name}\". Create it from a job's artifact first."));
    };
    let primary = model.containers.first();
    if primary.is_some_and(|container| container.is_uncompressed) {
        return Err(format!("The model \"{name}\" is stored uncompressed; the built-in algorithms need a model.tar.gz."));
    }
    let artifact = primary.and_then(|container| S3Uri::parse(container.data.as_deref()?).ok());
    artifact.ok_or_else(|| format!("The model \"{name}\" names no artifact in S3 to start from."))
}

/// The next free name of a job's series.
fn next_name(name: &str, facts: &StartFacts) -> Option<JobName> {
    JobName::parse(name).ok().and_then(|name| job_names::free_from(name.next(), &facts.taken))
}

/// Folds the channels' cards: they are filled in.
fn fold(draft: &mut Draft) {
    for channel in &mut draft.channels {
        channel.is_folded = true;
    }
}
