//! Whether the job gets the same data as the job whose model it starts from.

use console::error::AppError;
use domain::{channel_data::ChannelComparison, wire::Channel};
use leptos::prelude::*;

use crate::{
    client_resource::ClientResource,
    create_training_job::{api, state::use_form},
    ui::Card,
};

/// A line for each channel with data; nothing for a job from scratch, and for a model of an unknown maker. The channels are
/// listed when the step is in view.
#[component]
pub fn DataSinceSource(
    /// Whether the step is in view.
    is_seen: Signal<bool>,
) -> impl IntoView {
    let form = use_form();
    let region = form.region();
    let source = Memo::new(move |_| form.source().and_then(|source| source.job).map(|job| job.name));
    let channels =
        Memo::new(move |_| form.with_debounced_draft(|draft| draft.request(&region).input_data_config.unwrap_or_default()));
    let asked = move || is_seen.get().then(|| source.get()).flatten().map(|name| (name, channels.get()));
    let found: ClientResource<Result<Vec<ChannelComparison>, AppError>> =
        ClientResource::new(asked, |(name, channels): (String, Vec<Channel>)| api::data_since(name, channels));
    move || {
        let name = source.get()?;
        let lines = match found.get()? {
            Ok(comparisons) if comparisons.is_empty() => return None,
            Ok(comparisons) => comparisons.iter().map(|found| found.sentence(&name)).collect::<Vec<_>>(),
            Err(error) => vec![format!("The data could not be compared. {error}")],
        };
        let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        Some(view! {
            <Card title=format!("Data since {name}")>
                <ul class="plain-list">{lines}</ul>
            </Card>
        })
    }
}
