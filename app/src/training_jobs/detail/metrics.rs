//! The tab with the curves.

use leptos::prelude::*;

use super::{
    accuracies::Accuracies,
    curves,
    live::{LiveJob, with_job},
    warm_start::WarmStart,
};
use crate::{
    layout::Container,
    paths,
    ui::{Chart, ChartTools, ChartView, Icon, IconName, LinkButton},
};

/// Accuracy and loss, of training and validation.
#[component]
pub fn MetricsTab() -> impl IntoView {
    with_job(|job| view! { <Metrics job=job /> })
}

#[component]
fn Metrics(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let accuracy = Memo::new(move |_| job.job.with(curves::accuracy));
    let loss = Memo::new(move |_| job.job.with(curves::loss));
    let looked = RwSignal::new(ChartView::default());
    let csv = Signal::derive(move || job.job.with(|job| paths::training_job_metrics_csv(&job.summary.name)));
    view! {
        <WarmStart job=job />
        <Accuracies job=job.job />
        <div class="toolbar">
            <ChartTools view=looked />
            <LinkButton href=csv download=true>
                <Icon name=IconName::Download />
                "Download as CSV"
            </LinkButton>
        </div>
        <div class="halves">
            <Container title="Accuracy">
                <Chart data=accuracy looked=looked />
                <p class="muted chart-note">
                    "Share of images that are classified rightly, after each epoch. A smoothed curve is drawn over the measured one."
                </p>
            </Container>
            <Container title="Loss">
                <Chart data=loss looked=looked />
                <p class="muted chart-note">"Cross-entropy in nats, after each epoch; lower is better."</p>
            </Container>
        </div>
    }
}
