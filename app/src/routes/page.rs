//! A page as the router sees it: a name, whose code comes when it is asked for.

use leptos::prelude::*;
use leptos_router::ChooseView;

use super::{
    chunk::Chunk,
    entries::{self, Loaded},
    missing_code::MissingCode,
};

/// Every page and every tab that has a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    Jobs,
    Job(JobPart),
    Form,
    CompareJobs,
    Drafts,
    Models(ModelsPart),
    S3(S3Part),
    Settings(SettingsPart),
}

/// The page of a training job, and what is shown in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JobPart {
    Page,
    Overview,
    Tab(JobTab),
}

/// The tabs of a training job but the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JobTab {
    Metrics,
    Predictions,
    Logs,
    Lineage,
    Artifact,
    Request,
    Events,
}

/// The pages about models and their archives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ModelsPart {
    List,
    Create,
    Inspect,
    Model,
    Compare,
}

/// The pages about S3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum S3Part {
    Buckets,
    Location,
}

/// The pages about the console itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SettingsPart {
    Settings,
    Help,
}

impl Page {
    fn chunk(self) -> Chunk {
        match self {
            Self::Jobs => Chunk::Jobs,
            Self::Job(JobPart::Page) => Chunk::Job,
            Self::Job(JobPart::Overview) => Chunk::JobOverview,
            Self::Job(JobPart::Tab(_)) => Chunk::JobTabs,
            Self::Form => Chunk::Form,
            Self::CompareJobs => Chunk::CompareJobs,
            Self::Drafts => Chunk::Drafts,
            Self::Models(_) => Chunk::Models,
            Self::S3(_) => Chunk::S3,
            Self::Settings(_) => Chunk::Settings,
        }
    }

    async fn view(self) -> Loaded {
        match self {
            Self::Jobs => entries::jobs().await,
            Self::Job(JobPart::Page) => entries::job().await,
            Self::Job(JobPart::Overview) => entries::job_overview().await,
            Self::Job(JobPart::Tab(tab)) => entries::job_tabs(tab).await,
            Self::Form => entries::form().await,
            Self::CompareJobs => entries::compare_jobs().await,
            Self::Drafts => entries::drafts().await,
            Self::Models(part) => entries::models(part).await,
            Self::S3(part) => entries::s3(part).await,
            Self::Settings(part) => entries::settings(part).await,
        }
    }
}

impl ChooseView for Page {
    /// The view. On the server it is there at once.
    async fn choose(self) -> AnyView {
        self.view().await.unwrap_or_else(|_| view! { <MissingCode /> }.into_any())
    }

    /// Loads the code while the page that is left is still shown. A failure is told when the view is asked for, which
    /// tries once more.
    async fn preload(&self) {
        let _ = self.chunk().load().await;
    }
}
