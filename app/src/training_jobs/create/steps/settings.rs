//! *Job settings*: what trains, on which machines, in which network.

use leptos::prelude::*;

use crate::training_jobs::create::section::{
    job_settings::JobSettingsSection, metrics::MetricsSection, network::NetworkSection, resource::ResourceSection,
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
