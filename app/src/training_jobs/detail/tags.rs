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
    ui::{Alert, AlertKind, Badge, BadgeKind, Button, ButtonKind, Dialog, DialogContent},
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
    let (live, set_live) = signal(false);
    Effect::new(move |_| set_live.set(true));
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
            let outcome = match tag_training_jobs(vec![name.get_untracked()], tag, text).await {
                Ok(outcomes) => outcomes.into_iter().find_map(|outcome| outcome.refused),
                Err(error) => Some(error.to_string()),
            };
            if outcome.is_none() {
                if is_set {
                    key.try_set(String::new());
                    value.try_set(String::new());
                }
                view.refetch();
            }
            problem.try_set(outcome);
        });
    });
    let against = reason_against(key);
    let row = move |(key, value): (String, String)| {
        let (words, removed) = (words(&key, &value), key.clone());
        view! {
            <li>
                <span class="mono break-anywhere">{words}</span>
                " "
                <Button kind=ButtonKind::Plain on_press=move |()| send.run((removed.clone(), None))>
                    "Remove"
                    <span class="visually-hidden">{format!(" {key}")}</span>
                </Button>
            </li>
        }
    };
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
