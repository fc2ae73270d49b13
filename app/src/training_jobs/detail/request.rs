//! The tab with what was sent and what came back.

use console::data::history::Exchange;
use leptos::prelude::*;

use super::live::{LiveJob, with_job};
use crate::{
    page_resource::{blocking_page_resource, from_json},
    training_jobs::api::job_exchange,
    ui::{Card, CodeBlock, CopyableText, ErrorPanel, KeyValue, KeyValues, Loading, RelativeTime},
};

/// The exact request, the service's answer with its request id, and its last description of the job.
#[component]
pub fn RequestTab() -> impl IntoView {
    with_job(|job| view! { <RequestContent job=job /> })
}

#[component]
fn RequestContent(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let key =
        Memo::new(move |_| job.job.with(|job| (job.summary.key(), job.arn.is_some(), job.summary.secondary_status.clone())));
    let exchange = blocking_page_resource(move || key.get(), |(name, _, _)| job_exchange(name));
    let retry = Callback::new(move |()| exchange.refetch());
    let arn = Memo::new(move |_| job.job.with(|job| job.arn.clone()));
    let content = move || {
        Suspend::new(async move {
            match exchange.await {
                Ok(Some(exchange)) => view! { <RequestCards exchange=exchange arn=arn /> }.into_any(),
                Ok(None) => view! { <p class="muted">"The history has no request for this job."</p> }.into_any(),
                Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
            }
        })
    };
    view! { <Transition fallback=|| view! { <Loading what="the request" /> }>{content}</Transition> }
}

#[component]
fn RequestCards(
    /// What was sent and answered.
    exchange: Exchange,
    /// The job's ARN.
    arn: Memo<Option<String>>,
) -> impl IntoView {
    let Exchange { request, is_as_sent, answer, request_id, description, described_at } = exchange;
    let origin = if is_as_sent {
        "Exactly what this console sent."
    } else {
        "This job was created elsewhere. The request is reconstructed from the service's description."
    };
    view! {
        <Card title="CreateTrainingJob">
            <p class="muted chart-note">{origin}</p>
            <CodeBlock label="Request as JSON" code=Signal::stored(pretty(&request)) coloured=true />
        </Card>
        <Card title="Answer">
            <KeyValues>
                <KeyValue key="Training job ARN" mono=true wide=true>
                    {move || match arn.get() {
                        Some(arn) => view! { <CopyableText text=arn label="ARN" /> }.into_any(),
                        None => "The service has not accepted the job yet.".into_any(),
                    }}
                </KeyValue>
                <KeyValue key="Request id" mono=true wide=true>
                    {match request_id {
                        Some(id) => view! { <CopyableText text=id label="request id" /> }.into_any(),
                        None => "not known".into_any(),
                    }}
                </KeyValue>
            </KeyValues>
            {answer.map(|answer| view! { <CodeBlock label="Answer as JSON" code=Signal::stored(pretty(&answer)) coloured=true /> })}
        </Card>
        {description
            .map(|description| {
                let beside = move || {
                    described_at.map(|at| view! { <span class="muted">"asked " <RelativeTime at=Signal::stored(at) /></span> })
                };
                view! {
                    <Card title="DescribeTrainingJob" beside=beside>
                        <CodeBlock label="Description as JSON" code=Signal::stored(pretty(&description)) coloured=true />
                    </Card>
                }
            })}
    }
}

/// JSON with line ends; what is none stays as it is.
fn pretty(json: &str) -> String {
    let value: Option<serde_json::Value> = from_json(json).ok();
    value.and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_else(|| json.to_owned())
}
