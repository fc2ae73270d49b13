//! The first tab: the curve, the end of the log, the line of models, the settings.

use console::{
    job::scores::{metric_name, score},
    paths,
};
use domain::description::TrainingJobDetail;
use leptos::prelude::*;

use super::{
    accuracies::Accuracies,
    continuation::StopOutcomePanel,
    curves,
    lineage_strip::LineageStrip,
    live::{LiveJob, with_job},
    log::LogTail,
    settings::Settings,
    warm_start::WarmStart,
};
use crate::ui::{Card, Chart, RelativeTime};

/// Lines of the log that are shown beside the curve.
const LINES: usize = 18;

/// The most important facts about the job at a glance.
#[component]
pub fn OverviewTab() -> impl IntoView {
    with_job(|job| view! { <Overview job=job /> })
}

#[component]
fn Overview(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let curve =
        Memo::new(move |_| job.ancestors.with_value(|ancestors| job.job.with(|own| curves::stitched(nearest(ancestors), own))));
    let updated_at = Signal::derive(move || job.job.with(|job| job.updated_at));
    let is_final = Memo::new(move |_| job.job.with(|job| job.summary.status.is_final()));
    let updated = move || {
        (!is_final.get()).then(|| {
            view! {
                <span class="muted live-note" class:live=move || job.connected.get()>
                    <span>"updated " <RelativeTime at=updated_at /></span>
                </span>
            }
        })
    };
    let has_parent = move || curve.with(|curve| !curve.bands.is_empty());
    let shaded = move || has_parent().then(|| view! { <span class="muted">"parent shaded"</span> });
    let logs = Signal::derive(move || job.job.with(|job| paths::training_job_tab(&job.summary.key(), "logs")));
    let title = job.job.with_untracked(|job| metric_name(score(job)));
    let note = move || {
        let words = if has_parent() {
            "After each epoch of the parent, then of this job; each is measured on its own validation data."
        } else {
            "Measured on the validation data after each epoch."
        };
        view! { <p class="muted chart-note">{words}</p> }
    };
    view! {
        <StopOutcomePanel job=job />
        <div class="overview-columns">
            <Card title=title beside=move || view! { {updated} } end=move || view! { {shaded} }>
                <WarmStart job=job />
                <Accuracies job=job.job />
                <Chart data=curve />
                {note}
            </Card>
            <Card title="Log" end=move || view! { <a href=move || logs.get()>"All lines"</a> }>
                <LogTail tail=job.tail most=LINES has_ended=is_final />
            </Card>
        </div>
        <Card title="Lineage">
            <LineageStrip job=job />
        </Card>
        <Settings job=job />
    }
}

/// The parent alone: the whole line is on the tab about lineage.
fn nearest(ancestors: &[TrainingJobDetail]) -> &[TrainingJobDetail] {
    ancestors.last().map(std::slice::from_ref).unwrap_or_default()
}
