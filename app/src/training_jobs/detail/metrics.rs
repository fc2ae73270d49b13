//! The tab with the curves.

use console::{
    job::scores::{last_values, measures_by_epoch},
    paths,
};
use domain::{Timestamp, description::TrainingJobDetail};
use leptos::prelude::*;

use super::{
    accuracies::Accuracies,
    curves,
    live::{LiveJob, with_job},
    warm_start::WarmStart,
};
use crate::{
    training_jobs::last_values::LastValuesCard,
    ui::{Alert, AlertKind, Card, Chart, ChartData, ChartTools, ChartView, EmptyState, Icon, IconName, LinkButton, RelativeTime},
};

/// Every metric of the job: scores and losses by epoch, metrics that the job defines by step, and the last value of each.
#[component]
pub fn MetricsTab() -> impl IntoView {
    with_job(|job| view! { <Metrics job=job /> })
}

#[component]
fn Metrics(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let by_epoch = Memo::new(move |_| job.job.with(measures_by_epoch));
    let defined =
        Memo::new(move |_| job.job.with(|job| job.defined_metrics.iter().map(|metric| metric.name.clone()).collect::<Vec<_>>()));
    let view = RwSignal::new(ChartView::default());
    let csv = Signal::derive(move || job.job.with(|job| paths::training_job_metrics_csv(&job.summary.key())));
    let is_empty = move || !by_epoch.get() && defined.with(Vec::is_empty);
    let tools = move || {
        (!is_empty()).then(|| {
            view! {
                <div class="toolbar">
                    <ChartTools view=view />
                    <LinkButton href=csv download=true>
                        <Icon name=IconName::Download />
                        "Download as CSV"
                    </LinkButton>
                </div>
            }
        })
    };
    let own = move || {
        let names = defined.get();
        (!names.is_empty()).then(|| {
            let cards = names.into_iter().map(|name| view! { <DefinedMetricCard job=job name=name view=view /> }).collect_view();
            view! { <div class="halves">{cards}</div> }
        })
    };
    view! {
        <WarmStart job=job />
        <Accuracies job=job.job />
        {tools}
        {move || by_epoch.get().then(|| view! { <MetricsByEpoch job=job view=view /> })}
        {own}
        <NoMetrics job=job.job />
        <LastValues job=job.job />
    }
}

/// The scores and the losses of a built-in algorithm.
#[component]
fn MetricsByEpoch(
    /// The job.
    job: LiveJob,
    /// How to look at the charts.
    view: RwSignal<ChartView>,
) -> impl IntoView {
    let scores = Memo::new(move |_| job.job.with(curves::scores));
    let losses = Memo::new(move |_| job.job.with(curves::losses));
    let (title, note) = job.job.with_untracked(|job| (curves::scores_title(job), curves::scores_note(job)));
    view! {
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

/// One metric that the job defines.
#[component]
fn DefinedMetricCard(
    /// The job.
    job: LiveJob,
    /// The metric.
    name: String,
    /// How to look at the chart.
    view: RwSignal<ChartView>,
) -> impl IntoView {
    let title = name.clone();
    // The metric stays as long as the page: values are only added.
    let data = Memo::new(move |before: Option<&ChartData>| {
        job.job.with(|job| curves::by_step(job, &name)).or_else(|| before.cloned()).unwrap_or_default()
    });
    let note = move || match data.with(|data| (data.last, data.series.first().map_or(0, |series| series.points.len()))) {
        (1, _) => "1 value, from the log.".to_owned(),
        (steps, drawn) if usize::try_from(steps).is_ok_and(|steps| steps > drawn) => {
            format!("{steps} values, from the log; {drawn} of them are drawn. The CSV has more.")
        }
        (steps, _) => format!("{steps} values, from the log, in the order of the lines."),
    };
    view! {
        <Card title=title>
            <Chart data=data view=view />
            <p class="muted chart-note">{note}</p>
        </Card>
    }
}

/// Why there is no curve.
#[component]
fn NoMetrics(
    /// The job.
    job: Signal<TrainingJobDetail>,
) -> impl IntoView {
    let found = Memo::new(move |_| {
        job.with(|job| {
            let definitions =
                job.request.algorithm_specification.as_ref().and_then(|algorithm| algorithm.metric_definitions.as_ref());
            let defines = definitions.is_some_and(|definitions| !definitions.is_empty());
            let is_empty = !measures_by_epoch(job) && job.defined_metrics.is_empty();
            (job.are_metrics_abandoned, is_empty, defines, job.summary.status.is_final())
        })
    });
    move || match found.get() {
        (true, ..) => {
            let title =
                "The curves of this job's metric definitions are not drawn: their regular expressions took too long on its log.";
            Some(view! { <Alert kind=AlertKind::Warning title=title /> }.into_any())
        }
        (false, true, defines, is_final) => {
            let text = match (defines, is_final) {
                (true, true) => "No line of the log matched a regular expression of the job's metric definitions.",
                (true, false) => "The first value appears when a line of the log matches a metric definition.",
                (false, _) => {
                    "This job has no metric definitions. With a regular expression for each metric, its values are read from the log."
                }
            };
            Some(
                view! {
                    <section class="container">
                        <EmptyState icon=IconName::NotFound title="No metrics" text=text />
                    </section>
                }
                .into_any(),
            )
        }
        (false, false, ..) => None,
    }
}

/// The last value of each metric, with the time where the service reports it.
#[component]
fn LastValues(
    /// The job.
    job: Signal<TrainingJobDetail>,
) -> impl IntoView {
    let rows = Memo::new(move |_| {
        job.with(|job| {
            let at = |name: &str| job.final_metrics.iter().find(|metric| metric.name == name).and_then(|metric| metric.at);
            last_values(job).into_iter().map(|(name, value)| (at(&name), name, value)).collect::<Vec<_>>()
        })
    });
    move || {
        let headings = view! {
            <th scope="col" class="number">
                "Value"
            </th>
            <th scope="col">"Reported by the service"</th>
        };
        let row = |(at, name, value): (Option<Timestamp>, String, f64)| {
            let at = at.map_or_else(|| "–".into_any(), |at| view! { <RelativeTime at=Signal::stored(at) /> }.into_any());
            let cells = view! {
                <td class="number">{value.to_string()}</td>
                <td class="nowrap">{at}</td>
            };
            (name, cells.into_any())
        };
        let rows = rows.get().into_iter().map(row).collect();
        view! { <LastValuesCard headings=headings.into_any() rows=rows /> }
    }
}
