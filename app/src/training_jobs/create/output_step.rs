//! *Output and tags*: what remains, and what the classic page does not show.

use leptos::prelude::*;

use super::{
    advanced_section::AdvancedSection, checkpoint_section::CheckpointSection, output_section::OutputSection,
    spot_section::SpotSection, tags_section::TagsSection,
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
