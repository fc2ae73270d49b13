//! Name, state, actions, timeline, and what went wrong.

use console::paths;
use domain::{Timestamp, description::TrainingJobDetail};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{
    actions::{ActionReasons, Actions},
    failure::{Failure, UnknownEnd},
    live::LiveJob,
    pending_reason::PendingReason,
    timeline::Timeline,
    warm_start::{ImprovementBanner, ParentBadge, use_improvement},
};
use crate::{
    training_jobs::status,
    trouble::Trouble,
    ui::{Badge, BadgeKind, PageHead, RelativeTime, StatusWord, Tab, Tabs},
};

/// The header of a job's page, above the tabs.
#[component]
pub fn JobHeader(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let detail = job.job;
    let name = Memo::new(move |_| detail.with(|job| job.summary.name.clone()));
    let trouble = Memo::new(move |_| detail.with(|job| job.trouble.clone()));
    // The page learns of the job at once; the bar above all pages must be told to ask.
    let bar = use_context::<Trouble>();
    Effect::new(move |before: Option<Option<String>>| {
        let now = trouble.get();
        if let Some(bar) = bar.filter(|_| before.is_some_and(|before| before != now)) {
            bar.ask_again();
        }
        now
    });
    let announced = Memo::new(move |_| {
        detail.with(|job| format!("{}: {}", job.summary.name, status::words(job.summary.status, &job.summary.secondary_status)))
    });
    let key = Memo::new(move |_| detail.with(|job| job.summary.key()));
    let path = use_location().pathname;
    let document_title = Signal::derive(move || {
        let path = path.get();
        let here = tabs(&key.get()).into_iter().skip(1).find(|tab| path.rsplit('/').next() == tab.href.rsplit('/').next());
        here.map_or_else(|| name.get(), |tab| format!("{} · {}", tab.words, name.get()))
    });
    let tabs = Signal::derive(move || tabs(&key.get()));
    let improvement = use_improvement(job);
    let is_worse = Signal::derive(move || improvement.with(|found| found.as_ref().is_some_and(|(_, found)| found.is_worse())));
    view! {
        <PageHead title=name document_title=document_title beside=move || view! { <JobState job=detail /> <ParentBadge job=job /> }>
            <Actions job=detail />
        </PageHead>
        <ActionReasons job=detail />
        <p class="visually-hidden" role="status">
            {move || announced.get()}
        </p>
        <Failure job=detail />
        <UnknownEnd job=detail />
        <ImprovementBanner found=improvement />
        <PendingReason job=detail />
        <Timeline job=detail is_worse=is_worse />
        <Tabs label="Parts of the job" tabs=tabs />
    }
}

#[component]
fn JobState(
    /// The job.
    job: Signal<TrainingJobDetail>,
) -> impl IntoView {
    let kind = Signal::derive(move || job.with(|job| status::kind(job.summary.status)));
    let words = Signal::derive(move || job.with(state_words));
    let relaunch_of = Memo::new(move |_| job.with(|job| job.relaunch_of.clone()));
    let relaunch = move |failed: String| {
        view! {
            <Badge>
                "relaunch of " <a href=paths::training_job(&failed)>{failed.clone()}</a>
            </Badge>
        }
    };
    let deleted_at = Memo::new(move |_| job.with(|job| job.summary.deleted_at));
    let is_superseded = Memo::new(move |_| job.with(|job| job.summary.superseded));
    let later = move || {
        let name = job.with(|job| job.summary.name.clone());
        view! {
            <Badge kind=BadgeKind::Warning>
                <a href=paths::training_job(&name)>"A later job has this name"</a>
            </Badge>
        }
    };
    let was_deleted = Memo::new(move |_| job.with(|job| job.was_deleted));
    // Whoever imported it, or deleted it with another client, did not have it deleted here.
    let deleted = move |at: Timestamp| {
        let words = move || if was_deleted.get() { "deleted " } else { "not at this target, noticed " };
        view! {
            <Badge kind=BadgeKind::Quiet>
                {words} <RelativeTime at=Signal::stored(at) />
            </Badge>
        }
    };
    view! {
        <StatusWord kind=kind words=words />
        {move || relaunch_of.get().map(relaunch)}
        {move || deleted_at.get().map(deleted)}
        {move || is_superseded.get().then(later)}
    }
}

/// `Training · epoch 3 of 4`; after its last batch `Training · validating epoch 3 of 4`
fn state_words(job: &TrainingJobDetail) -> String {
    let words = status::words(job.summary.status, &job.summary.secondary_status);
    match &job.progress {
        Some(progress) if words == "Training" && job.trained.is_some_and(|trained| trained.awaits_validation) => {
            format!("{words} · validating epoch {} of {}", progress.epochs_done, progress.epochs)
        }
        Some(progress) if words == "Training" => {
            let epoch = progress.epochs_done.saturating_add(1).min(progress.epochs);
            format!("{words} · epoch {epoch} of {}", progress.epochs)
        }
        _ => words,
    }
}

fn tabs(key: &str) -> Vec<Tab> {
    let tab = |words, tab| Tab { words, href: paths::training_job_tab(key, tab) };
    vec![
        tab("Overview", ""),
        tab("Metrics", "metrics"),
        tab("Predictions", "predictions"),
        tab("Logs", "logs"),
        tab("Lineage", "lineage"),
        tab("Artifact", "artifact"),
        tab("Request", "request"),
        tab("Events", "events"),
    ]
}
