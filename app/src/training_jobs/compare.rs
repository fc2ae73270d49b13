//! Jobs side by side: what differs in their settings, and their curves on one axis.

pub mod add;
pub mod curves;
pub mod results;
pub mod settings;

use std::collections::{BTreeMap, BTreeSet};

use console::{
    data::comparison::{Comparison, MAX_COMPARED_JOBS},
    job::scores::{Contest, contest, last_values},
    paths,
};
use domain::description::TrainingJobDetail;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use self::{
    add::AddJob,
    curves::{overlaid, overlays},
    results::ResultsTable,
    settings::SettingsTable,
};
use crate::{
    page_resource::blocking_page_resource,
    training_jobs::{api::compare_jobs, last_values::LastValuesCard, list::return_point::use_list_address},
    ui::{
        Alert, AlertKind, Breadcrumbs, Card, Chart, ChartTools, ChartView, Crumb, EmptyState, ErrorPanel, Icon, IconName,
        LinkButton, Loading, PageHead, Select, use_live,
    },
};

/// The page; `?jobs=a,b` names the jobs, at most [`MAX_COMPARED_JOBS`].
#[component]
pub fn CompareJobsPage() -> impl IntoView {
    let query = use_query_map();
    let names = Memo::new(move |_| query.with(|query| names_of(&query.get_all("jobs").unwrap_or_default())));
    let comparison = blocking_page_resource(
        move || names.get(),
        |names| async move { if names.is_empty() { Ok(Comparison::default()) } else { compare_jobs(names).await } },
    );
    let retry = Callback::new(move |()| comparison.refetch());
    let content = move || {
        Some(match comparison.get()? {
            Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
            Ok(comparison) if comparison.jobs.is_empty() => view! { <NoJobsToCompare missing=comparison.missing /> }.into_any(),
            Ok(comparison) => view! { <ComparedJobs comparison=comparison /> }.into_any(),
        })
    };
    let list = use_list_address();
    let crumbs = Signal::derive(move || vec![Crumb::link("Training jobs", list.get()), Crumb::here("Compare")]);
    let file = move |kind: &'static str| Signal::derive(move || paths::compare_file(&names.get(), kind));
    view! {
        <Breadcrumbs crumbs=crumbs />
        <PageHead title="Compare training jobs">
            {move || {
                // There is nothing to export without a job.
                (!names.with(Vec::is_empty))
                    .then(|| {
                        view! {
                            <LinkButton href=file("csv") download=true>
                                <Icon name=IconName::Download />
                                "CSV"
                            </LinkButton>
                            <LinkButton href=file("json") download=true>
                                <Icon name=IconName::Download />
                                "JSON"
                            </LinkButton>
                        }
                    })
            }}
        </PageHead>
        <AddJob names=names />
        <Transition fallback=|| view! { <Loading what="the jobs" /> }>{content}</Transition>
    }
}

/// Names from `?jobs=a,b` or `?jobs=a&jobs=b`, each once, at most as many as can be compared.
fn names_of(given: &[String]) -> Vec<String> {
    let mut names = Vec::new();
    for name in given.iter().flat_map(|part| part.split(',')).map(str::trim).filter(|name| !name.is_empty()) {
        if !names.iter().any(|known| known == name) && names.len() < MAX_COMPARED_JOBS {
            names.push(name.to_owned());
        }
    }
    names
}

#[component]
fn NoJobsToCompare(
    /// Names that nobody knows.
    missing: Vec<String>,
) -> impl IntoView {
    let text = if missing.is_empty() {
        format!("Select 2 to {MAX_COMPARED_JOBS} jobs in the list and choose Compare, or add them here by name.")
    } else {
        format!(
            "No job here is named {}. Select 2 to {MAX_COMPARED_JOBS} jobs in the list and choose Compare.",
            missing.join(", ")
        )
    };
    view! {
        <section class="container">
            <EmptyState icon=IconName::NotFound title="No jobs to compare" text=text>
                <LinkButton href=paths::training_jobs()>"All training jobs"</LinkButton>
            </EmptyState>
        </section>
    }
}

#[component]
fn ComparedJobs(
    /// The jobs.
    comparison: Comparison,
) -> impl IntoView {
    let Comparison { jobs, missing, settings } = comparison;
    let names: Vec<String> = jobs.iter().map(|job| job.summary.name.clone()).collect();
    let missing = (!missing.is_empty()).then(|| {
        let title = format!("No job here is named {}.", missing.join(", "));
        view! { <Alert kind=AlertKind::Warning title=title /> }
    });
    let (best, reason) = match contest(&jobs) {
        Contest::Won(place) => (Some(place), None),
        Contest::NoContest => (None, None),
        Contest::NotComparable(reason) => (None, Some(reason)),
    };
    let reason = reason.map(|reason| view! { <p class="muted table-foot">{reason}</p> });
    let results = jobs.clone();
    let predictions = predictions_of(&jobs).map(|href| {
        view! {
            <p class="table-foot">
                <a href=href>"Compare their predictions, image by image"</a>
            </p>
        }
    });
    view! {
        {missing}
        <Card title="Results" flush=true>
            <ResultsTable jobs=results best=best />
            {reason}
            {predictions}
        </Card>
        <ComparedCurves jobs=jobs.clone() />
        <LastValuesTable jobs=jobs />
        <SettingsTable names=names rows=settings />
    }
}

/// Where two jobs are compared image by image; `None` for more or fewer jobs.
fn predictions_of(jobs: &[TrainingJobDetail]) -> Option<String> {
    match jobs {
        [first, second] => Some(paths::predictions_against(&second.summary.key(), &first.summary.key(), (1, 1))),
        _ => None,
    }
}

#[component]
fn ComparedCurves(
    /// The jobs.
    jobs: Vec<TrainingJobDetail>,
) -> impl IntoView {
    let metrics = overlays(&jobs);
    let options = metrics.iter().enumerate().map(|(index, metric)| (index.to_string(), metric.name())).collect::<Vec<_>>();
    let (jobs, metrics) = (StoredValue::new(jobs), StoredValue::new(metrics));
    let metric = RwSignal::new(0_usize);
    let view = RwSignal::new(ChartView::default());
    let data = Memo::new(move |_| {
        let metric = metric.get();
        jobs.with_value(|jobs| metrics.with_value(|metrics| metrics.get(metric).map(|chosen| overlaid(jobs, chosen))))
            .unwrap_or_default()
    });
    let live = use_live();
    view! {
        <Card title="Curves">
            <div class="toolbar">
                <label class="chart-tools" hidden=move || !live.get()>
                    "Metric "
                    <Select
                        id="compared-metric"
                        value=Signal::derive(move || metric.get().to_string())
                        options=options
                        on_choose=move |chosen: String| metric.set(chosen.parse().unwrap_or_default())
                        described_by=""
                    />
                </label>
                <ChartTools view=view />
            </div>
            <Chart data=data view=view />
            <p class="muted chart-note">
                "Each job by its own epochs or steps, on its own validation data. A ring marks each job's best epoch."
            </p>
        </Card>
    }
}

/// The last value of each metric, a column for each job.
#[component]
fn LastValuesTable(
    /// The jobs.
    jobs: Vec<TrainingJobDetail>,
) -> impl IntoView {
    let values: Vec<BTreeMap<String, f64>> = jobs.iter().map(last_values).collect();
    let names: BTreeSet<String> = values.iter().flat_map(BTreeMap::keys).cloned().collect();
    let heading = |job: &TrainingJobDetail| view! { <th scope="col" class="number">{job.summary.name.clone()}</th> };
    let headings = jobs.iter().map(heading).collect_view().into_any();
    let cells = |name: &String| {
        let cell = |values: &BTreeMap<String, f64>| {
            view! { <td class="number">{values.get(name).map_or_else(|| "–".to_owned(), f64::to_string)}</td> }
        };
        values.iter().map(cell).collect_view().into_any()
    };
    let rows = names.into_iter().map(|name| (name.clone(), cells(&name))).collect();
    view! { <LastValuesCard headings=headings rows=rows /> }
}

#[cfg(test)]
mod tests {
    use super::names_of;

    #[test]
    fn names_come_in_both_forms_and_once() {
        let names = |given: &[&str]| names_of(&given.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>());
        assert_eq!(names(&["a,b,a", " c "]), ["a", "b", "c"]);
        assert_eq!(names(&["1,2,3,4,5,6,7,8,9"]).len(), 8);
        assert!(names(&[""]).is_empty());
    }
}
