//! A job as one generation of a line: its data, and its results.

use console::{format, paths};
use domain::{
    algorithm::MODEL_CHANNEL,
    channel_data::{ChannelComparison, Identity},
    description::{TrainingJobDetail, TrainingJobSummary},
    wire::TrainingJobRequest,
};
use leptos::prelude::*;

use crate::training_jobs::status::JobStatus;

/// Hyperparameters that a generation shows, with their short names. `num_training_samples` keeps its own: it is what was
/// asked for, and not how many images the data holds.
const SHOWN: [(&str, &str); 4] =
    [("num_training_samples", "num_training_samples"), ("epochs", "epochs"), ("learning_rate", "lr"), ("optimizer", "optimizer")];

/// A box with a job's name, state, what was changed and its accuracy.
#[component]
pub fn Generation(
    /// The job's row.
    #[prop(into)]
    summary: Signal<TrainingJobSummary>,
    /// What it was given, in a few words.
    #[prop(optional, into)]
    given: String,
    /// Whether it is the job of the page.
    #[prop(optional)]
    here: bool,
) -> impl IntoView {
    let name = move || summary.with(|job| job.name.clone());
    let accuracy = move || summary.with(|job| job.validation_accuracy).map(format::accuracy);
    view! {
        <li class="generation" class:here=here aria-current=here.then_some("true")>
            {if here {
                view! { <strong>{name}</strong> }.into_any()
            } else {
                view! { <strong><a href=move || summary.with(|job| paths::training_job(&job.key()))>{name}</a></strong> }.into_any()
            }}
            <JobStatus job=summary />
            {(!given.is_empty()).then(|| view! { <small>{given}</small> })}
            {move || accuracy().map(|accuracy| view! { <span><b>{accuracy}</b> <small>" validation accuracy"</small></span> })}
        </li>
    }
}

/// The settings of a job, or the changes against its parent: `num_training_samples 2,000 → 3,000 · 4 epochs · lr
/// 0.05 → 0.01 · train digits/train → expanded/train`.
pub fn given(job: &TrainingJobDetail, parent: Option<&TrainingJobDetail>) -> String {
    let part = |(name, short): &(&str, &str)| {
        let own = value(&job.request, name)?;
        let before = parent.and_then(|parent| value(&parent.request, name)).filter(|before| *before != own);
        let shown = |value: &str| value.parse::<u64>().map_or_else(|_| value.to_owned(), format::count);
        Some(match (before, *short == "epochs") {
            (Some(before), true) => format!("{} → {} {short}", shown(before), shown(own)),
            (Some(before), false) => format!("{short} {} → {}", shown(before), shown(own)),
            (None, true) => format!("{} {short}", shown(own)),
            (None, false) => format!("{short} {}", shown(own)),
        })
    };
    SHOWN.iter().filter_map(part).chain(data(job, parent)).collect::<Vec<_>>().join(" · ")
}

/// The data of a job by channel, without the model; against its parent, what is other data than there: `train monthly → expanded`, or
/// `train: 1 object, 110,836 → 252,940 bytes` where the same place holds something else.
fn data(job: &TrainingJobDetail, parent: Option<&TrainingJobDetail>) -> Vec<String> {
    let Some(parent) = parent else {
        let channels = job.request.input_data_config.iter().flatten();
        let names = channels.filter_map(|channel| channel.channel_name.as_deref()).filter(|name| *name != MODEL_CHANNEL);
        return names.filter_map(|name| Some(format!("{name} {}", place(job, name)?))).collect();
    };
    let changed = |comparison: ChannelComparison| {
        let (name, before) = (&comparison.channel, place(parent, &comparison.channel));
        let now = place(job, name);
        match (comparison.identity, before, now) {
            (Identity::Same, ..) => None,
            (_, Some(before), Some(now)) if before != now => Some(format!("{name} {before} → {now}")),
            (_, None, Some(now)) => Some(format!("{name} {now}")),
            (Identity::Different(how), ..) => Some(format!("{name}: {how}")),
            (Identity::NotKnown(_), ..) => None,
        }
    };
    job.data_since(parent).into_iter().filter_map(changed).collect()
}

/// The last parts of a channel's location that tell data sets apart: `expanded/train`.
fn place(job: &TrainingJobDetail, channel: &str) -> Option<String> {
    let channels = job.request.input_data_config.as_ref()?;
    let channel = channels.iter().find(|own| own.channel_name.as_deref() == Some(channel))?;
    let uri = channel.data_source.as_ref()?.s3_data_source.as_ref()?.s3_uri.as_deref()?;
    let path = uri.strip_prefix("s3://").unwrap_or(uri).trim_end_matches('/');
    let parts: Vec<&str> = path.rsplit('/').take(2).collect();
    Some(parts.into_iter().rev().collect::<Vec<_>>().join("/"))
}

fn value<'a>(request: &'a TrainingJobRequest, name: &str) -> Option<&'a str> {
    request.hyper_parameters.as_ref()?.get(name).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use domain::incremental::model_channel;

    use super::*;

    fn job(values: [(&str, &str); 3]) -> TrainingJobDetail {
        let values = values.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let request = TrainingJobRequest { hyper_parameters: Some(values.into()), ..TrainingJobRequest::default() };
        TrainingJobDetail { request, ..TrainingJobDetail::default() }
    }

    #[test]
    fn the_data_that_changed_is_named() {
        let with_data = |folder: &str| {
            let mut job = job([("num_training_samples", "2000"), ("epochs", "5"), ("learning_rate", "0.05")]);
            let mut channel = model_channel(&format!("s3://bucket/{folder}/train"));
            channel.channel_name = Some("train".to_owned());
            job.request.input_data_config = Some(vec![channel, model_channel("s3://bucket/model.tar.gz")]);
            job
        };
        let (parent, child) = (with_data("digits"), with_data("expanded"));
        assert!(given(&parent, None).ends_with("lr 0.05 · train digits/train"), "{}", given(&parent, None));
        let changed = given(&child, Some(&parent));
        assert!(changed.ends_with("lr 0.05 · train digits/train → expanded/train"), "{changed}");
    }

    #[test]
    fn a_hyperparameter_is_not_passed_off_as_a_count_of_images() {
        let parent = job([("num_training_samples", "2000"), ("epochs", "5"), ("learning_rate", "0.05")]);
        let child = job([("num_training_samples", "3000"), ("epochs", "5"), ("learning_rate", "0.01")]);
        assert_eq!(given(&parent, None), "num_training_samples 2,000 · 5 epochs · lr 0.05");
        assert_eq!(given(&child, Some(&parent)), "num_training_samples 2,000 → 3,000 · 5 epochs · lr 0.05 → 0.01");
    }
}
