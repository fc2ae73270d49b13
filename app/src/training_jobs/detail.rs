//! The page of one job: header and tabs, live while the job runs.

pub mod accuracies;
pub mod actions;
pub mod artifact;
pub mod continuation;
pub mod curves;
pub mod delete;
pub mod events;
pub mod failure;
pub mod family_graph;
pub mod generation;
pub mod generation_diffs;
pub mod header;
pub mod lineage;
pub mod lineage_strip;
pub mod live;
pub mod log;
pub mod log_lines;
pub mod log_scroll;
pub mod log_search;
pub mod logs;
pub mod metrics;
pub mod overview;
pub mod pending_reason;
pub mod predictions;
pub mod request;
pub mod settings;
pub mod stop;
pub mod tags;
pub mod timeline;
pub mod virtual_scroll;
pub mod warm_start;

use console::paths;
use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_params_map};

pub use self::{
    artifact::ArtifactTab, events::EventsTab, lineage::LineageTab, logs::LogsTab, metrics::MetricsTab, overview::OverviewTab,
    predictions::PredictionsTab, request::RequestTab,
};
use self::{header::JobHeader, live::JobContext};
use crate::{
    training_jobs::list::return_point::use_list_address,
    ui::{Breadcrumbs, Crumb, ErrorPanel, Loading, NotFound, PageHead},
};

/// Breadcrumbs, header and the tab that the address names.
#[component]
pub fn JobPage() -> impl IntoView {
    let params = use_params_map();
    let name = Memo::new(move |_| {
        params.with(|params| params.get("name").map(|part| paths::name_in(&part).to_owned())).unwrap_or_default()
    });
    let context = JobContext::new(name);
    provide_context(context);
    context.follow();
    context.refresh_on_return();
    let list = use_list_address();
    let crumbs = Signal::derive(move || vec![Crumb::link("Training jobs", list.get()), Crumb::here(name.get())]);
    let retry = Callback::new(move |()| context.view.refetch());
    let header = move || {
        Some(match context.view.get()? {
            Ok(Some(view)) => view! { <JobHeader job=context.live(view) /> }.into_any(),
            Ok(None) => view! { <NoSuchJob name=name.get_untracked() /> }.into_any(),
            Err(error) => view! {
                <PageHead title=name />
                <ErrorPanel error=error retry=retry />
            }
            .into_any(),
        })
    };
    view! {
        <Breadcrumbs crumbs=crumbs />
        <Transition fallback=|| view! { <Loading what="the training job" /> }>{header}</Transition>
        <Outlet />
    }
}

#[component]
fn NoSuchJob(
    /// The name in the address.
    name: String,
) -> impl IntoView {
    view! {
        <PageHead title="Training job not found" />
        <NotFound
            title=format!("There is no training job named {name}")
            text="It was not found here or at the target. Check the spelling, and the target in the top bar."
            href=paths::training_jobs()
            words="All training jobs"
        />
    }
}
