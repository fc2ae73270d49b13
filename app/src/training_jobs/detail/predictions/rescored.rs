//! Images of which one model has a higher score than the other.

use console::{
    data::evaluation::{ImagesPage, RescoredPages},
    format,
};
use domain::evaluation::{DetectedImage, RescoredImage, SegmentedImage};
use leptos::prelude::*;

use super::{
    detection::{DetectedImageItem, drawing::Legend},
    images::Paging,
    segmentation::{
        SegmentedImageItem,
        legend::ClassLegend,
        words::{SCORE_WORDS, same_words},
    },
};

/// The addresses of the pages of the images that got better, and of those that got worse.
type Addresses = (Callback<u64, String>, Callback<u64, String>);

/// The images that detectors find other objects in.
#[component]
pub fn RescoredDetections(
    /// The images.
    pages: RescoredPages<DetectedImage>,
    /// The addresses of the pages of both lists.
    hrefs: Addresses,
) -> impl IntoView {
    let legend = (pages.better.count + pages.worse.count > 0).then(|| view! { <Legend /> });
    let item = |image: RescoredImage<DetectedImage>| {
        let first = scores(&image);
        view! { <DetectedImageItem found=image.lower first=first /> }.into_any()
    };
    view! {
        <p>{words(&pages)}</p>
        <p class="muted">
            "The score of an image is the share of the found objects in all that is found, missed or wrongly predicted in it. Drawn is what the model with the lower score found."
        </p>
        {legend}
        {list(&BETTER, "detected", pages.better, hrefs.0, item)}
        {list(&WORSE, "detected", pages.worse, hrefs.1, item)}
    }
}

/// The images whose pixels segmenters give other classes.
#[component]
pub fn RescoredSegmentations(
    /// The images.
    pages: RescoredPages<SegmentedImage>,
    /// The names under which the masks of both jobs are kept.
    results: (String, String),
    /// The addresses of the pages of both lists.
    hrefs: Addresses,
) -> impl IntoView {
    let shown: Vec<SegmentedImage> =
        pages.better.images.iter().chain(&pages.worse.images).map(|image| image.lower.image.clone()).collect();
    let legend = (!shown.is_empty()).then(|| view! { <ClassLegend images=shown /> });
    let item = |result: String| {
        move |image: RescoredImage<SegmentedImage>| {
            let first = scores(&image);
            view! { <SegmentedImageItem found=image.lower result=result.clone() first=first /> }.into_any()
        }
    };
    let (first, second) = results;
    view! {
        <p>{words(&pages)}</p>
        <p class="muted">
            {format!("{SCORE_WORDS} {} The masks are those of the model with the lower score.", same_words())}
        </p>
        {legend}
        // The first job has the lower score of what got better.
        {list(&BETTER, "segmented", pages.better, hrefs.0, item(first))}
        {list(&WORSE, "segmented", pages.worse, hrefs.1, item(second))}
    }
}

/// The heading of a list, and what is said when it is empty.
struct Heading {
    title: &'static str,
    empty: &'static str,
}

const BETTER: Heading = Heading { title: "Got better", empty: "No image has a higher score here." };
const WORSE: Heading = Heading { title: "Got worse", empty: "No image has a lower score here." };

fn list<T>(
    heading: &Heading,
    class: &'static str,
    page: ImagesPage<RescoredImage<T>>,
    href: Callback<u64, String>,
    item: impl Fn(RescoredImage<T>) -> AnyView,
) -> AnyView {
    let Heading { title, empty } = *heading;
    let (number, pages, count) = (page.page, page.pages(), page.count);
    let content = if count == 0 {
        view! { <p class="muted">{empty}</p> }.into_any()
    } else {
        let items = page.images.into_iter().map(item).collect_view();
        view! {
            <ul class=class aria-label=title>
                {items}
            </ul>
            <Paging number=number pages=pages label=title href=href />
        }
        .into_any()
    };
    view! {
        <h3 class="changed-images">{format!("{title} ({})", format::count(count))}</h3>
        {content}
    }
    .into_any()
}

fn words<T>(pages: &RescoredPages<T>) -> String {
    format!(
        "Of {} images, {} got better, {} got worse and {} have the same score.",
        format::count(pages.images),
        format::count(pages.better.count),
        format::count(pages.worse.count),
        format::count(pages.same)
    )
}

fn scores<T>(image: &RescoredImage<T>) -> String {
    format!("Score {}, before {}", format::accuracy(image.after), format::accuracy(image.before))
}
