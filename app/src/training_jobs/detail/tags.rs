//! The tags of a job: links to the jobs that share one, and a dialog that changes them.

use console::paths;
use domain::job_query::{Filter, JobQuery, Operator, Property};
use leptos::prelude::*;

use super::live::{JobContext, LiveJob};
use crate::{
    training_jobs::{
        api::tag_training_jobs,
        tag_fields::{TagFields, reason_against},
    },
    ui::{Alert, AlertKind, Badge, BadgeKind, Button, ButtonKind, Dialog, DialogContent, use_live},
};

/// The tags, and a button that changes them.
#[component]
pub fn Tags(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let tags = Memo::new(move |_| job.job.with(|job| job.summary.tags.clone()));
    let name = Memo::new(move |_| job.job.with(|job| job.summary.name.clone()));
    let open = RwSignal::new(false);
    // The target keeps the tags, and this job is no longer there.
    let is_gone = Memo::new(move |_| job.job.with(|job| job.summary.deleted_at.is_some() || job.summary.superseded));
    let live = use_live();
    let shown = move || {
        let tags = tags.get();
        let none = tags.is_empty().then(|| view! { <span class="muted">"None"</span> });
        let badges = tags.into_iter().map(|(key, value)| {
            view! {
                <Badge kind=BadgeKind::Quiet>
                    <a href=jobs_with(&key, &value) title="Jobs with this tag">
                        {words(&key, &value)}
                    </a>
                </Badge>
                " "
            }
        });
        view! { {none} {badges.collect_view()} }
    };
    view! {
        <span class="break-anywhere">{shown}</span>
        " "
        {move || {
            (live.get() && !is_gone.get())
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Plain on_press=move |()| open.set(true)>
                            "Edit tags"
                        </Button>
                    }
                })
        }}
        <TagDialog name=name tags=tags open=open />
    }
}

#[component]
fn TagDialog(
    /// The job's name.
    name: Memo<String>,
    /// Its tags.
    tags: Memo<Vec<(String, String)>>,
    /// Whether the dialog is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let view = expect_context::<JobContext>().view;
    let (key, value) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let problem = RwSignal::new(None::<String>);
    let send = Callback::new(move |(tag, text): (String, Option<String>)| {
        let is_set = text.is_some();
        leptos::task::spawn_local(async move {
            let refused = change_tag(name.get_untracked(), tag, text).await.err();
            if refused.is_none() {
                if is_set {
                    key.try_set(String::new());
                    value.try_set(String::new());
                }
                view.refetch();
            }
            problem.try_set(refused);
        });
    });
    let against = reason_against(key);
    let remove = Callback::new(move |key: String| send.run((key, None)));
    let row = move |(key, value): (String, String)| view! { <TagRow tag_key=key value=value on_remove=remove /> };
    let foot = move || {
        view! {
            <Button kind=ButtonKind::Plain on_press=move |()| open.set(false)>
                "Close"
            </Button>
            <Button
                id="set-job-tag"
                kind=ButtonKind::Primary
                reason=against
                on_press=move |()| send.run((key.get_untracked(), Some(value.get_untracked())))
            >
                "Set tag"
            </Button>
        }
    };
    view! {
        <Dialog id="job-tags" title=move || format!("Tags of {}", name.get()) open=open>
            <DialogContent foot=foot>
                <ul class="plain-list">{move || tags.get().into_iter().map(row).collect_view()}</ul>
                <TagFields id="job-tag" key=key value=value />
                <p class="muted" id="set-job-tag-reason">
                    "An existing tag with this key gets the new value."
                </p>
                {move || problem.get().map(|problem| view! { <Alert kind=AlertKind::Error title=problem /> })}
            </DialogContent>
        </Dialog>
    }
}

#[component]
fn TagRow(
    /// The tag's key.
    tag_key: String,
    /// Its value.
    value: String,
    /// Removes the tag of this key.
    on_remove: Callback<String>,
) -> impl IntoView {
    let (words, removed) = (words(&tag_key, &value), tag_key.clone());
    view! {
        <li>
            <span class="mono break-anywhere">{words}</span>
            " "
            <Button kind=ButtonKind::Plain on_press=move |()| on_remove.run(removed.clone())>
                "Remove"
                <span class="visually-hidden">{format!(" {tag_key}")}</span>
            </Button>
        </li>
    }
}

/// Sets a tag of a job, or removes it when `value` is `None`; the error is a sentence.
async fn change_tag(job: String, key: String, value: Option<String>) -> Result<(), String> {
    let outcomes = tag_training_jobs(vec![job], key, value).await.map_err(|error| error.to_string())?;
    outcomes.into_iter().find_map(|outcome| outcome.refused).map_or(Ok(()), Err)
}

fn words(key: &str, value: &str) -> String {
    if value.is_empty() { key.to_owned() } else { format!("{key}={value}") }
}

/// The list of the jobs that have this tag.
fn jobs_with(key: &str, value: &str) -> String {
    let filter = Filter::new(Property::Tag(key.to_owned()), Operator::Equals, value);
    paths::training_jobs_asked(&JobQuery { filters: filter.into_iter().collect(), ..JobQuery::default() }.to_address())
}

#[cfg(test)]
mod tests {
    use super::jobs_with;

    #[test]
    fn a_tag_leads_to_its_jobs() {
        assert_eq!(jobs_with("team", "vision"), "/training-jobs?filter=tag.team%3Dvision");
    }
}
