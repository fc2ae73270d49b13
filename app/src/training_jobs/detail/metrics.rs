//! The tab with the curves.

use leptos::prelude::*;

use super::{
    curves,
    live::{LiveJob, with_job},
    warm_start,
};
use crate::{layout::Container, ui::Chart};

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
    let statement = Memo::new(move |_| job.job.with(warm_start::statement));
    view! {
        {move || statement.get().map(|statement| view! { <p class="warm-start">{statement}</p> })}
        <div class="halves">
            <Container title="Accuracy">
                <Chart data=accuracy />
                <p class="muted chart-note">"Share of images that are classified rightly, after each epoch."</p>
            </Container>
            <Container title="Loss">
                <Chart data=loss />
                <p class="muted chart-note">"Cross-entropy in nats, after each epoch; lower is better."</p>
            </Container>
        </div>
    }
}
