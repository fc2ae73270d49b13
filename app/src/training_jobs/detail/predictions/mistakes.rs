//! The images that were classified wrongly.

use console::data::evaluation::ClassificationView;
use leptos::prelude::*;

use super::{
    Chosen,
    chosen_images::{ChosenImages, NoMistakes, pages_of},
    images::Images,
};

/// The images with a wrong answer, the one first of whose wrong answer the model was surest.
#[component]
pub fn Mistakes(
    /// The job.
    name: String,
    /// What came of the evaluation.
    found: ClassificationView,
    /// Which of them are shown.
    chosen: Chosen,
) -> impl IntoView {
    let page = found.mistakes;
    let (all, count) = (found.all_mistakes, page.count);
    let href = pages_of(name.clone(), chosen);
    let none = || view! { <NoMistakes text="The model classifies all of these images as their labels say." /> };
    view! {
        <ChosenImages name=name title="Mistakes, worst first" words=words(chosen) all=all count=count none=none>
            <Images page=page label="Images with a wrong answer, worst first" href=href />
        </ChosenImages>
    }
}

/// Which images are chosen; `None` when all are.
fn words(chosen: Chosen) -> Option<String> {
    match (chosen.truth, chosen.predicted) {
        (None, None) => None,
        (Some(truth), None) => Some(format!("Class {truth}")),
        (None, Some(predicted)) => Some(format!("Predicted as {predicted}")),
        (Some(truth), Some(predicted)) => Some(format!("Class {truth} predicted as {predicted}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_is_said() {
        let said = |truth, predicted| words(Chosen { truth, predicted, page: 1 });
        assert_eq!(said(None, None), None);
        assert_eq!(said(Some(3), Some(8)).as_deref(), Some("Class 3 predicted as 8"));
        assert_eq!(said(None, Some(8)).as_deref(), Some("Predicted as 8"));
    }
}
