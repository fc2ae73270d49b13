//! The card about the input channels.

use console::job::settings::how_it_is_read;
use domain::wire::{Channel, TrainingJobRequest};
use leptos::prelude::*;

use super::location;
use crate::ui::Card;

/// Each channel with its location and how it is read; nothing for a job without channels.
#[component]
pub fn ChannelsCard(
    /// The request.
    request: TrainingJobRequest,
) -> impl IntoView {
    let mode = request.algorithm_specification.and_then(|algorithm| algorithm.training_input_mode);
    let channels = request.input_data_config.unwrap_or_default();
    let item = move |channel: Channel| {
        let how = how_it_is_read(&channel, mode.as_deref());
        let source = channel.data_source.and_then(|source| source.s3_data_source).unwrap_or_default();
        view! {
            <li>
                <b>{channel.channel_name}</b>
                <span class="mono break-anywhere">{location(source.s3_uri)}</span>
                <small>{how}</small>
            </li>
        }
    };
    (!channels.is_empty()).then(|| {
        view! {
            <Card title="Input data">
                <ul class="channels">{channels.into_iter().map(item).collect_view()}</ul>
            </Card>
        }
    })
}
