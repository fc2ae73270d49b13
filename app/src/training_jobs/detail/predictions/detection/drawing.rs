//! An image with the boxes of truth and prediction drawn over it. Objects have solid lines and their labels at the top, predictions
//! dashed ones and their labels at the bottom; the labels say what is wrong, so no colour is needed to tell.

use domain::evaluation::{DetectedImage, DetectionBox, EvaluatedFile, Outcome};
use leptos::prelude::*;

use super::{
    super::images::{picture_of, place_words},
    words::{described, label},
};

/// The image with its boxes. They are in its text alternative.
#[component]
pub fn Drawing(
    /// The file.
    file: EvaluatedFile,
    /// The image.
    image: DetectedImage,
) -> impl IntoView {
    let source = picture_of(&file, image.offset, image.size);
    let alt = described(&place_words(&file, image.offset), &image);
    view! {
        <span class="boxed-picture">
            <img src=source alt=alt loading="lazy" />
            {image.objects.into_iter().map(outline).collect_view()}
            {image.predictions.into_iter().map(outline).collect_view()}
        </span>
    }
}

fn outline(shown: DetectionBox) -> impl IntoView {
    let [left, top, right, bottom] = shown.edges.map(|edge| f64::from(edge).clamp(0.0, 1.0) * 100.0);
    let style = format!("left: {left:.2}%; top: {top:.2}%; width: {:.2}%; height: {:.2}%", right - left, bottom - top);
    view! {
        <span class=classes(&shown) style=style aria-hidden="true">
            <span>{label(&shown)}</span>
        </span>
    }
}

/// How a box looks.
fn classes(shown: &DetectionBox) -> String {
    let line = if shown.score.is_some() { "predicted" } else { "true" };
    let outcome = match shown.outcome {
        Outcome::Right => "right",
        Outcome::Wrong => "wrong",
        Outcome::NotCounted => "not-counted",
    };
    format!("object-box {line}-box {outcome}-box")
}

/// What the lines mean.
#[component]
pub fn Legend() -> impl IntoView {
    let entry = |sample: &'static str, words: &'static str| {
        view! {
            <li>
                <span class=format!("box-sample {sample}") aria-hidden="true"></span>
                {words}
            </li>
        }
    };
    view! {
        <ul class="box-legend" aria-label="Legend">
            {entry("true-box right-box", "Object that was found")}
            {entry("true-box wrong-box", "Object that was missed")}
            {entry("predicted-box right-box", "Right prediction, with its score")}
            {entry("predicted-box wrong-box", "Wrong prediction, with its score")}
        </ul>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truth_and_prediction_have_other_lines() {
        let shown = |score, outcome| classes(&DetectionBox { class: 1, score, edges: [0.0; 4], outcome });
        assert_eq!(shown(None, Outcome::Wrong), "object-box true-box wrong-box");
        assert_eq!(shown(Some(0.9), Outcome::Right), "object-box predicted-box right-box");
    }
}
