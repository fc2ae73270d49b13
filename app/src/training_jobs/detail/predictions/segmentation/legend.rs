//! The colours of the classes in masks.

use std::collections::BTreeSet;

use domain::evaluation::{SegmentedImage, class_colour};
use leptos::prelude::*;

/// What masks hold where no class counts.
const IGNORED: u8 = 255;

/// The colour of a class.
#[component]
pub fn Swatch(
    /// The class.
    class: u32,
) -> impl IntoView {
    let [red, green, blue] = class_colour(u8::try_from(class).unwrap_or(IGNORED));
    let style = format!("background: rgb({red} {green} {blue})");
    view! { <span class="swatch" style=style aria-hidden="true"></span> }
}

/// The classes of these images with their colours.
#[component]
pub fn ClassLegend(
    /// The images.
    images: Vec<SegmentedImage>,
) -> impl IntoView {
    let is_ignored = images.iter().any(|image| image.ignored > 0);
    let entry = |class: u32, words: String| {
        view! {
            <li>
                <Swatch class=class />
                {words}
            </li>
        }
    };
    view! {
        <ul class="class-legend" aria-label="Colours of the masks">
            {classes(&images).into_iter().map(|class| entry(class, format!("Class {class}"))).collect_view()}
            {is_ignored.then(|| entry(u32::from(IGNORED), "Does not count".to_owned()))}
            <li>
                <span class="swatch wrong-pixels" aria-hidden="true"></span>
                "Wrong, in the last picture of an image"
            </li>
        </ul>
    }
}

/// The classes that occur in the truth or in the prediction of one of the images.
fn classes(images: &[SegmentedImage]) -> BTreeSet<u32> {
    images.iter().flat_map(|image| image.truth.iter().chain(&image.predicted)).map(|told| told.class).collect()
}

#[cfg(test)]
mod tests {
    use domain::evaluation::{Confused, JudgedImage};

    use super::*;

    #[test]
    fn the_legend_has_the_classes_of_truth_and_prediction() {
        let judged = JudgedImage { file: 0, size: (1, 1), edges: [0.0, 0.0, 1.0, 1.0], ignored: 0 };
        let image = |truth, predicted| SegmentedImage::new(judged, &[Confused { truth, predicted, count: 1 }]);
        assert_eq!(Vec::from_iter(classes(&[image(7, 2), image(2, 0)])), [0, 2, 7]);
        assert!(classes(&[]).is_empty());
    }
}
