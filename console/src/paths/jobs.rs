//! Training jobs, drafts and the form.

use super::{encode, named};

/// The list of training jobs.
pub fn training_jobs() -> String {
    "/training-jobs".to_owned()
}

/// The stream of changes of the list.
pub fn training_jobs_events() -> String {
    "/events/training-jobs".to_owned()
}

/// The form for a new job.
pub fn create() -> String {
    "/training-jobs/create".to_owned()
}

/// The form, filled in with the example of a word.
pub fn create_example(word: &str) -> String {
    format!("/training-jobs/create?example={}", encode(word))
}

/// The form for a job that starts from the model of `job`.
pub fn create_from_job(job: &str) -> String {
    format!("/training-jobs/create?from={}", encode(job))
}

/// The form for a job that starts from a model in S3.
pub fn create_from_artifact(artifact: &str) -> String {
    format!("/training-jobs/create?artifact={}", encode(artifact))
}

/// The form for a job with the settings of `job`, its model channel included.
pub fn create_from_clone(job: &str) -> String {
    format!("/training-jobs/create?clone={}", encode(job))
}

/// The form with what was kept of it.
pub fn create_from_draft(draft: &str) -> String {
    format!("/training-jobs/create?draft={}", encode(draft))
}

/// The list of drafts.
pub fn drafts() -> String {
    "/drafts".to_owned()
}

/// One page, counted from 1, of the drafts whose names contain `search`.
pub fn drafts_page(search: &str, page: u32) -> String {
    match (search.is_empty(), page <= 1) {
        (true, true) => drafts(),
        (true, false) => format!("/drafts?page={page}"),
        (false, _) => format!("/drafts?search={}&page={page}", encode(search)),
    }
}

/// The form with what was typed before and why it was refused, as JSON.
pub fn create_returned(form: &str) -> String {
    format!("/training-jobs/create?form={}", encode(form))
}

/// Last parts of addresses of pages about all jobs. A job may have these names too.
const RESERVED: [&str; 2] = ["create", "compare"];

/// A job.
pub fn training_job(name: &str) -> String {
    format!("/training-jobs/{}", named(name, &RESERVED))
}

/// The job whose page, or one of its tabs, an address is.
pub fn job_in(path: &str) -> Option<&str> {
    let part = path.strip_prefix("/training-jobs/")?.split('/').next()?;
    (!part.is_empty() && !RESERVED.contains(&part)).then(|| super::name_in(part))
}

/// One tab of a job: `metrics`, `predictions`, `logs`, `lineage`, `artifact`, `request` or `events`; the overview is the empty name.
pub fn training_job_tab(name: &str, tab: &str) -> String {
    if tab.is_empty() { training_job(name) } else { format!("{}/{tab}", training_job(name)) }
}

/// What a job's model got wrong: images of one class that were taken for another, `None` standing for all; pages count from 1.
pub fn predictions(name: &str, truth: Option<u32>, predicted: Option<u32>, page: u64) -> String {
    let class = |name, class: Option<u32>| class.map(|class| format!("{name}={class}"));
    let parts = [class("truth", truth), class("predicted", predicted), (page > 1).then(|| format!("page={page}"))];
    let query = parts.into_iter().flatten().collect::<Vec<_>>().join("&");
    let tab = training_job_tab(name, "predictions");
    if query.is_empty() { tab } else { format!("{tab}?{query}") }
}

/// The same beside another job's model: what got better and what was forgotten; pages of both lists count from 1.
pub fn predictions_against(name: &str, other: &str, (better, forgotten): (u64, u64)) -> String {
    let page = |list, page: u64| if page > 1 { format!("&{list}={page}") } else { String::new() };
    let (tab, pages) = (training_job_tab(name, "predictions"), [page("better", better), page("forgotten", forgotten)].concat());
    format!("{tab}?against={}{pages}", encode(other))
}

/// A line of a job's log; lines are counted from 0 here and from 1 in the address, as people do.
pub fn training_job_log_line(name: &str, number: u64) -> String {
    format!("{}?line={}", training_job_tab(name, "logs"), number.saturating_add(1))
}

/// All measured values of a job as comma-separated values.
pub fn training_job_metrics_csv(name: &str) -> String {
    format!("{}/metrics.csv", training_job(name))
}

/// The whole log of a job as text, each line after its time.
pub fn training_job_log_text(name: &str) -> String {
    format!("{}/log.txt?times=true", training_job(name))
}

/// The stream of a job's changes and log lines from line number `from` on.
pub fn training_job_events(name: &str, from: u64) -> String {
    format!("/events/training-jobs/{}?from={from}", encode(name))
}

/// The list as a question asks for it; `query` is the query of an address.
pub fn training_jobs_asked(query: &str) -> String {
    if query.is_empty() { training_jobs() } else { format!("/training-jobs?{query}") }
}

/// Jobs side by side.
pub fn compare(names: &[String]) -> String {
    format!("/training-jobs/compare?jobs={}", encode(&names.join(",")))
}

/// The comparison of jobs as a file; `kind` is `csv` or `json`.
pub fn compare_file(names: &[String], kind: &str) -> String {
    format!("/training-jobs/compare.{kind}?jobs={}", encode(&names.join(",")))
}

/// The form with the settings of a job that failed, opened at the field with this id.
pub fn create_fix(job: &str, field: &str) -> String {
    format!("{}&field={}", create_from_clone(job), encode(field))
}

/// The form for a job that goes on where a stopped one ended.
pub fn create_continue(job: &str) -> String {
    format!("/training-jobs/create?continue={}", encode(job))
}
