//! The server functions over the history as a whole: the list's questions, comparison, tags.

use console::{
    data::{
        comparison::Comparison,
        history::{Facts, FilterSet, JobsFound},
    },
    error::AppError,
};
use domain::description::TrainingJobSummary;
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// Jobs that the palette offers.
pub const JOBS_IN_PALETTE: u32 = 8;

/// What a row of the list shows besides the facts of the job.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RowCurve {
    /// The job's record.
    pub record: i64,
    /// The validation score, epoch by epoch.
    pub values: Vec<f64>,
    /// Share of the training that is done, 0 to 1, while it trains.
    pub done: Option<f64>,
}

/// The result of an action on one of several jobs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkOutcome {
    /// The job's name.
    pub job: String,
    /// Why it was not done, as a sentence for people.
    pub refused: Option<String>,
}

/// One page of the jobs that a question finds; `query` is the query of the page's address.
///
/// # Errors
/// Those of the history.
#[server(prefix = "/api", endpoint = "find-training-jobs")]
pub async fn find_training_jobs(query: String) -> Result<JobsFound, AppError> {
    answer(async { backend().history.find(&JobQuery::from_address(&query).0).await }).await
}

/// Jobs for the palette: those whose name has these words, the newest first.
///
/// # Errors
/// Those of the history.
#[server(prefix = "/api", endpoint = "find-by-words")]
pub async fn find_by_words(words: String) -> Result<Vec<TrainingJobSummary>, AppError> {
    answer(async {
        let named = |word: String| Filter::new(Property::Name, Operator::Contains, word).ok();
        let filters = words_of(&words).into_iter().filter_map(named).take(MAX_FILTERS).collect();
        let query = JobQuery { filters, rows: JOBS_IN_PALETTE, ..JobQuery::default() };
        Ok(backend().history.find(&query).await?.rows)
    })
    .await
}

/// Curves and progress of the rows of a page, by their records.
///
/// # Errors
/// Those of the history.
#[server(prefix = "/api", endpoint = "read-curves", input = Json)]
pub async fn read_curves(records: Vec<i64>) -> Result<Vec<RowCurve>, AppError> {
    answer(async {
        let backend = backend();
        let mut curves = Vec::new();
        for record in records.into_iter().take(usize::try_from(domain::job_query::MAX_ROWS).unwrap_or(usize::MAX)) {
            if let Some(job) = backend.history.record(record).await? {
                let points = scores::points(&job, scores::score(&job));
                let values = points.into_iter().map(|(_, value)| value).collect();
                curves.push(RowCurve { record, values, done: job.progress.map(|progress| progress.fraction) });
            }
        }
        Ok(curves)
    })
    .await
}

/// Values of a property, by its word in an address, that contain `part`; those that begin with it come first.
///
/// # Errors
/// Those of the history.
#[server(prefix = "/api", endpoint = "filter-values")]
pub async fn filter_values(property: String, part: String) -> Result<Vec<String>, AppError> {
    answer(async {
        match Property::parse(&property) {
            Some(property) => backend().history.values(&property, &part).await,
            None => Ok(Vec::new()),
        }
    })
    .await
}

/// Keys of all tags, and all saved questions.
///
/// # Errors
/// Those of the history.
#[server(prefix = "/api", endpoint = "filter-sets")]
pub async fn filter_sets() -> Result<(Vec<String>, Vec<FilterSet>), AppError> {
    answer(async {
        let history = backend().history;
        Ok((history.tag_keys().await?, history.filter_sets().await?))
    })
    .await
}

/// Saves a question under a name; one of the same name is replaced.
///
/// # Errors
/// [`AppError::Refused`] without a name; those of the history.
#[server(prefix = "/api", endpoint = "save-filter-set")]
pub async fn save_filter_set(name: String, query: String) -> Result<(), AppError> {
    answer(async {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 100 {
            return Err(AppError::Refused("Give the filters a name of 1 to 100 characters.".to_owned()));
        }
        backend().history.save_filter_set(name, &JobQuery::from_address(&query).0).await
    })
    .await
}

/// Forgets a saved question.
///
/// # Errors
/// Those of the history.
#[server(prefix = "/api", endpoint = "remove-filter-set")]
pub async fn remove_filter_set(name: String) -> Result<(), AppError> {
    answer(async { backend().history.remove_filter_set(&name).await }).await
}

/// Asks the target to stop several jobs; gives the result for each.
///
/// # Errors
/// None of its own; each job has its outcome.
#[server(prefix = "/api", endpoint = "stop-training-jobs", input = Json)]
pub async fn stop_training_jobs(names: Vec<String>) -> Result<Vec<BulkOutcome>, AppError> {
    answer(async {
        let backend = backend();
        let mut outcomes = Vec::new();
        for job in names {
            let done = match super::job_name(&job) {
                Ok(name) => backend.jobs.stop(&name).await,
                Err(error) => Err(error),
            };
            outcomes.push(BulkOutcome { job, refused: done.err().map(|error| error.to_string()) });
        }
        Ok(outcomes)
    })
    .await
}

/// Sets a tag of several jobs, or removes it when `value` is `None`; gives the result for each.
///
/// # Errors
/// [`AppError::Refused`] without a key.
#[server(prefix = "/api", endpoint = "tag-training-jobs", input = Json)]
pub async fn tag_training_jobs(names: Vec<String>, key: String, value: Option<String>) -> Result<Vec<BulkOutcome>, AppError> {
    answer(async {
        let key = key.trim().to_owned();
        if key.is_empty() {
            return Err(AppError::Refused("Give the tag a key.".to_owned()));
        }
        let (set, remove) = match value {
            Some(value) => (vec![(key, value)], vec![]),
            None => (vec![], vec![key]),
        };
        let backend = backend();
        let mut outcomes = Vec::new();
        for job in names {
            let done = match super::job_name(&job) {
                Ok(name) => backend.history.tag(&name, &set, &remove).await,
                Err(error) => Err(error),
            };
            outcomes.push(BulkOutcome { job, refused: done.err().map(|error| error.to_string()) });
        }
        Ok(outcomes)
    })
    .await
}

/// Jobs side by side.
///
/// # Errors
/// Those of the history.
#[server(prefix = "/api", endpoint = "compare-jobs", input = Json)]
pub async fn compare_jobs(names: Vec<String>) -> Result<Comparison, AppError> {
    answer(async {
        let jobs: Vec<JobKey> = names.iter().filter_map(|name| JobKey::parse(name).ok()).collect();
        backend().history.compare(&jobs).await
    })
    .await
}

/// Facts about program and target.
///
/// # Errors
/// Those of the console itself.
#[server(prefix = "/api", endpoint = "console-facts")]
pub async fn console_facts() -> Result<Facts, AppError> {
    answer(async { backend().about.facts().await }).await
}

#[cfg(feature = "ssr")]
use {
    crate::server_call::answer,
    console::{job::scores, ports::Backend},
    domain::{
        JobKey,
        job_query::{Filter, JobQuery, MAX_FILTERS, Operator, Property, words as words_of},
    },
};

#[cfg(feature = "ssr")]
fn backend() -> Backend {
    expect_context()
}
