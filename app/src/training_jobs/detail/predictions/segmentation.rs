//! What a segmenter makes of the images.

pub mod classes;
pub mod legend;
pub mod masked;
pub mod words;

use console::{data::evaluation::SegmentationView, format, paths};
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
    confusion::{Confusion, Counted},
    images::{ImagePlace, Paging},
};
use crate::ui::{Card, EmptyState, IconName};

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
    let SegmentationView { result, judged, pixels, all_images: all, kept_masks, images: page, .. } = found;
    let filter = chosen_words(chosen).map(|words| {
        let every = format!("{}#mistakes", paths::predictions(&name, None, None, 1));
        view! {
            <p>
                {format!("{words}: {} of {} images. ", format::count(page.count), format::count(all))}
                <a href=every>"Show all"</a>
            </p>
        }
    });
    let href = Callback::new(move |page| format!("{}#mistakes", paths::predictions(&name, chosen.truth, chosen.predicted, page)));
    let content = match (all, page.count) {
        (0, _) if pixels.0 == 0 => view! { <p class="muted">"No pixel of these images counts."</p> }.into_any(),
        (0, _) => {
            let text = "The model predicts the class of every pixel that counts.";
            view! { <EmptyState icon=IconName::Success title="No mistakes" text=text /> }.into_any()
        }
        (_, 0) => view! { <p class="muted">"There is no such image."</p> }.into_any(),
        _ => {
            let (number, pages) = (page.page, page.pages());
            let item = move |found| view! { <SegmentedImageItem found=found result=result.clone() /> };
            view! {
                <p class="muted">{format!("{SCORE_WORDS} {}{}", judged_words(judged), kept_words(kept_masks, all))}</p>
                <ClassLegend images=page.images.iter().map(|found| found.image.clone()).collect() />
                <ul class="segmented" aria-label=LABEL>
                    {page.images.into_iter().map(item).collect_view()}
                </ul>
                <Paging number=number pages=pages label=LABEL href=href />
            }
            .into_any()
        }
    };
    let beside = move || view! { <span class="muted">{format!("({})", format::count(all))}</span> };
    view! {
        <div id="mistakes">
            <Card title="Images, worst first" beside=beside>
                {filter}
                {content}
            </Card>
        </div>
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
