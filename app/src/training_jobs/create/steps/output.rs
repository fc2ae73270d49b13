//! *Output and tags*: what remains, and what the classic page does not show.

use leptos::prelude::*;

use crate::training_jobs::create::section::{
    advanced::AdvancedSection, checkpoint::CheckpointSection, output::OutputSection, spot::SpotSection, tags::TagsSection,
};

/// The step.
#[component]
pub fn OutputStep() -> impl IntoView {
    view! {
        <CheckpointSection />
        <OutputSection />
        <SpotSection />
        <TagsSection />
        <AdvancedSection />
    }
}
