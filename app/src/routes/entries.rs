//! Where the program is split. Each function is the only way into the code of its chunk: what is reached from elsewhere
//! as well is loaded with every page.
//!
//! The chunk of a part of a page is named after the page: the build leaves out of it what the page's chunk has
//! (`scripts/chunks.mjs`).

use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::page::{JobTab, ModelsPart, S3Part, SettingsPart};
use crate::{
    artifact::ComparePage,
    chrome::OverlayDialogs,
    create_training_job::CreatePage,
    drafts::page::DraftsPage,
    help::HelpPage,
    models::{CreateModelPage, InspectPage, ModelPage, ModelsPage},
    s3::{BucketsPage, LocationPage},
    settings_page::SettingsPage,
    training_jobs::{
        compare::CompareJobsPage,
        detail::{ArtifactTab, EventsTab, JobPage, LineageTab, LogsTab, MetricsTab, OverviewTab, PredictionsTab, RequestTab},
        list::ListPage,
    },
};

/// A page, or that its code could not be loaded.
pub(crate) type Loaded = Result<AnyView, SplitLoaderError>;

#[wasm_split(jobs, fallible, preload(load_jobs))]
pub(crate) fn jobs() -> Loaded {
    Ok(ListPage().into_any())
}

#[wasm_split(job, fallible, preload(load_job))]
pub(crate) fn job() -> Loaded {
    Ok(JobPage().into_any())
}

#[wasm_split(job_overview, fallible, preload(load_job_overview))]
pub(crate) fn job_overview() -> Loaded {
    Ok(OverviewTab().into_any())
}

#[wasm_split(job_tabs, fallible, preload(load_job_tabs))]
pub(crate) fn job_tabs(tab: JobTab) -> Loaded {
    Ok(match tab {
        JobTab::Metrics => MetricsTab().into_any(),
        JobTab::Predictions => PredictionsTab().into_any(),
        JobTab::Logs => LogsTab().into_any(),
        JobTab::Lineage => LineageTab().into_any(),
        JobTab::Artifact => ArtifactTab().into_any(),
        JobTab::Request => RequestTab().into_any(),
        JobTab::Events => EventsTab().into_any(),
    })
}

#[wasm_split(form, fallible, preload(load_form))]
pub(crate) fn form() -> Loaded {
    Ok(CreatePage().into_any())
}

#[wasm_split(compare_jobs, fallible, preload(load_compare_jobs))]
pub(crate) fn compare_jobs() -> Loaded {
    Ok(CompareJobsPage().into_any())
}

#[wasm_split(drafts, fallible, preload(load_drafts))]
pub(crate) fn drafts() -> Loaded {
    Ok(DraftsPage().into_any())
}

#[wasm_split(models, fallible, preload(load_models))]
pub(crate) fn models(part: ModelsPart) -> Loaded {
    Ok(match part {
        ModelsPart::List => ModelsPage().into_any(),
        ModelsPart::Create => CreateModelPage().into_any(),
        ModelsPart::Inspect => InspectPage().into_any(),
        ModelsPart::Model => ModelPage().into_any(),
        ModelsPart::Compare => ComparePage().into_any(),
    })
}

#[wasm_split(s3, fallible, preload(load_s3))]
pub(crate) fn s3(part: S3Part) -> Loaded {
    Ok(match part {
        S3Part::Buckets => BucketsPage().into_any(),
        S3Part::Location => LocationPage().into_any(),
    })
}

#[wasm_split(settings, fallible, preload(load_settings))]
pub(crate) fn settings(part: SettingsPart) -> Loaded {
    Ok(match part {
        SettingsPart::Settings => SettingsPage().into_any(),
        SettingsPart::Help => HelpPage().into_any(),
    })
}

#[wasm_split(overlays, fallible, preload(load_overlays))]
pub(crate) fn overlays() -> Loaded {
    Ok(OverlayDialogs().into_any())
}
