//! The tab with the curves.

use console::paths;
use leptos::prelude::*;

use super::{
    accuracies::Accuracies,
    curves,
    live::{LiveJob, with_job},
    warm_start::WarmStart,
};
use crate::ui::{Card, Chart, ChartTools, ChartView, Icon, IconName, LinkButton};

/// Scores and losses, of training and validation.
#[component]
pub fn MetricsTab() -> impl IntoView {
    with_job(|job| view! { <Metrics job=job /> })
}

#[component]
fn Metrics(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let scores = Memo::new(move |_| job.job.with(curves::scores));
    let losses = Memo::new(move |_| job.job.with(curves::losses));
    let (title, note) = job.job.with_untracked(|job| (curves::scores_title(job), curves::scores_note(job)));
    let view = RwSignal::new(ChartView::default());
    let csv = Signal::derive(move || job.job.with(|job| paths::training_job_metrics_csv(&job.summary.key())));
    view! {
        <WarmStart job=job />
        <Accuracies job=job.job />
        <div class="toolbar">
            <ChartTools view=view />
            <LinkButton href=csv download=true>
                <Icon name=IconName::Download />
                "Download as CSV"
            </LinkButton>
        </div>
        <div class="halves">
            <Card title=title>
                <Chart data=scores view=view />
                <p class="muted chart-note">{note}</p>
            </Card>
            <Card title="Loss">
                <Chart data=losses view=view />
                <p class="muted chart-note">"The last value of each epoch; lower is better. Cross-entropy is in nats."</p>
            </Card>
        </div>
    }
}
