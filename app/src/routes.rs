//! The route of every page.
//!
//! All pages are rendered whole before they are sent (`SsrMode::Async`): they are complete without scripts, and a page
//! that is missing answers with status 404.
//! The browser loads the code of a page when it is asked for (`page`, `entries`); the server has all of it.

use console::paths;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Redirect, Route, Routes},
    path,
};

use self::page::{JobPart, JobTab, ModelsPart, Page, S3Part, SettingsPart};
pub use self::{chunk::Chunk, lazy_overlays::LazyOverlays};
use crate::chrome::NotFoundPage;

mod chunk;
mod entries;
pub mod lazy_overlays;
pub mod missing_code;
mod page;

/// The route table.
#[component]
pub fn PageRoutes() -> impl IntoView {
    view! {
        <Routes fallback=NotFoundPage>
            <Route path=path!("/") view=|| view! { <Redirect path=paths::training_jobs() /> } ssr=SsrMode::Async />
            <Route path=path!("/training-jobs") view=Page::Jobs ssr=SsrMode::Async />
            <Route path=path!("/training-jobs/create") view=Page::Form ssr=SsrMode::Async />
            <Route path=path!("/training-jobs/compare") view=Page::CompareJobs ssr=SsrMode::Async />
            <ParentRoute path=path!("/training-jobs/:name") view=Page::Job(JobPart::Page) ssr=SsrMode::Async>
                <Route path=path!("") view=Page::Job(JobPart::Overview) />
                <Route path=path!("metrics") view=Page::Job(JobPart::Tab(JobTab::Metrics)) />
                <Route path=path!("predictions") view=Page::Job(JobPart::Tab(JobTab::Predictions)) />
                <Route path=path!("logs") view=Page::Job(JobPart::Tab(JobTab::Logs)) />
                <Route path=path!("lineage") view=Page::Job(JobPart::Tab(JobTab::Lineage)) />
                <Route path=path!("artifact") view=Page::Job(JobPart::Tab(JobTab::Artifact)) />
                <Route path=path!("request") view=Page::Job(JobPart::Tab(JobTab::Request)) />
                <Route path=path!("events") view=Page::Job(JobPart::Tab(JobTab::Events)) />
            </ParentRoute>
            <Route path=path!("/drafts") view=Page::Drafts ssr=SsrMode::Async />
            <Route path=path!("/models") view=Page::Models(ModelsPart::List) ssr=SsrMode::Async />
            <Route path=path!("/models/create") view=Page::Models(ModelsPart::Create) ssr=SsrMode::Async />
            <Route path=path!("/models/inspect") view=Page::Models(ModelsPart::Inspect) ssr=SsrMode::Async />
            <Route path=path!("/models/:name") view=Page::Models(ModelsPart::Model) ssr=SsrMode::Async />
            <Route path=path!("/artifacts/compare") view=Page::Models(ModelsPart::Compare) ssr=SsrMode::Async />
            <Route path=path!("/s3") view=Page::S3(S3Part::Buckets) ssr=SsrMode::Async />
            <Route path=path!("/s3/*location") view=Page::S3(S3Part::Location) ssr=SsrMode::Async />
            <Route path=path!("/settings") view=Page::Settings(SettingsPart::Settings) ssr=SsrMode::Async />
            <Route path=path!("/help") view=Page::Settings(SettingsPart::Help) ssr=SsrMode::Async />
        </Routes>
    }
}
