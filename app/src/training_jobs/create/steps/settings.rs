//! *Job settings*: what trains, on which machines, in which network.

use leptos::prelude::*;

use crate::training_jobs::create::{
    draft::{Draft, RuntimeUnit},
    section::{job_settings::JobSettingsSection, metrics::MetricsSection, network::NetworkSection, resource::ResourceSection},
};

/// The step.
#[component]
pub fn SettingsStep() -> impl IntoView {
    view! {
        <JobSettingsSection />
        <MetricsSection />
        <ResourceSection />
        <NetworkSection />
    }
}

/// The maximum runtime in words, for review.
pub fn runtime_words(draft: &Draft) -> String {
    time_words(&draft.max_runtime, draft.max_runtime_unit)
}

/// A time in words.
pub fn time_words(count: &str, unit: RuntimeUnit) -> String {
    let unit = unit.as_str();
    match count.trim() {
        "1" => format!("1 {}", unit.trim_end_matches('s')),
        count => format!("{count} {unit}"),
    }
}
