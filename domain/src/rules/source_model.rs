//! The model that a job starts from: whether it is there, and the job that made it.

use super::{
    RuleCode, Violation, Violations,
    fix::{Fix, FixContext},
    rule::rules,
    subject::{Subject, uri},
};
use crate::{
    algorithm::Algorithm,
    check_context::Access,
    field::{ChannelField, Field},
    incremental::{MODEL_CHANNEL, SourceJob, SourceModel},
    job_status::TrainingJobStatus,
    wire::Channel,
};

rules! {
    SourceModelGone = "E-MODEL-GONE", Error, Guide, "No object at {uri}. The source job may have failed or been stopped before it saved anything.";
    // A warning: the console's credentials may lack what the role has.
    SourceModelDenied = "E-MODEL-DENIED", Warning, Guide, "{uri} cannot be read with the console's credentials. Make sure the execution role can read it.";
    SourceModelRegion = "E-MODEL-REGION", Error, Guide, "The model is in {bucket_region}, the job in {region}.";
    SourceModelPrefix = "W-MODEL-PREFIX", Warning, Guide, "S3Prefix also picks up {others}; they will be downloaded too.";
    SourceModelKmsKey = "W-MODEL-KMS", Warning, Guide, "The model is encrypted with {key}: the execution role needs kms:Decrypt on it.";
    SourceModelUncompressed = "E-MODEL-UNCOMP", Error, Guide, "Job \"{name}\" stored its model uncompressed; the built-in algorithms need a model.tar.gz.";
    SourceJobRunning = "E-MODEL-RUNNING", Error, Guide, "Job \"{name}\" has not finished; its model does not exist yet.";
    SourceJobStopped = "W-MODEL-STOPPED", Warning, Guide, "Job \"{name}\" was stopped: its model holds only what was saved until then.";
    SourceJobFailed = "W-MODEL-FAILED", Warning, Guide, "Job \"{name}\" failed; the stored model may be incomplete.";
    SourceModelAlgorithm = "E-MODEL-ALG", Error, Guide, "{new} can only start from a model made by {new}, not by {old}.",
        fix algorithm_of_model;
    SourceJobUnknown = "W-MODEL-UNKNOWN", Warning, Guide, "It is not known which job made this model, so the settings that must match cannot be compared.";
    SourceModelUnreadable = "E-MODEL-ARCHIVE", Error, Guide, "This model cannot be read: {reason} A training job cannot start from it; choose the model.tar.gz of an earlier job.";
    SourceModelContent = "E-MODEL-CONTENT", Error, Ours, "{algorithm} cannot start from this archive: {reason}";
    SourceModelUnreadableOwn = "W-MODEL-ARCHIVE", Warning, Ours, "This archive cannot be read: {reason} Your container may fail to unpack it.";
}

/// Checks the model behind the model channel, as far as it is known.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let (Some((index, channel)), Some(algorithm)) = (subject.model_channel(), subject.algorithm) else {
        return of_own_container(subject);
    };
    let field = Field::Channel(index, ChannelField::S3Uri);
    violations.extend(object(&field, uri(channel).unwrap_or_default(), subject));
    // One message about an object that cannot be used is enough.
    let is_unusable = violations.has_errors();
    if let Some(source) = subject.context.source_model {
        violations.extend(origin(&field, source, algorithm, is_unusable));
    }
    violations
}

/// Checks the archive that a container of one's own gets: it may hold what it likes, as long as it can be unpacked.
fn of_own_container(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let is_model = |(_, channel): &(u32, &Channel)| channel.channel_name.as_deref() == Some(MODEL_CHANNEL);
    let model = subject.channels().find(is_model).filter(|_| subject.algorithm.is_none());
    let reason = subject.context.source_model.and_then(|source| source.unreadable.as_deref());
    if let (Some((index, _)), Some(reason)) = (model, reason) {
        let field = Field::Channel(index, ChannelField::S3Uri);
        violations.push(RuleCode::SourceModelUnreadableOwn.violation(field, &[("reason", reason)]));
    }
    violations
}

/// Checks what is known about the artifact's location.
fn object(field: &Field, uri: &str, subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let Some(facts) = subject.context.location(uri) else { return violations };
    let elsewhere = facts.bucket_region.as_deref().filter(|region| *region != subject.region());
    let mut push = |code: RuleCode, values: &[(&str, &str)]| violations.push(code.violation(field.clone(), values));
    match (elsewhere, facts.access) {
        (Some(region), _) => push(RuleCode::SourceModelRegion, &[("bucket_region", region), ("region", subject.region())]),
        (None, Access::Empty | Access::NoBucket) => push(RuleCode::SourceModelGone, &[("uri", uri.trim())]),
        (None, Access::Denied) => push(RuleCode::SourceModelDenied, &[("uri", uri.trim())]),
        (None, Access::Found) => {}
    }
    if !facts.also_matched.is_empty() {
        push(RuleCode::SourceModelPrefix, &[("others", &facts.also_matched.join(", "))]);
    }
    if let Some(key) = &facts.kms_key {
        push(RuleCode::SourceModelKmsKey, &[("key", key)]);
    }
    violations
}

/// Checks what is known about the job that made the model.
fn origin(field: &Field, source: &SourceModel, algorithm: &Algorithm, is_unusable: bool) -> Violations {
    let mut violations = Violations::default();
    let is_gone = source.exists == Some(false) && !is_unusable;
    // An archive that lies there is judged by what is in it, whoever made it.
    let content = if is_gone || is_unusable { Violations::default() } else { content(field, source, algorithm) };
    let gone = || RuleCode::SourceModelGone.violation(field.clone(), &[("uri", &source.artifact)]);
    let Some(job) = &source.job else {
        if is_gone {
            violations.push(gone());
        } else if !is_unusable && source.archive.is_none() && source.unreadable.is_none() {
            violations.push(RuleCode::SourceJobUnknown.violation(field.clone(), &[]));
        }
        violations.extend(content);
        return violations;
    };
    let name = [("name", job.name.as_str())];
    let state = match job {
        SourceJob { status, .. } if !status.is_final() => Some(RuleCode::SourceJobRunning),
        SourceJob { uncompressed: true, .. } => Some(RuleCode::SourceModelUncompressed),
        _ if is_gone || is_unusable => None,
        SourceJob { status: TrainingJobStatus::Stopped, .. } => Some(RuleCode::SourceJobStopped),
        SourceJob { status: TrainingJobStatus::Failed, .. } => Some(RuleCode::SourceJobFailed),
        _ => None,
    };
    match state {
        Some(code) => violations.push(code.violation(field.clone(), &name)),
        None if is_gone => violations.push(gone()),
        None => {}
    }
    let made_by_another = algorithm_of(field, job.repository.as_deref(), algorithm);
    violations.extend(if made_by_another.has_errors() || state.is_some_and(is_about_no_object) {
        made_by_another
    } else {
        content
    });
    violations
}

/// Whether a message says that there is no archive to look into.
fn is_about_no_object(code: RuleCode) -> bool {
    matches!(code, RuleCode::SourceJobRunning | RuleCode::SourceModelUncompressed)
}

/// Checks what is in the archive.
fn content(field: &Field, source: &SourceModel, algorithm: &Algorithm) -> Violations {
    let mut violations = Violations::default();
    if let Some(reason) = &source.unreadable {
        violations.push(RuleCode::SourceModelUnreadable.violation(field.clone(), &[("reason", reason)]));
    } else if let Some(archive) = &source.archive {
        let of_another = algorithm_of(field, archive.repository(), algorithm);
        if of_another.has_errors() {
            violations.extend(of_another);
        } else if let Some(reason) = archive.obstacle(algorithm.repository) {
            let values = [("algorithm", algorithm.short_name), ("reason", reason)];
            violations.push(RuleCode::SourceModelContent.violation(field.clone(), &values));
        }
    }
    violations
}

/// Checks that the same algorithm made the model.
fn algorithm_of(field: &Field, repository: Option<&str>, algorithm: &Algorithm) -> Violations {
    let mut violations = Violations::default();
    if let Some(repository) = repository.filter(|repository| *repository != algorithm.repository) {
        let old = Algorithm::of_repository(repository).map_or(repository, |other| other.display);
        let violation = RuleCode::SourceModelAlgorithm.violation(field.clone(), &[("new", algorithm.display), ("old", old)]);
        // At the model, and at the algorithm: whoever changes one of them sees it there.
        violations.push(Violation { field: Field::Algorithm, value: Some(repository.to_owned()), ..violation.clone() });
        violations.push(violation);
    }
    violations
}

/// The algorithm that made the model.
fn algorithm_of_model(at: &FixContext<'_>) -> Option<Fix> {
    let made_by = Algorithm::of_repository(at.violation.value.as_deref()?)?;
    at.set(&format!("Choose {}", made_by.short_name), made_by.repository)
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        LocationFacts,
        incremental::ArchiveFacts,
        rules::testing::{Case, source_job, source_model},
        testing::training_job_request,
        wire::TrainingJobRequest,
    };

    pub(in super::super) fn cases() -> Vec<Case> {
        let request: TrainingJobRequest = serde_json::from_value(training_job_request()).expect("a request");
        let uri = request.model_location().expect("a model channel").to_owned();
        let at = |code| Case::new(code, "channel-2-s3-uri", &[]);
        let found = |code, facts| at(code).with_location(&uri, facts);
        let with_access = |access| LocationFacts { access, ..LocationFacts::default() };
        let from = |code, source| at(code).with_source_model(source);
        let unreadable = source_model(|source| {
            source.job = None;
            source.unreadable = Some("It is not compressed with gzip.".to_owned());
        });
        let pytorch = source_model(|source| {
            let obstacles = [("image-classification".to_owned(), vec!["There is no file with the parameters.".to_owned()])];
            source.archive = Some(ArchiveFacts { obstacles: obstacles.into(), ..ArchiveFacts::default() });
        });
        let image = json!("000000000000.dkr.ecr.us-west-2.amazonaws.com/own:1");
        let own_container = Case::new("W-MODEL-ARCHIVE", "channel-2-s3-uri", &[("/AlgorithmSpecification/TrainingImage", image)]);
        vec![
            found("E-MODEL-GONE", with_access(Access::Empty)),
            found("E-MODEL-DENIED", with_access(Access::Denied)),
            found("E-MODEL-REGION", LocationFacts { bucket_region: Some("eu-west-1".to_owned()), ..LocationFacts::default() }),
            found(
                "W-MODEL-PREFIX",
                LocationFacts { also_matched: vec!["model.tar.gz.bak".to_owned()], ..LocationFacts::default() },
            ),
            found("W-MODEL-KMS", LocationFacts { kms_key: Some("arn:aws:kms:…".to_owned()), ..LocationFacts::default() }),
            from("E-MODEL-GONE", source_model(|source| source.exists = Some(false))),
            from("E-MODEL-UNCOMP", source_job(|job| job.uncompressed = true)),
            from("E-MODEL-RUNNING", source_job(|job| job.status = TrainingJobStatus::InProgress)),
            from("E-MODEL-RUNNING", source_job(|job| job.status = TrainingJobStatus::Stopping)),
            from("W-MODEL-STOPPED", source_job(|job| job.status = TrainingJobStatus::Stopped)),
            from("W-MODEL-FAILED", source_job(|job| job.status = TrainingJobStatus::Failed)),
            from("E-MODEL-ALG", source_job(|job| job.repository = Some("object-detection".to_owned()))),
            from("W-MODEL-UNKNOWN", source_model(|source| source.job = None)),
            from("E-MODEL-ARCHIVE", unreadable.clone()),
            from("E-MODEL-CONTENT", pytorch),
            own_container.with_source_model(unreadable),
        ]
    }

    #[test]
    fn a_finished_job_of_the_same_shape_is_fine() {
        assert!(!Case::new("", "", &[]).with_source_model(source_model(|_| {})).check().has_errors());
    }
}
