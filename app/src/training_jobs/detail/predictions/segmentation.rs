//! What a segmenter makes of the images.

pub mod classes;
pub mod legend;
pub mod masked;
pub mod words;

use console::data::evaluation::SegmentationView;
use domain::evaluation::SegmentedFile;
use leptos::prelude::*;

use self::{
    classes::SegmentedClasses,
    legend::ClassLegend,
    masked::Masked,
    words::{SCORE_WORDS, chosen_words, judged_words, kept_words, summary},
};
use super::{
    Chosen,
    chosen_images::{ChosenImages, NoMistakes, pages_of},
    confusion::{Confusion, Counted},
    images::{ImagePlace, Paging},
};

/// What the images of the list are, for assistive technology.
const LABEL: &str = "Images in which not all pixels are right, worst first";

/// The figures of each class, the confusion of pixels, and the images in which not all is right, with truth and prediction.
#[component]
pub fn Segmented(
    /// The job.
    name: String,
    /// What came of the evaluation.
    found: SegmentationView,
    /// Which images are shown.
    chosen: Chosen,
) -> impl IntoView {
    let count = u32::try_from(found.classes.len()).unwrap_or(u32::MAX);
    let (classes, confusion) = (found.classes.clone(), found.confusion.clone());
    view! {
        <SegmentedClasses name=name.clone() classes=classes />
        <Confusion name=name.clone() classes=count cells=confusion counted=Counted::Pixels chosen=chosen />
        <WorstImages name=name found=found chosen=chosen />
    }
}

#[component]
fn WorstImages(
    /// The job.
    name: String,
    /// What came of the evaluation.
    found: SegmentationView,
    /// Which images are shown.
    chosen: Chosen,
) -> impl IntoView {
    let SegmentationView { result, judged, pixels: (counted, _), all_images: all, kept_masks, images: page, .. } = found;
    let (count, number, pages) = (page.count, page.page, page.pages());
    let href = pages_of(name.clone(), chosen);
    let none = move || match counted {
        0 => view! { <p class="muted">"No pixel of these images counts."</p> }.into_any(),
        _ => view! { <NoMistakes text="The model predicts the class of every pixel that counts." /> }.into_any(),
    };
    let item = move |found| view! { <SegmentedImageItem found=found result=result.clone() /> };
    view! {
        <ChosenImages name=name title="Images, worst first" words=chosen_words(chosen) all=all count=count none=none>
            <p class="muted">{format!("{SCORE_WORDS} {}{}", judged_words(judged), kept_words(kept_masks, all))}</p>
            <ClassLegend images=page.images.iter().map(|found| found.image.clone()).collect() />
            <ul class="segmented" aria-label=LABEL>
                {page.images.into_iter().map(item).collect_view()}
            </ul>
            <Paging number=number pages=pages label=LABEL href=href />
        </ChosenImages>
    }
}

/// One image with its masks, what is wrong about it, and where it is.
#[component]
pub fn SegmentedImageItem(
    /// The image.
    found: SegmentedFile,
    /// The name under which its masks are kept.
    result: String,
    /// What is said first.
    #[prop(optional, into)]
    first: Option<String>,
) -> impl IntoView {
    let SegmentedFile { file, image } = found;
    let words = summary(&image);
    let lone =
        image.mask.is_none().then(|| view! { <p class="muted">"Its masks are not kept, because other images are worse."</p> });
    view! {
        <li>
            <Masked file=file.clone() image=image result=result />
            {first.map(|first| view! { <p>{first}</p> })}
            <p>{words}</p>
            {lone}
            <small>
                <ImagePlace file=file offset=None />
            </small>
        </li>
    }
}
