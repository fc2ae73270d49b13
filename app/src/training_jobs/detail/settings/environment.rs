//! The cards about where the job runs: network and keys, spot capacity and checkpoints, environment variables.

use console::job::settings::spot_savings;
use domain::{
    description::TrainingJobDetail,
    wire::{CheckpointConfig, TrainingJobRequest},
};
use leptos::prelude::*;

use super::{OptionalValue, location, time};
use crate::ui::{Card, KeyValue, KeyValues};

/// VPC, isolation and encryption.
#[component]
pub fn NetworkCard(
    /// The request.
    request: TrainingJobRequest,
) -> impl IntoView {
    let vpc = request.vpc_config.unwrap_or_default();
    let key = request.resource_config.and_then(|resources| resources.volume_kms_key_id);
    view! {
        <Card title="Network and encryption">
            <KeyValues>
                <OptionalValue key="Subnets" value=joined(vpc.subnets) />
                <OptionalValue key="Security groups" value=joined(vpc.security_group_ids) />
                <KeyValue key="Network isolation">{on_off(request.enable_network_isolation)}</KeyValue>
                <KeyValue key="Encryption between machines">
                    {on_off(request.enable_inter_container_traffic_encryption)}
                </KeyValue>
                <OptionalValue key="Key for the volume" value=key wide=true />
            </KeyValues>
        </Card>
    }
}

/// Spot capacity with what it saved, and where checkpoints go.
#[component]
pub fn SpotCard(
    /// The job.
    job: Signal<TrainingJobDetail>,
) -> impl IntoView {
    let request = job.with_untracked(|job| job.request.clone());
    let is_spot = request.enable_managed_spot_training == Some(true);
    let wait = request.stopping_condition.and_then(|condition| condition.max_wait_time_in_seconds);
    let checkpoints = request.checkpoint_config.unwrap_or_default();
    let is_kept = checkpoints.s3_uri.is_some();
    let local = checkpoints.local_path.unwrap_or_else(|| CheckpointConfig::DEFAULT_LOCAL_PATH.to_owned());
    let savings = is_spot.then(|| {
        view! {
            <KeyValue key="Longest wait and run">{time(wait)}</KeyValue>
            <KeyValue key="Savings">{move || job.with(spot_savings)}</KeyValue>
        }
    });
    let folders = is_kept.then(|| {
        view! {
            <KeyValue key="Folder in the container" mono=true>
                {local}
            </KeyValue>
        }
    });
    let place = if is_kept { location(checkpoints.s3_uri).into_any() } else { "Not kept".into_any() };
    view! {
        <Card title="Spot and checkpoints">
            <KeyValues>
                <KeyValue key="Managed spot training">{on_off(request.enable_managed_spot_training)}</KeyValue>
                {savings}
                <KeyValue key="Checkpoints" mono=is_kept wide=is_kept>
                    {place}
                </KeyValue>
                {folders}
            </KeyValues>
        </Card>
    }
}

/// The environment variables of the container; nothing where there are none.
#[component]
pub fn EnvironmentCard(
    /// The request.
    request: TrainingJobRequest,
) -> impl IntoView {
    let variables = request.environment.unwrap_or_default();
    (!variables.is_empty()).then(|| {
        let pairs = variables.into_iter().map(|(name, value)| view! { <KeyValue key=name mono=true>{value}</KeyValue> });
        view! {
            <Card title="Environment">
                <KeyValues>{pairs.collect_view()}</KeyValues>
            </Card>
        }
    })
}

fn joined(values: Option<Vec<String>>) -> Option<String> {
    values.map(|values| values.join(", "))
}

fn on_off(value: Option<bool>) -> &'static str {
    if value == Some(true) { "On" } else { "Off" }
}
