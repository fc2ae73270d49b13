//! The first tab: the curve, the end of the log, the line of models, the settings.

use console::{
    job::scores::{CountedBy, counted_by, measures_by_epoch, metric_name, points, score},
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
use crate::{
    trouble::UpdatedNote,
    ui::{Card, Chart},
};

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
    let updated = move || (!is_final.get()).then(|| view! { <UpdatedNote at=updated_at connected=job.connected /> });
    let has_parent = move || curve.with(|curve| !curve.bands.is_empty());
    let shaded = move || has_parent().then(|| view! { <span class="muted">"parent shaded"</span> });
    let logs = Signal::derive(move || job.job.with(|job| paths::training_job_tab(&job.summary.key(), "logs")));
    let title = job.job.with_untracked(|job| metric_name(score(job)));
    let by_step = job.job.with_untracked(|job| counted_by(job, score(job)) == CountedBy::Step);
    let note = move || {
        let words = if by_step {
            "The values that the job's metric definition found in the log."
        } else if has_parent() {
            "After each epoch of the parent, then of this job; each is measured on its own validation data."
        } else {
            "Measured on the validation data after each epoch."
        };
        view! { <p class="muted chart-note">{words}</p> }
    };
    let main = Memo::new(move |_| job.job.with(main_curve));
    let chart = move || match main.get() {
        MainCurve::Score => view! {
            <Card title=title beside=move || view! { {updated} } end=move || view! { {shaded} }>
                <WarmStart job=job />
                <Accuracies job=job.job />
                <Chart data=curve />
                {note}
            </Card>
        }
        .into_any(),
        MainCurve::Defined(name) => {
            let title = name.clone();
            let data = Memo::new(move |_| job.job.with(|job| curves::by_step(job, &name)).unwrap_or_default());
            let all = move || job.job.with(|job| paths::training_job_tab(&job.summary.key(), "metrics"));
            view! {
                <Card title=title beside=move || view! { {updated} } end=move || view! { <a href=all>"All metrics"</a> }>
                    <WarmStart job=job />
                    <Chart data=data />
                </Card>
            }
            .into_any()
        }
        MainCurve::None => view! {
            <Card title="Metrics" beside=move || view! { {updated} }>
                <WarmStart job=job />
                <p class="muted">"No metric was read from the log. The tab Metrics says why."</p>
            </Card>
        }
        .into_any(),
    };
    view! {
        <StopOutcomePanel job=job />
        <div class="overview-columns">
            {chart}
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

/// What the overview draws.
#[derive(Debug, Clone, PartialEq, Eq)]
enum MainCurve {
    /// The validation score.
    Score,
    /// A metric that the job defines: there is no score.
    Defined(String),
    /// Nothing.
    None,
}

/// The score where there is one; else the first metric that the job defines.
fn main_curve(job: &TrainingJobDetail) -> MainCurve {
    if measures_by_epoch(job) || !points(job, score(job)).is_empty() {
        return MainCurve::Score;
    }
    job.defined_metrics.first().map_or(MainCurve::None, |metric| MainCurve::Defined(metric.name.clone()))
}

/// The parent alone: the whole line is on the tab about lineage.
fn nearest(ancestors: &[TrainingJobDetail]) -> &[TrainingJobDetail] {
    ancestors.last().map(std::slice::from_ref).unwrap_or_default()
}
