//! The route of every page.
//!
//! All pages are rendered whole before they are sent (`SsrMode::Async`): they are complete without scripts, and a page
//! that is missing answers with status 404.

use console::paths;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Redirect, Route, Routes},
    path,
};

use crate::{
    artifact::ComparePage,
    chrome::NotFoundPage,
    create_training_job::CreatePage,
    drafts::page::DraftsPage,
    help::HelpPage,
    models::{CreateModelPage, InspectPage, ModelPage, ModelsPage},
    s3::{BucketsPage, LocationPage},
    settings_page::SettingsPage,
    training_jobs::{
        compare::CompareJobsPage,
        detail::{ArtifactTab, EventsTab, JobPage, LineageTab, LogsTab, MetricsTab, OverviewTab, RequestTab},
        list::ListPage,
    },
};

/// The route table.
#[component]
pub fn PageRoutes() -> impl IntoView {
    view! {
        <Routes fallback=NotFoundPage>
            <Route path=path!("/") view=|| view! { <Redirect path=paths::training_jobs() /> } ssr=SsrMode::Async />
            <Route path=path!("/training-jobs") view=ListPage ssr=SsrMode::Async />
            <Route path=path!("/training-jobs/create") view=CreatePage ssr=SsrMode::Async />
            <Route path=path!("/training-jobs/compare") view=CompareJobsPage ssr=SsrMode::Async />
            <ParentRoute path=path!("/training-jobs/:name") view=JobPage ssr=SsrMode::Async>
                <Route path=path!("") view=OverviewTab />
                <Route path=path!("metrics") view=MetricsTab />
                <Route path=path!("logs") view=LogsTab />
                <Route path=path!("lineage") view=LineageTab />
                <Route path=path!("artifact") view=ArtifactTab />
                <Route path=path!("request") view=RequestTab />
                <Route path=path!("events") view=EventsTab />
            </ParentRoute>
            <Route path=path!("/drafts") view=DraftsPage ssr=SsrMode::Async />
            <Route path=path!("/models") view=ModelsPage ssr=SsrMode::Async />
            <Route path=path!("/models/create") view=CreateModelPage ssr=SsrMode::Async />
            <Route path=path!("/models/inspect") view=InspectPage ssr=SsrMode::Async />
            <Route path=path!("/models/:name") view=ModelPage ssr=SsrMode::Async />
            <Route path=path!("/artifacts/compare") view=ComparePage ssr=SsrMode::Async />
            <Route path=path!("/s3") view=BucketsPage ssr=SsrMode::Async />
            <Route path=path!("/s3/*location") view=LocationPage ssr=SsrMode::Async />
            <Route path=path!("/settings") view=SettingsPage ssr=SsrMode::Async />
            <Route path=path!("/help") view=HelpPage ssr=SsrMode::Async />
        </Routes>
    }
}
