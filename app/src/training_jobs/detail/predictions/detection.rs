//! What a detector makes of the images.

pub mod classes;
pub mod drawing;
pub mod words;

use console::{data::evaluation::DetectionView, format, paths};
use domain::evaluation::DetectedFile;
use leptos::prelude::*;

use self::{
    classes::DetectedClasses,
    drawing::{Drawing, Legend},
    words::{chosen_words, summary},
};
use super::{
    Chosen,
    images::{ImagePlace, Paging},
};
use crate::ui::{Card, EmptyState, IconName};

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
    let filter = chosen_words(chosen).map(|words| {
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
        let text = "The model finds every object of these images, and nothing else.";
        view! { <EmptyState icon=IconName::Success title="No mistakes" text=text /> }.into_any()
    } else if page.count == 0 {
        view! { <p class="muted">"There is no such image."</p> }.into_any()
    } else {
        let (number, pages) = (page.page, page.pages());
        view! {
            <Legend />
            <ul class="detected" aria-label=LABEL>
                {page.images.into_iter().map(|image| view! { <DetectedImageItem found=image /> }).collect_view()}
            </ul>
            <Paging number=number pages=pages label=LABEL href=href />
        }
        .into_any()
    };
    let beside = move || view! { <span class="muted">{format!("({})", format::count(all))}</span> };
    view! {
        <DetectedClasses name=name classes=classes overlap_threshold=overlap_threshold />
        <div id="mistakes">
            <Card title="Images, worst first" beside=beside>
                {filter}
                {content}
            </Card>
        </div>
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
