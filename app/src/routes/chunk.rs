//! The parts of the program that the browser loads when a page needs them.

use wasm_split_helpers::SplitLoaderError;

use super::entries;

/// A part of the program: the code of pages that are used together. What several chunks need is in files that the build
/// makes for them, and what every page needs is in the program itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chunk {
    /// The list of training jobs.
    Jobs,
    /// The page of a training job around its tabs.
    Job,
    /// The first tab of a training job.
    JobOverview,
    /// The other tabs of a training job.
    JobTabs,
    /// The form for a training job.
    Form,
    /// Training jobs side by side.
    CompareJobs,
    /// Saved drafts.
    Drafts,
    /// SageMaker's models, and what is inside a model's archive.
    Models,
    /// Buckets, folders and objects.
    S3,
    /// Settings, fault rehearsal and help.
    Settings,
    /// The dialogs that every page may open: the command palette and the list of keys.
    Overlays,
}

impl Chunk {
    /// The name of the chunk in the site's manifest. That of a part of a page begins with the name of the page, whose code is
    /// loaded first.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jobs => "jobs",
            Self::Job => "job",
            Self::JobOverview => "job_overview",
            Self::JobTabs => "job_tabs",
            Self::Form => "form",
            Self::CompareJobs => "compare_jobs",
            Self::Drafts => "drafts",
            Self::Models => "models",
            Self::S3 => "s3",
            Self::Settings => "settings",
            Self::Overlays => "overlays",
        }
    }

    /// The chunks of the page at this path, the outer one first; none where there is no page.
    pub fn of_path(path: &str) -> &'static [Self] {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next(), parts.next()) {
            (None | Some("training-jobs"), None, _) => &[Self::Jobs],
            (Some("training-jobs"), Some("create"), _) => &[Self::Form],
            (Some("training-jobs"), Some("compare"), _) => &[Self::CompareJobs],
            (Some("training-jobs"), Some(_), tab) => Self::of_tab(tab),
            (Some("drafts"), None, _) => &[Self::Drafts],
            (Some("models" | "artifacts"), ..) => &[Self::Models],
            (Some("s3"), ..) => &[Self::S3],
            (Some("settings" | "help"), None, _) => &[Self::Settings],
            _ => &[],
        }
    }

    /// The chunks of a training job's page with the tab that the address names.
    fn of_tab(tab: Option<&str>) -> &'static [Self] {
        match tab {
            None => &[Self::Job, Self::JobOverview],
            Some("metrics" | "predictions" | "logs" | "lineage" | "artifact" | "request" | "events") => {
                &[Self::Job, Self::JobTabs]
            }
            Some(_) => &[],
        }
    }

    /// The chunks of the pages to which people usually go from here.
    pub fn neighbours(self) -> &'static [Self] {
        match self {
            Self::Jobs => &[Self::Job, Self::JobOverview, Self::Form],
            Self::Job => &[Self::Jobs, Self::Form],
            Self::JobOverview => &[Self::JobTabs],
            Self::JobTabs => &[Self::JobOverview],
            Self::Form => &[Self::Jobs, Self::Job, Self::JobOverview],
            Self::CompareJobs => &[Self::Jobs, Self::Job, Self::JobOverview],
            Self::Drafts => &[Self::Form, Self::Jobs],
            Self::Models | Self::S3 | Self::Settings => &[Self::Jobs],
            Self::Overlays => &[],
        }
    }

    /// Loads the code, unless it is there already.
    ///
    /// # Errors
    ///
    /// The server did not send it. The next call tries again.
    pub async fn load(self) -> Result<(), SplitLoaderError> {
        match self {
            Self::Jobs => entries::load_jobs().await,
            Self::Job => entries::load_job().await,
            Self::JobOverview => entries::load_job_overview().await,
            Self::JobTabs => entries::load_job_tabs().await,
            Self::Form => entries::load_form().await,
            Self::CompareJobs => entries::load_compare_jobs().await,
            Self::Drafts => entries::load_drafts().await,
            Self::Models => entries::load_models().await,
            Self::S3 => entries::load_s3().await,
            Self::Settings => entries::load_settings().await,
            Self::Overlays => entries::load_overlays().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use console::paths;

    use super::*;

    #[test]
    fn every_page_has_the_chunks_of_its_code() {
        let pages: [(String, &[Chunk]); 17] = [
            ("/".to_owned(), &[Chunk::Jobs]),
            (paths::training_jobs(), &[Chunk::Jobs]),
            (paths::create(), &[Chunk::Form]),
            ("/training-jobs/compare".to_owned(), &[Chunk::CompareJobs]),
            (paths::training_job("cats-1"), &[Chunk::Job, Chunk::JobOverview]),
            (paths::training_job("create"), &[Chunk::Job, Chunk::JobOverview]),
            (paths::training_job_tab("cats-1", ""), &[Chunk::Job, Chunk::JobOverview]),
            (paths::drafts(), &[Chunk::Drafts]),
            ("/models".to_owned(), &[Chunk::Models]),
            (paths::model("cats-1"), &[Chunk::Models]),
            ("/models/create".to_owned(), &[Chunk::Models]),
            ("/models/inspect".to_owned(), &[Chunk::Models]),
            ("/artifacts/compare".to_owned(), &[Chunk::Models]),
            (paths::s3(), &[Chunk::S3]),
            ("/s3/bucket/a/b/".to_owned(), &[Chunk::S3]),
            (paths::settings(), &[Chunk::Settings]),
            (paths::help(), &[Chunk::Settings]),
        ];
        for (path, chunks) in pages {
            assert_eq!(Chunk::of_path(&path), chunks, "{path}");
        }
        assert_eq!(Chunk::of_path("/no-such-page"), []);
        assert_eq!(Chunk::of_path("/training-jobs/cats-1/no-such-tab"), []);
    }

    #[test]
    fn all_tabs_but_the_first_share_a_chunk() {
        for tab in ["metrics", "predictions", "logs", "lineage", "artifact", "request", "events"] {
            assert_eq!(Chunk::of_path(&paths::training_job_tab("cats-1", tab)), [Chunk::Job, Chunk::JobTabs], "{tab}");
        }
    }

    #[test]
    fn a_chunk_that_is_loaded_after_another_is_named_after_it() {
        for chunk in [Chunk::JobOverview, Chunk::JobTabs] {
            assert!(chunk.name().starts_with("job_"));
        }
    }

    #[test]
    fn no_page_has_its_own_chunks_as_neighbours() {
        for path in
            ["/", "/training-jobs/cats-1", "/training-jobs/cats-1/logs", "/training-jobs/create", "/drafts", "/models", "/s3"]
        {
            let own = Chunk::of_path(path);
            assert!(own.iter().all(|chunk| chunk.neighbours().iter().all(|next| !own.contains(next))), "{path}");
        }
    }
}
