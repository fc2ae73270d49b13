//! The card about what the job stores and who it is.

use console::{format, paths};
use domain::{description::TrainingJobDetail, job_status::ModelPresence};
use leptos::prelude::*;

use super::{OptionalValue, location};
use crate::{
    training_jobs::detail::live::LiveJob,
    ui::{Card, CopyableText, KeyValue, KeyValues},
};

/// The model's location, the ARN and the image, each to copy.
#[component]
pub fn OutputCard(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let detail = job.job;
    let request = detail.with_untracked(|job| job.request.clone());
    let output = request.output_data_config.clone().unwrap_or_default();
    let image = request.training_image().map(str::to_owned);
    let model = Memo::new(move |_| detail.with(|job| job.artifact.as_ref().map(|artifact| artifact.uri.clone())));
    let state = move || detail.with(model_words);
    let tab = move || detail.with(|job| paths::training_job_tab(&job.summary.key(), "artifact"));
    let arn = Memo::new(move |_| detail.with(|job| job.arn.clone()));
    view! {
        <Card title="Output">
            <KeyValues>
                <KeyValue key="Model" wide=true>
                    {move || model.get().map(|uri| view! { <CopyableText text=uri label="model URL" /> })}
                    " "
                    <a href=tab>{state}</a>
                </KeyValue>
                <KeyValue key="S3 output path" mono=true wide=true>
                    {location(output.s3_output_path)}
                </KeyValue>
                <KeyValue key="Compression">{output.compression_type.unwrap_or_else(|| "GZIP".to_owned())}</KeyValue>
                <OptionalValue key="Key for the model" value=output.kms_key_id />
                <KeyValue key="Training image" wide=true>
                    {image.map_or_else(|| "Not set".into_any(), |image| view! { <CopyableText text=image label="image" /> }.into_any())}
                </KeyValue>
                <KeyValue key="ARN" wide=true>
                    {move || match arn.get() {
                        Some(arn) => view! { <CopyableText text=arn label="ARN" /> }.into_any(),
                        None => "The service has not named the job yet".into_any(),
                    }}
                </KeyValue>
            </KeyValues>
        </Card>
    }
}

/// What is known of the model.
fn model_words(job: &TrainingJobDetail) -> String {
    let size = || job.artifact.as_ref().and_then(|artifact| artifact.size).unwrap_or_default();
    match job.model_presence() {
        ModelPresence::There => format::bytes(size()),
        ModelPresence::Gone => "No longer there".to_owned(),
        ModelPresence::Replaced => "Replaced by another object".to_owned(),
        ModelPresence::Never => "Not stored".to_owned(),
        ModelPresence::NotLooked if job.summary.status.is_final() => "Not known whether it was stored".to_owned(),
        ModelPresence::NotLooked => "Stored when the job ends".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        description::{Artifact, TrainingJobSummary},
        job_status::TrainingJobStatus,
    };

    use super::*;

    #[test]
    fn the_model_is_told_as_far_as_it_is_known() {
        let words = |status, artifact: Option<Artifact>| {
            let summary = TrainingJobSummary { status, ..TrainingJobSummary::default() };
            model_words(&TrainingJobDetail { summary, artifact, ..TrainingJobDetail::default() })
        };
        let found = Artifact { size: Some(2048), ..Artifact::default() };
        let gone = Artifact { etag: Some("a".to_owned()), ..Artifact::default() };
        assert_eq!(words(TrainingJobStatus::Completed, Some(found)), "2.0 KiB");
        assert_eq!(words(TrainingJobStatus::Completed, Some(gone)), "No longer there");
        assert_eq!(words(TrainingJobStatus::Failed, Some(Artifact::default())), "Not stored");
        assert_eq!(words(TrainingJobStatus::Unknown, None), "Not known whether it was stored");
        assert_eq!(words(TrainingJobStatus::InProgress, None), "Stored when the job ends");
    }
}
