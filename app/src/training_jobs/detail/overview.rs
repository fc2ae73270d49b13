//! The first tab: the curve, the end of the log, the line of models, the settings.

use leptos::prelude::*;

use super::{
    curves,
    lineage::Line,
    live::{LiveJob, with_job},
    log::LogTail,
    settings::Settings,
    warm_start,
};
use crate::{
    layout::Container,
    paths,
    ui::{Chart, RelativeTime},
};

/// Lines of the log that are shown beside the curve.
const LINES: usize = 18;

/// What a glance at the job should tell.
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
        Memo::new(move |_| job.ancestors.with_value(|ancestors| job.job.with(|own| curves::relay(ancestors.last(), own))));
    let statement = Memo::new(move |_| job.job.with(warm_start::statement));
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
    let shaded = move || curve.with(|curve| curve.shade.is_some()).then(|| view! { <span class="muted">"parent shaded"</span> });
    let logs = Signal::derive(move || job.job.with(|job| paths::training_job_tab(&job.summary.name, "logs")));
    let note = move || {
        let words = if curve.with(|curve| curve.shade.is_some()) {
            "After each epoch of the parent, then of this job; each is measured on its own validation data."
        } else {
            "Share of the validation images that are classified rightly, after each epoch."
        };
        view! { <p class="muted chart-note">{words}</p> }
    };
    view! {
        <div class="overview-columns">
            <Container title="Validation accuracy" beside=move || view! { {updated} } end=move || view! { {shaded} }>
                {move || statement.get().map(|statement| view! { <p class="warm-start">{statement}</p> })}
                <Chart data=curve />
                {note}
            </Container>
            <Container title="Log" end=move || view! { <a href=move || logs.get()>"All lines"</a> }>
                <LogTail tail=job.tail most=LINES />
            </Container>
        </div>
        <Container title="Lineage">
            <Line job=job />
        </Container>
        <Settings job=job />
    }
}
