//! Whether the job really started from its parent's model, with the evidence.

use std::time::Duration;

use console::{
    format,
    job::{
        archives::both_archives,
        improvement::{improvement, sentence},
        scores::{metric_name, reached, score},
    },
};
use domain::{
    description::TrainingJobDetail,
    improvement::Improvement,
    job_status::ModelPresence,
    warm_start::{Evidence, Proof, Verdict},
};
use leptos::prelude::*;

use super::live::LiveJob;
use crate::{
    client_resource::ClientResource,
    training_jobs::{api::warm_start_proof, list::row::ParentLink},
    ui::{Alert, AlertKind, Badge, BadgeKind, Icon, IconName},
};

/// The pause before the server is asked again how far the archives are read; it waits a while itself.
const PAUSE: Duration = Duration::from_millis(400);

/// The verdict with its numbers; nothing for a job that was given no model.
#[component]
pub fn WarmStart(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    // The measurements are known at once; the archives are read in the background, and only where no digest tells which
    // model was loaded.
    let ended_job =
        move || job.job.with(|job| both_archives(job).filter(|_| job.loaded_digest.is_none()).map(|_| job.summary.key()));
    let read = ClientResource::new(ended_job, warm_start_proof);
    Effect::new(move |_| {
        let found = read.get().and_then(|read| read.ok()??.proof.evidence.distance);
        if found.is_some() {
            job.distance.set(found);
        }
    });
    let reading = Memo::new(move |_| read.get()?.ok()??.reading);
    Effect::new(move |_| {
        // Each answer counts, even one that equals the previous one.
        if matches!(read.get(), Some(Ok(Some(found))) if found.reading.is_some())
            && let Ok(handle) = set_timeout_with_handle(move || read.refetch(), PAUSE)
        {
            on_cleanup(move || handle.clear());
        }
    });
    let proof = Memo::new(move |_| proof_now(job));
    let progress = move || {
        let (read, size) = reading.get()?;
        let percent = read.saturating_mul(100).checked_div(size).unwrap_or_default().min(100);
        Some(view! { <p class="muted" role="status">{format!("Comparing the weights with the parent's: {percent} %")}</p> })
    };
    let ended = Memo::new(move |_| job.job.with(ended));
    // The verdict itself is the badge of the header.
    move || {
        proof.get().map(|proof| {
            // Of a job that did as it was told, the evidence interests few; what speaks against it is in plain sight.
            let (shown, folded) = if proof.verdict == Verdict::Continued {
                let evidence = view! { <details><summary>"Details"</summary><p>{proof.reason}</p></details> };
                (None, Some(evidence))
            } else {
                (Some(proof.reason), None)
            };
            view! {
                <div class="warm-start">
                    <p>{shown} " " {move || ended.get()}</p>
                    {folded}
                    {progress}
                </div>
            }
        })
    }
}

/// Where the first weights came from, with an icon that tells whether the job really started from there; nothing for a job that
/// was given no model.
#[component]
pub fn ParentBadge(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let parent = Memo::new(move |_| job.job.with(|job| job.summary.parent.clone()));
    let verdict = Memo::new(move |_| proof_now(job).map(|proof| (proof.verdict, words(&proof))));
    move || {
        let (parent, (verdict, words)) = parent.get().zip(verdict.get())?;
        let (kind, icon) = look(verdict);
        Some(view! {
            <Badge kind=kind>
                <span class="parent-badge" title=words.clone()>
                    <Icon name=icon />
                    <span class="visually-hidden">{format!("{words}: ")}</span>
                    <span>"from " <ParentLink parent=parent /></span>
                </span>
            </Badge>
        })
    }
}

/// Whether an ended job made the model better that it started from, with the sentence about it; `None` for a job that was given no
/// model.
pub fn use_improvement(job: LiveJob) -> Memo<Option<(String, Improvement)>> {
    Memo::new(move |_| {
        job.ancestors.with_value(|ancestors| {
            job.job.with(|own| {
                let found = own.summary.status.is_final().then(|| improvement(own, ancestors.last())).flatten()?;
                let kept = ancestors
                    .last()
                    .filter(|parent| parent.model_presence() == ModelPresence::There)
                    .map(|parent| parent.summary.name.as_str());
                Some((sentence(&found, kept), found))
            })
        })
    })
}

/// The first thing that the page of an ended job says: what [`use_improvement`] found.
#[component]
pub fn ImprovementBanner(
    /// What was found.
    found: Memo<Option<(String, Improvement)>>,
) -> impl IntoView {
    move || {
        found.get().map(|(sentence, found)| {
            let kind = match found {
                Improvement::Better(_) => AlertKind::Success,
                Improvement::Equal(_) | Improvement::NotComparable(_) => AlertKind::Info,
                Improvement::Worse(_) => AlertKind::Warning,
            };
            view! { <Alert kind=kind title=sentence /> }
        })
    }
}

fn look(verdict: Verdict) -> (BadgeKind, IconName) {
    match verdict {
        Verdict::Continued => (BadgeKind::Inherited, IconName::Success),
        Verdict::NotContinued => (BadgeKind::Warning, IconName::Warning),
        Verdict::NotKnown => (BadgeKind::Quiet, IconName::Help),
        Verdict::NotYet => (BadgeKind::Quiet, IconName::Waiting),
    }
}

fn words(proof: &Proof) -> String {
    let parent = &proof.parent;
    match proof.verdict {
        Verdict::Continued => format!("started from {parent}"),
        Verdict::NotContinued => format!("did not start from {parent}"),
        Verdict::NotKnown => format!("not known whether it started from {parent}"),
        Verdict::NotYet => format!("given the model of {parent}; nothing was measured"),
    }
}

/// The proof from all that the page knows, tracked.
fn proof_now(job: LiveJob) -> Option<Proof> {
    let measured = job.ancestors.with_value(|ancestors| job.job.with(|own| proof(ancestors.last(), own)))?;
    Some(match job.distance.get() {
        Some(distance) => measured.with_distance(distance),
        None => measured,
    })
}

/// The proof from what is known so far: it follows the job while it trains.
pub fn proof(parent: Option<&TrainingJobDetail>, job: &TrainingJobDetail) -> Option<Proof> {
    Some(Evidence::of(job, parent).judge(job.summary.parent.as_ref()?.name()))
}

/// `Validation accuracy 0.555 → 0.952 on this job's validation data; best 0.960 after epoch 1.` Where the loaded model was not
/// measured: `Ended at 0.952; best 0.960 after epoch 1.`
fn ended(job: &TrainingJobDetail) -> Option<String> {
    let reached = reached(job);
    let ((last_epoch, last), (best_epoch, best)) = reached.last.zip(reached.best)?;
    if let Some(start) = reached.start {
        let scores = format!("{} → {}", format::accuracy(start), format::accuracy(last));
        let best = format::accuracy(best);
        let best = if best_epoch == last_epoch { String::new() } else { format!("; best {best} after epoch {best_epoch}") };
        return Some(format!("{} {scores} on this job's validation data{best}.", metric_name(score(job))));
    }
    let verb = if job.summary.status.is_final() { "Ended at" } else { "Now at" };
    Some(if best_epoch == last_epoch {
        format!("{verb} {}, its best.", format::accuracy(last))
    } else {
        format!("{verb} {}; best {} after epoch {best_epoch}.", format::accuracy(last), format::accuracy(best))
    })
}

#[cfg(test)]
mod tests {
    use domain::{
        Timestamp,
        description::{Metric, MetricPoint, Parent, TrainingJobSummary},
        job_status::TrainingJobStatus,
    };

    use super::*;

    fn job(status: TrainingJobStatus, values: &[(u32, f64)]) -> TrainingJobDetail {
        let point = |(epoch, value): &(u32, f64)| MetricPoint {
            metric: Metric::ValidationAccuracy,
            epoch: *epoch,
            value: *value,
            at: Timestamp::UNIX_EPOCH,
        };
        let mut job = TrainingJobDetail {
            summary: TrainingJobSummary {
                status,
                parent: Some(Parent {
                    job: Some("digits-base-1".to_owned()),
                    record: None,
                    is_superseded: false,
                    artifact: "s3://bucket/model.tar.gz".to_owned(),
                }),
                ..TrainingJobSummary::default()
            },
            metrics: values.iter().map(point).collect(),
            ..TrainingJobDetail::default()
        };
        job.request.hyper_parameters = Some([("num_classes".to_owned(), "10".to_owned())].into());
        job
    }

    #[test]
    fn the_verdict_follows_what_is_measured() {
        let words = |values: &[(u32, f64)]| proof(None, &job(TrainingJobStatus::InProgress, values)).map(|proof| words(&proof));
        assert_eq!(words(&[]).as_deref(), Some("given the model of digits-base-1; nothing was measured"));
        assert_eq!(words(&[(0, 0.53)]).as_deref(), Some("not known whether it started from digits-base-1"));
        let mut alone = job(TrainingJobStatus::Completed, &[(1, 0.9)]);
        alone.summary.parent = None;
        assert_eq!(proof(None, &alone), None);
    }

    #[test]
    fn the_end_is_told_with_the_best_epoch() {
        assert_eq!(
            ended(&job(TrainingJobStatus::Completed, &[(0, 0.53), (1, 0.96), (2, 0.952)])).as_deref(),
            Some("Validation accuracy 0.530 → 0.952 on this job's validation data; best 0.960 after epoch 1.")
        );
        assert_eq!(
            ended(&job(TrainingJobStatus::Completed, &[(1, 0.96), (2, 0.952)])).as_deref(),
            Some("Ended at 0.952; best 0.960 after epoch 1.")
        );
        assert_eq!(ended(&job(TrainingJobStatus::InProgress, &[(1, 0.9)])).as_deref(), Some("Now at 0.900, its best."));
        assert_eq!(ended(&job(TrainingJobStatus::InProgress, &[])), None);
    }
}
