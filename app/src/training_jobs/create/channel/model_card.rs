//! The card of the channel `model`: every value is set, and says why.

use domain::{ChannelField, Field, incremental::model_channel};
use leptos::prelude::*;

use crate::training_jobs::create::{
    control::{LocationField, OlderTexts},
    form::use_form,
    older,
    step::Step,
};
use crate::ui::{Badge, BadgeKind};

/// The card.
#[component]
pub fn ModelCard(
    /// The channel's place in the request.
    index: u32,
) -> impl IntoView {
    let form = use_form();
    let job = Memo::new(move |_| form.source().and_then(|source| source.job).map(|job| job.name));
    let beside = move || match job.get() {
        Some(job) => format!("carries {job}"),
        None => "carries a model in S3".to_owned(),
    };
    view! {
        <div class="container model-channel" role="group" aria-labelledby="model-channel-title">
            <header class="container-head">
                <h2 id="model-channel-title">"model"</h2>
                <Badge kind=BadgeKind::Inherited>{beside}</Badge>
                <div class="container-end live-only">
                    <button type="button" class="button button-plain" on:click=move |_| form.go(Step::StartFrom)>
                        "Change source"
                    </button>
                </div>
            </header>
            <div class="container-body">
                <p class="muted">"The weights that this job starts from. Set for you; each value has its reason."</p>
                <dl class="reasons">
                    {values().map(|(label, value, reason)| view! {
                        <div>
                            <dt>{label}</dt>
                            <dd class:mono=value.contains('/')>{value.clone()}</dd>
                            <dd class="reason">{reason}</dd>
                        </div>
                    }).collect_view()}
                </dl>
                <LocationField
                    field=Field::Channel(index, ChannelField::S3Uri)
                    label="S3 location"
                    help="The complete key of the archive."
                    fixed=true
                />
                <OlderTexts all=older::of_model() />
            </div>
        </div>
    }
}

/// Label, value and reason of each member, as the request carries them.
pub fn values() -> impl Iterator<Item = (&'static str, String, &'static str)> {
    let channel = model_channel("");
    let s3 = channel.data_source.and_then(|source| source.s3_data_source).unwrap_or_default();
    [
        ("Input mode", channel.input_mode, "Model artifacts are stored as files."),
        ("S3 data distribution type", s3.s3_data_distribution_type, "Every instance needs the whole model."),
        ("Compression type", channel.compression_type, "The archive is passed on as it is."),
        ("Record wrapper", channel.record_wrapper_type, "Model artifacts are not stored as RecordIO."),
        ("Content type", channel.content_type, "What the algorithm expects here. Older instructions leave it empty."),
        ("S3 data type", s3.s3_data_type, "One object: the archive itself."),
    ]
    .into_iter()
    .map(|(label, value, reason)| (label, value.unwrap_or_default(), reason))
}
