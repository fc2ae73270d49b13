//! Which jobs made what is at a location, and which read it.

use console::{data::artifact_scan::JobsAtLocation, paths};
use domain::{
    S3Uri,
    job_query::{Filter, JobQuery, MAX_FILTERS, Matches, Operator, Property},
};
use leptos::prelude::*;

use crate::{
    artifact::api::find_jobs_at,
    page_resource::blocking_page_resource,
    ui::{Badge, BadgeKind, Card, KeyValue, KeyValues},
};

/// Jobs that each list shows.
const MAX_SHOWN: usize = 5;

/// Two lists of jobs; nothing where there are none. An error here must not hide the location itself.
#[component]
pub fn JobsHere(
    /// A folder or an object.
    uri: S3Uri,
) -> impl IntoView {
    let asked = uri.to_string();
    let jobs = blocking_page_resource(move || asked.clone(), find_jobs_at);
    let content = move || {
        Suspend::new(async move {
            let found = jobs.await.ok().filter(|jobs| !jobs.made_by.is_empty() || !jobs.read_by.is_empty())?;
            Some(view! { <JobLists found=found /> })
        })
    };
    view! { <Transition>{content}</Transition> }
}

#[component]
fn JobLists(
    /// The jobs.
    found: JobsAtLocation,
) -> impl IntoView {
    let JobsAtLocation { made_by, read_by, more } = found;
    let made_names = made_by.clone();
    let read_names = read_by.iter().map(|(job, _)| job.clone()).collect::<Vec<_>>();
    let made = made_by.into_iter().map(|job| (job, Vec::new())).collect::<Vec<_>>();
    view! {
        <Card title="Jobs">
            <KeyValues>
                {list("Made by", made, in_list(&made_names, false))} {list("Read by", read_by, in_list(&read_names, more))}
            </KeyValues>
        </Card>
    }
}

/// The newest jobs, one a line with its channels, and where the others are.
fn list(key: &'static str, jobs: Vec<(String, Vec<String>)>, others: Option<(String, String)>) -> Option<impl IntoView> {
    let line = |(job, channels): (String, Vec<String>)| {
        let chips = channels.into_iter().map(|channel| view! { " " <Badge kind=BadgeKind::Quiet>{channel}</Badge> });
        view! {
            <li>
                <a href=paths::training_job(&job)>{job.clone()}</a>
                {chips.collect_view()}
            </li>
        }
    };
    let is_empty = jobs.is_empty();
    let lines = jobs.into_iter().take(MAX_SHOWN).map(line).collect::<Vec<_>>();
    (!is_empty).then(|| {
        view! {
            <KeyValue key=key wide=true>
                <ul class="jobs-here">{lines}</ul>
                {others.map(|(href, words)| view! { <a href=href>{words}</a> })}
            </KeyValue>
        }
    })
}

/// Address and words of the list with more jobs than are shown, as many as a question can name; `None` where all are shown.
/// `more` is whether there are jobs besides these.
fn in_list(jobs: &[String], more: bool) -> Option<(String, String)> {
    let named: Vec<&String> = jobs.iter().take(MAX_FILTERS).collect();
    let is_cut = more || named.len() < jobs.len();
    let filters = named.iter().filter_map(|job| Filter::new(Property::Name, Operator::Equals, job.as_str()).ok()).collect();
    let query = JobQuery { filters, matches: Matches::Any, ..JobQuery::default() };
    let words = if is_cut {
        format!("The latest {} in the list of jobs", named.len())
    } else {
        format!("All {} in the list of jobs", jobs.len())
    };
    (jobs.len() > MAX_SHOWN).then(|| (paths::training_jobs_asked(&query.to_address()), words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_leads_to_the_jobs_that_are_not_shown() {
        let jobs = |count: usize| (0..count).map(|number| format!("job-{number}")).collect::<Vec<_>>();
        assert_eq!(in_list(&jobs(MAX_SHOWN), false), None);
        let (address, words) = in_list(&jobs(6), false).expect("more than are shown");
        assert_eq!(words, "All 6 in the list of jobs");
        let (query, wrong) = JobQuery::from_address(address.split_once('?').expect("a question").1);
        assert_eq!((query.filters.len(), query.matches, wrong.len()), (6, Matches::Any, 0));
        let (_, words) = in_list(&jobs(30), true).expect("more than are shown");
        assert_eq!(words, "The latest 20 in the list of jobs");
    }
}
