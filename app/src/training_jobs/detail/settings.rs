//! The settings of a job, as its request has them.

pub mod channels;
pub mod environment;
pub mod output;

use console::{format, job::settings::waited_seconds, paths};
use domain::{S3Uri, Timestamp, description::TrainingJobDetail, wire::TrainingJobRequest};
use leptos::prelude::*;

use self::{
    channels::ChannelsCard,
    environment::{EnvironmentCard, NetworkCard, SpotCard},
    output::OutputCard,
};
use super::{live::LiveJob, tags::Tags};
use crate::{
    clock::use_now,
    training_jobs::status::duration,
    ui::{Card, KeyValue, KeyValues, RelativeTime},
};

/// Settings, input channels, hyperparameters, output, network, spot capacity and environment.
#[component]
pub fn Settings(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let now = use_now();
    // What was sent never changes; times and seconds do.
    let request = job.job.with_untracked(|job| job.request.clone());
    let detail = job.job;
    let created = Signal::derive(move || detail.with(|job| job.summary.created_at));
    let elapsed = move || {
        // An ended job needs no clock.
        let is_final = detail.with(|job| job.summary.status.is_final());
        let now = if is_final { Timestamp::UNIX_EPOCH } else { now.get() };
        detail.with(|job| elapsed_words(job, now))
    };
    let measured = move |field: fn(&TrainingJobDetail) -> Option<u64>| {
        move || detail.with(field).map_or_else(|| "–".to_owned(), format::duration)
    };
    let algorithm = detail.with_untracked(|job| job.summary.algorithm.clone());
    let hyperparameters = request.hyper_parameters.clone().unwrap_or_default();
    let pairs =
        hyperparameters.into_iter().map(|(name, value)| view! { <KeyValue key=name mono=true>{value}</KeyValue> }).collect_view();
    let limit = time(request.stopping_condition.as_ref().and_then(|condition| condition.max_runtime_in_seconds));
    let instance = instance(&request);
    let role = request.role_arn.clone();
    view! {
        <Card title="Settings">
            <KeyValues>
                <KeyValue key="Algorithm">{algorithm}</KeyValue>
                <KeyValue key="Instance">{instance}</KeyValue>
                <KeyValue key="Created">
                    <RelativeTime at=created />
                </KeyValue>
                <KeyValue key="Elapsed">{elapsed}</KeyValue>
                <KeyValue key="Training time">{measured(|job| job.training_seconds)}</KeyValue>
                <KeyValue key="Billable time">{measured(|job| job.billable_seconds)}</KeyValue>
                <KeyValue key="Maximum runtime">{limit}</KeyValue>
                <KeyValue key="Role" mono=true wide=true>
                    {role}
                </KeyValue>
                <KeyValue key="Tags" wide=true>
                    <Tags job=job />
                </KeyValue>
            </KeyValues>
        </Card>
        <OutputCard job=job />
        <ChannelsCard request=request.clone() />
        <Card title="Hyperparameters">
            <KeyValues>{pairs}</KeyValues>
        </Card>
        <NetworkCard request=request.clone() />
        <SpotCard job=detail />
        <EnvironmentCard request=request />
    }
}

/// A value of the request that may be left out.
#[component]
fn OptionalValue(
    /// What it is.
    key: &'static str,
    /// The value; an empty text is none.
    value: Option<String>,
    /// Whether the value needs two columns.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let value = value.filter(|value| !value.is_empty());
    view! {
        <KeyValue key=key mono=value.is_some() wide=wide>
            {value.unwrap_or_else(|| "Not set".to_owned())}
        </KeyValue>
    }
}

/// A location as a link into the S3 browser.
fn location(uri: Option<String>) -> impl IntoView {
    let uri = uri?;
    Some(match S3Uri::parse(&uri) {
        Ok(location) => view! { <a href=paths::s3_location(&location)>{uri}</a> }.into_any(),
        Err(_) => uri.into_any(),
    })
}

fn instance(request: &TrainingJobRequest) -> String {
    let Some(resources) = &request.resource_config else { return "–".to_owned() };
    let kind = resources.instance_type.clone().unwrap_or_else(|| "–".to_owned());
    let volume = resources.volume_size_in_gb.map(|size| format!(", {size} GB")).unwrap_or_default();
    format!("{} × {kind}{volume}", resources.instance_count.unwrap_or(1))
}

/// A number of seconds of a request.
fn time(seconds: Option<i64>) -> String {
    seconds.and_then(|seconds| u64::try_from(seconds).ok()).map_or_else(|| "–".to_owned(), format::duration)
}

/// `2 min 03 s, 1 min 02 s of it waiting for capacity`
fn elapsed_words(job: &TrainingJobDetail, now: Timestamp) -> String {
    let whole = duration(&job.summary, now);
    match waited_seconds(job, now) {
        0 => whole,
        waited => format!("{whole}, {} of it waiting for capacity", format::duration(waited)),
    }
}
