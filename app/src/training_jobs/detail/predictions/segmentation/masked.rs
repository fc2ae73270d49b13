//! An image with its masks over it, each over that part of the image which was judged.

use console::{data::evaluation::MaskView, paths};
use domain::evaluation::{EvaluatedFile, SegmentedImage};
use leptos::prelude::*;

use super::{super::images::picture_of, words};

/// The image, its true and its predicted classes, and where the two differ. Each is in its text alternative.
#[component]
pub fn Masked(
    /// The file.
    file: EvaluatedFile,
    /// The image.
    image: SegmentedImage,
    /// The name under which its masks are kept.
    result: String,
) -> impl IntoView {
    let source = picture_of(&file, None, 0);
    let (part, picture) = (part(image.judged_size), placed(image.edges));
    let below = {
        let (source, picture) = (source.clone(), picture.clone());
        move || view! { <img src=source.clone() alt="" style=picture.clone() loading="lazy" /> }
    };
    let masks = image.mask.map(|number| {
        [(MaskView::Truth, "Truth"), (MaskView::Predicted, "Prediction"), (MaskView::Wrong, "Wrong pixels")].map(
            |(shown, title)| {
                let mask = paths::evaluated_mask(&result, number, shown);
                view! {
                    <figure>
                        <span class="judged-part" style=part.clone()>
                            {below()}
                            <img class="mask-above" src=mask alt=words::mask(&image, shown) loading="lazy" />
                        </span>
                        <figcaption>{title}</figcaption>
                    </figure>
                }
            },
        )
    });
    view! {
        <div class="masked">
            <figure>
                <span class="judged-part" style=part.clone()>
                    <img src=source alt=words::picture(&file.name, image.edges) style=picture loading="lazy" />
                </span>
                <figcaption>"Image"</figcaption>
            </figure>
            {masks.map(IntoIterator::into_iter).map(Iterator::collect::<Vec<_>>)}
        </div>
    }
}

/// A frame of the form of what was judged.
fn part((width, height): (u32, u32)) -> String {
    format!("aspect-ratio: {} / {}", width.max(1), height.max(1))
}

/// The place of the whole image when the frame shows what lies between these edges.
fn placed(edges: [f32; 4]) -> String {
    let [left, top, right, bottom] = edges.map(f64::from);
    let (width, height) = ((right - left).max(1e-4), (bottom - top).max(1e-4));
    let [left, top, width, height] = [-left / width, -top / height, 1.0 / width, 1.0 / height].map(|share| share * 100.0 + 0.0);
    format!("left: {left:.3}%; top: {top:.3}%; width: {width:.3}%; height: {height:.3}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_shows_what_was_judged() {
        assert_eq!(placed([0.0, 0.0, 1.0, 1.0]), "left: 0.000%; top: 0.000%; width: 100.000%; height: 100.000%");
        // The middle half of a wide image: the image is twice as wide as the frame, and begins half a frame before it.
        assert_eq!(placed([0.25, 0.0, 0.75, 1.0]), "left: -50.000%; top: 0.000%; width: 200.000%; height: 100.000%");
        assert_eq!(part((240, 240)), "aspect-ratio: 240 / 240");
        assert_eq!(part((0, 3)), "aspect-ratio: 1 / 3");
    }
}
