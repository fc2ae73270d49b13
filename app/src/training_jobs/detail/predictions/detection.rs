//! What a detector makes of the images.

pub mod classes;
pub mod drawing;
pub mod words;

use console::{data::evaluation::DetectionView, format};
use domain::evaluation::DetectedFile;
use leptos::prelude::*;

use self::{
    classes::DetectedClasses,
    drawing::{Drawing, Legend},
    words::{chosen_words, summary},
};
use super::{
    Chosen,
    chosen_images::{ChosenImages, NoMistakes, pages_of},
    images::{ImagePlace, Paging},
};

/// What the images of the list are, for assistive technology.
const LABEL: &str = "Images in which not all is right, worst first";

/// The precision of each class, and the images in which not all is right, drawn with truth and prediction.
#[component]
pub fn Detected(
    /// The job.
    name: String,
    /// What came of the evaluation.
    found: DetectionView,
    /// Which images are shown.
    chosen: Chosen,
) -> impl IntoView {
    let DetectionView { overlap_threshold, classes, all_images: all, images: page, .. } = found;
    let (count, number, pages) = (page.count, page.page, page.pages());
    let href = pages_of(name.clone(), chosen);
    let none = || view! { <NoMistakes text="The model finds every object of these images, and nothing else." /> };
    view! {
        <DetectedClasses name=name.clone() classes=classes overlap_threshold=overlap_threshold />
        <ChosenImages name=name title="Images, worst first" words=chosen_words(chosen) all=all count=count none=none>
            <Legend />
            <ul class="detected" aria-label=LABEL>
                {page.images.into_iter().map(|image| view! { <DetectedImageItem found=image /> }).collect_view()}
            </ul>
            <Paging number=number pages=pages label=LABEL href=href />
        </ChosenImages>
    }
}

/// One image with its boxes, what came of them, and where it is.
#[component]
pub fn DetectedImageItem(
    /// The image.
    found: DetectedFile,
    /// What is said first.
    #[prop(optional, into)]
    first: Option<String>,
) -> impl IntoView {
    let DetectedFile { file, image } = found;
    let (words, offset) = (summary(&image), image.offset);
    let more = (image.more > 0).then(|| {
        view! { <p class="muted">{format!("{} more boxes are not drawn.", format::count(u64::from(image.more)))}</p> }
    });
    view! {
        <li>
            <Drawing file=file.clone() image=image />
            {first.map(|first| view! { <p>{first}</p> })}
            <p>{words}</p>
            {more}
            <small>
                <ImagePlace file=file offset=offset />
            </small>
        </li>
    }
}
