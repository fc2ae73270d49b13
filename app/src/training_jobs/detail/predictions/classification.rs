//! What a classifier makes of the images.

use console::data::evaluation::ClassificationView;
use leptos::prelude::*;

use super::{Chosen, confusion::ClassTable, mistakes::Mistakes};

/// Which class was taken for which, and the images with a wrong answer.
#[component]
pub fn Classified(
    /// The job.
    name: String,
    /// What came of the evaluation.
    found: ClassificationView,
    /// Which images are shown.
    chosen: Chosen,
) -> impl IntoView {
    let (counts, classes) = (found.counts.clone(), found.classes);
    view! {
        <ClassTable name=name.clone() classes=classes counts=counts chosen=chosen />
        <Mistakes name=name found=found chosen=chosen />
    }
}
