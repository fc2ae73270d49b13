//! The images that were classified wrongly.

use console::{data::evaluation::ClassificationView, format, paths};
use leptos::prelude::*;

use super::{Chosen, images::Images};
use crate::ui::{Card, EmptyState, IconName};

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
    let (all, page) = (found.all_mistakes, found.mistakes);
    let filter = words(chosen).map(|words| {
        let every = format!("{}#mistakes", paths::predictions(&name, None, None, 1));
        view! {
            <p>
                {format!("{words}: {} of {} images. ", format::count(page.count), format::count(all))}
                <a href=every>"Show all"</a>
            </p>
        }
    });
    let job = name.clone();
    let href = Callback::new(move |page| format!("{}#mistakes", paths::predictions(&job, chosen.truth, chosen.predicted, page)));
    let content = if all == 0 {
        view! {
            <EmptyState
                icon=IconName::Success
                title="No mistakes"
                text="The model classifies all of these images as their labels say."
            />
        }
        .into_any()
    } else if page.count == 0 {
        view! { <p class="muted">"There is no such image."</p> }.into_any()
    } else {
        view! { <Images page=page label="Images with a wrong answer, worst first" href=href /> }.into_any()
    };
    let beside = move || view! { <span class="muted">{format!("({})", format::count(all))}</span> };
    view! {
        <div id="mistakes">
            <Card title="Mistakes, worst first" beside=beside>
                {filter}
                {content}
            </Card>
        </div>
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
