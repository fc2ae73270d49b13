//! The parts of the program that the browser loads when a page needs them.

use wasm_split_helpers::SplitLoaderError;

use super::entries;

/// A part of the program: the code of pages that are used together. What several chunks need is in files that the build
/// makes for them, and what every page needs is in the program itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chunk {
    /// The list of training jobs.
    Jobs,
    /// A training job with its tabs.
    Job,
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
}

impl Chunk {
    /// The name of the chunk in the site's manifest.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jobs => "jobs",
            Self::Job => "job",
            Self::Form => "form",
            Self::CompareJobs => "compare_jobs",
            Self::Drafts => "drafts",
            Self::Models => "models",
            Self::S3 => "s3",
            Self::Settings => "settings",
        }
    }

    /// The chunk of the page at this path; `None` where there is no page.
    pub fn of_path(path: &str) -> Option<Self> {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next()) {
            (None | Some("training-jobs"), None) => Some(Self::Jobs),
            (Some("training-jobs"), Some("create")) => Some(Self::Form),
            (Some("training-jobs"), Some("compare")) => Some(Self::CompareJobs),
            (Some("training-jobs"), Some(_)) => Some(Self::Job),
            (Some("drafts"), None) => Some(Self::Drafts),
            (Some("models" | "artifacts"), _) => Some(Self::Models),
            (Some("s3"), _) => Some(Self::S3),
            (Some("settings" | "help"), None) => Some(Self::Settings),
            _ => None,
        }
    }

    /// The chunks of the pages to which people usually go from here.
    pub fn neighbours(self) -> &'static [Self] {
        match self {
            Self::Jobs => &[Self::Job, Self::Form],
            Self::Job => &[Self::Jobs, Self::Form],
            Self::Form => &[Self::Jobs, Self::Job],
            Self::CompareJobs => &[Self::Jobs, Self::Job],
            Self::Drafts => &[Self::Form, Self::Jobs],
            Self::Models | Self::S3 | Self::Settings => &[Self::Jobs],
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
            Self::Form => entries::load_form().await,
            Self::CompareJobs => entries::load_compare_jobs().await,
            Self::Drafts => entries::load_drafts().await,
            Self::Models => entries::load_models().await,
            Self::S3 => entries::load_s3().await,
            Self::Settings => entries::load_settings().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use console::paths;

    use super::*;

    #[test]
    fn every_page_has_the_chunk_of_its_code() {
        let pages = [
            ("/".to_owned(), Chunk::Jobs),
            (paths::training_jobs(), Chunk::Jobs),
            (paths::create(), Chunk::Form),
            ("/training-jobs/compare".to_owned(), Chunk::CompareJobs),
            (paths::training_job("cats-1"), Chunk::Job),
            (paths::training_job("create"), Chunk::Job),
            (paths::training_job_tab("cats-1", "metrics"), Chunk::Job),
            (paths::drafts(), Chunk::Drafts),
            ("/models".to_owned(), Chunk::Models),
            (paths::model("cats-1"), Chunk::Models),
            ("/models/create".to_owned(), Chunk::Models),
            ("/models/inspect".to_owned(), Chunk::Models),
            ("/artifacts/compare".to_owned(), Chunk::Models),
            (paths::s3(), Chunk::S3),
            ("/s3/bucket/a/b/".to_owned(), Chunk::S3),
            (paths::settings(), Chunk::Settings),
            (paths::help(), Chunk::Settings),
        ];
        for (path, chunk) in pages {
            assert_eq!(Chunk::of_path(&path), Some(chunk), "{path}");
        }
        assert_eq!(Chunk::of_path("/no-such-page"), None);
    }

    #[test]
    fn no_chunk_is_its_own_neighbour() {
        for chunk in [Chunk::Jobs, Chunk::Job, Chunk::Form, Chunk::CompareJobs, Chunk::Drafts, Chunk::Models, Chunk::S3] {
            assert!(!chunk.neighbours().contains(&chunk), "{chunk:?}");
        }
    }
}
