//! The settings of a job, as its request has them.

use console::{format, paths};
use domain::{
    S3Uri, Timestamp,
    description::TrainingJobDetail,
    wire::{Channel, TrainingJobRequest},
};
use leptos::prelude::*;

use super::{live::LiveJob, tags::Tags};
use crate::{
    clock::use_now,
    training_jobs::status::seconds,
    ui::{Card, KeyValue, KeyValues, RelativeTime},
};

/// Settings, input channels and hyperparameters.
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
        detail.with(|job| {
            format::duration(seconds(
                &job.summary,
                if job.summary.ended_at.is_some() { Timestamp::UNIX_EPOCH } else { now.get() },
            ))
        })
    };
    let time = move |field: fn(&TrainingJobDetail) -> Option<u64>| {
        move || detail.with(field).map_or_else(|| "–".to_owned(), format::duration)
    };
    let algorithm = detail.with_untracked(|job| job.summary.algorithm.clone());
    let hyperparameters = request.hyper_parameters.clone().unwrap_or_default();
    let pairs =
        hyperparameters.into_iter().map(|(name, value)| view! { <KeyValue key=name mono=true>{value}</KeyValue> }).collect_view();
    let channels = request.input_data_config.clone().unwrap_or_default();
    let (instance, limit) = (instance(&request), limit(&request));
    let output = request.output_data_config.and_then(|output| output.s3_output_path);
    view! {
        <Card title="Settings">
            <KeyValues>
                <KeyValue key="Algorithm">{algorithm}</KeyValue>
                <KeyValue key="Instance">{instance}</KeyValue>
                <KeyValue key="Created">
                    <RelativeTime at=created />
                </KeyValue>
                <KeyValue key="Elapsed">{elapsed}</KeyValue>
                <KeyValue key="Training time">{time(|job| job.training_seconds)}</KeyValue>
                <KeyValue key="Billable time">{time(|job| job.billable_seconds)}</KeyValue>
                <KeyValue key="Maximum runtime">{limit}</KeyValue>
                <KeyValue key="Role" mono=true wide=true>
                    {request.role_arn}
                </KeyValue>
                <KeyValue key="S3 output path" mono=true wide=true>
                    {location(output)}
                </KeyValue>
                <KeyValue key="Tags" wide=true>
                    <Tags job=job />
                </KeyValue>
            </KeyValues>
        </Card>
        <Card title="Input data">
            <Channels channels=channels />
        </Card>
        <Card title="Hyperparameters">
            <KeyValues>{pairs}</KeyValues>
        </Card>
    }
}

#[component]
fn Channels(
    /// The input channels.
    channels: Vec<Channel>,
) -> impl IntoView {
    let item = |channel: Channel| {
        let how = how_it_is_read(&channel);
        let source = channel.data_source.and_then(|source| source.s3_data_source).unwrap_or_default();
        view! {
            <li>
                <b>{channel.channel_name}</b>
                <span class="mono break-anywhere">{location(source.s3_uri)}</span>
                <small>{how}</small>
            </li>
        }
    };
    view! { <ul class="channels">{channels.into_iter().map(item).collect_view()}</ul> }
}

/// `application/x-recordio · File · S3Prefix · FullyReplicated · compression None · record wrapper None`
fn how_it_is_read(channel: &Channel) -> String {
    let source = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref());
    let named = |name: &str, value: &Option<String>| value.as_ref().map(|value| format!("{name} {value}"));
    let parts = [
        channel.content_type.clone(),
        channel.input_mode.clone(),
        source.and_then(|source| source.s3_data_type.clone()),
        source.and_then(|source| source.s3_data_distribution_type.clone()),
        named("compression", &channel.compression_type),
        named("record wrapper", &channel.record_wrapper_type),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
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

fn limit(request: &TrainingJobRequest) -> String {
    let seconds = request.stopping_condition.as_ref().and_then(|condition| condition.max_runtime_in_seconds);
    seconds.and_then(|seconds| u64::try_from(seconds).ok()).map_or_else(|| "–".to_owned(), format::duration)
}
