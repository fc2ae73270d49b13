//! The tab with what was sent.

use leptos::prelude::*;

use super::live::{LiveJob, with_job};
use crate::{
    layout::Container,
    ui::{CodeBlock, CopyButton, KeyValue, KeyValues},
};

/// The exact request, and the ARN that the service answered with.
#[component]
pub fn RequestTab() -> impl IntoView {
    with_job(|job| view! { <Request job=job /> })
}

#[component]
fn Request(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let arn = Memo::new(move |_| job.job.with(|job| job.arn.clone()));
    let json = Memo::new(move |_| job.job.with(|job| serde_json::to_string_pretty(&job.request).unwrap_or_default()));
    view! {
        <Container title="Answer">
            <KeyValues>
                <KeyValue key="Training job ARN" mono=true wide=true>
                    {move || match arn.get() {
                        Some(arn) => {
                            let copied = arn.clone();
                            view! { {arn} " " <CopyButton text=Signal::stored(copied) label="ARN" /> }.into_any()
                        }
                        None => "The service has not accepted the job yet.".into_any(),
                    }}
                </KeyValue>
            </KeyValues>
        </Container>
        <Container title="CreateTrainingJob">
            <CodeBlock label="Request as JSON" code=json />
        </Container>
    }
}
