//! The card of the channel `model`: every value is set, and says why.

use console::job_form::{model_channel, outdated_docs, step::Step};
use domain::{ChannelField, Field};
use leptos::prelude::*;

use crate::{
    create_training_job::{
        fields::{OutdatedDocs, location::LocationField},
        state::use_form,
    },
    ui::{Badge, BadgeKind, Button, ButtonKind},
};

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
                    <Button kind=ButtonKind::Plain on_press=move |()| form.go(Step::StartFrom)>
                        "Change source"
                    </Button>
                </div>
            </header>
            <div class="container-body">
                <p class="muted">"The weights that this job starts from. The console sets these values; each has its reason."</p>
                <dl class="reasons">
                    {model_channel::values().map(|(label, value, reason)| view! {
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
                <OutdatedDocs all=outdated_docs::about_model_channel() />
            </div>
        </div>
    }
}
