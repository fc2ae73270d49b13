//! Which jobs made what is at a location, and which read it.

use console::{data::artifact_scan::JobsAtLocation, paths};
use domain::S3Uri;
use leptos::prelude::*;

use crate::{
    artifact::api::find_jobs_at,
    ui::{Card, KeyValue, KeyValues},
};

/// Two lists of jobs; nothing where there are none. An error here must not hide the location itself.
#[component]
pub fn JobsHere(
    /// A folder or an object.
    uri: S3Uri,
) -> impl IntoView {
    let asked = uri.to_string();
    let jobs = Resource::new_blocking(move || asked.clone(), find_jobs_at);
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
    let made =
        made_by.into_iter().map(|job| view! { <li><a href=paths::training_job(&job)>{job.clone()}</a></li> }).collect_view();
    let read = read_by
        .into_iter()
        .map(|(job, channel)| {
            view! {
                <li>
                    <a href=paths::training_job(&job)>{job.clone()}</a>
                    <span class="muted">{format!(" as {channel}")}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let has_made = !made.is_empty();
    let has_read = !read.is_empty();
    view! {
        <Card title="Jobs">
            <KeyValues>
                {has_made.then(|| view! { <KeyValue key="Made by"><ul>{made}</ul></KeyValue> })}
                {has_read
                    .then(|| {
                        view! {
                            <KeyValue key="Read by">
                                <ul>{read.collect_view()} {more.then(|| view! { <li class="muted">"and earlier ones"</li> })}</ul>
                            </KeyValue>
                        }
                    })}
            </KeyValues>
        </Card>
    }
}
